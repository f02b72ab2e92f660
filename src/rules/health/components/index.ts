import { componentIds } from '../../../domain/health.ts';
import type { Component } from '../component.ts';
import { adoption } from './adoption.ts';
import { billing } from './billing.ts';
import { errors } from './errors.ts';
import { sentiment } from './sentiment.ts';
import { sponsor } from './sponsor.ts';
import { stickiness } from './stickiness.ts';
import { support } from './support.ts';

const byId = { adoption, stickiness, errors, support, sentiment, sponsor, billing };

/** Every component of the score, in the order in which they are shown. */
export const components: readonly Component[] = componentIds.map((id) => byId[id]);
