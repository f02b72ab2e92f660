import type { ActionKindName } from '../../domain/action.ts';
import type { InternalEffect } from '../internal-effect.ts';
import { flipKillSwitch } from './kill-flip.ts';
import { grantRole } from './role-grant.ts';
import { changeRule } from './rule-change.ts';
import { overrideScore } from './score-override.ts';
import { setSentiment } from './sentiment-set.ts';
import { startPlaybook } from './start-playbook.ts';

/** Effects in our own store, by kind. */
export const internalEffects: ReadonlyMap<ActionKindName, InternalEffect> = new Map([
  ['kill.flip', flipKillSwitch],
  ['playbook.start', startPlaybook],
  ['role.grant', grantRole],
  ['rule.change', changeRule],
  ['score.override', overrideScore],
  ['sentiment.set', setSentiment],
]);
