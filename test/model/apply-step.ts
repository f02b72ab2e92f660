import { applyAsker } from './apply-asker.ts';
import { applyVote } from './apply-vote.ts';
import { applyWorker } from './apply-worker.ts';
import { applyWorld } from './apply-world.ts';
import type { Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';

/** Does one step to the product and to the model, and compares what each says of it. */
export async function applyStep(run: Run, step: Step): Promise<void> {
  const done = await dispatch(run, step);
  if (done) run.counted[step.do] = (run.counted[step.do] ?? 0) + 1;
}

async function dispatch(run: Run, step: Step): Promise<boolean> {
  switch (step.do) {
    case 'propose':
    case 'undo':
    case 'cancel':
    case 'forge':
      return await applyAsker(run, step);
    case 'approve':
    case 'reject':
    case 'edit':
    case 'settle':
    case 'race':
    case 'tamper':
      return await applyVote(run, step);
    case 'work':
    case 'go_on':
    case 'crash':
      return await applyWorker(run, step);
    default:
      return await applyWorld(run, step);
  }
}
