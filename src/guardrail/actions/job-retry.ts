import { z } from 'zod';
import type { ActionKind } from '../action-kind.ts';
import { idField } from './fields.ts';
import { nameOf, oneLine, shorten } from './one-line.ts';
import { subjectProblem } from './subject-problem.ts';

const schema = z.strictObject({ job: idField() });

/** A failed job of the product, run again for one customer. */
export const jobRetry: ActionKind<z.infer<typeof schema>> = {
  kind: 'job.retry',
  schema,
  needsAccount: true,
  risk: () => 'low',
  summary: ({ job }, account) => oneLine(`Run job ${shorten(job, 60)} of ${nameOf(account)} again`),
  connectors: ['outbox'],
  check: ({ job }, facts) => subjectProblem('Job', job, facts),
};
