import { applyStep } from './apply-step.ts';
import { lastLook } from './reference-model.ts';
import { checkAll, type Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';
import { must } from './violation.ts';

/**
 * Makes the world calm again, lets workers work, and expects that nothing is lost: what may go has gone, what is
 * unknown is only what nobody can look up, and a person settles that.
 */
export async function drain(run: Run): Promise<void> {
  const { world, cases, system } = run;
  system.outside.script.length = 0;
  const calm: Step[] = [
    ...[...world.on].map((scope): Step => ({ do: 'switch', scope: scope as never, on: false })),
    ...Object.keys(world.roles).map((of): Step => ({ do: 'role', of: of as never, to: 'own' })),
    { do: 'policy', mode: { table: 'lenient', broken: false } },
    { do: 'go_on', worker: 0, toEnd: true },
    { do: 'go_on', worker: 1, toEnd: true },
  ];
  for (const step of calm) await applyStep(run, step);
  for (let round = 0; round < 12 && open(run).length > 0; round++) {
    await applyStep(run, { do: 'work', worker: 0, job: 'recover', limit: 9 });
    await applyStep(run, { do: 'go_on', worker: 0, toEnd: true });
    await applyStep(run, { do: 'work', worker: 0, job: 'execute', limit: 9 });
    await applyStep(run, { do: 'go_on', worker: 0, toEnd: true });
    if (open(run).length > 0) await applyStep(run, { do: 'wait', ms: 16 * 60_000 });
    await checkAll(run);
  }
  const left = open(run);
  must(left.length === 0, 'nothing is lost: everything that may go has gone', () => left);
  for (const one of [...cases.values()].filter(({ state }) => state === 'unknown')) {
    const p = [...cases.keys()].indexOf(one.id);
    await applyStep(run, { do: 'settle', by: 'exec1', p, outcome: 'done' });
    must(cases.get(one.id)?.state === 'done', 'a person can settle what is unknown', () => one);
  }
  await checkAll(run);
}

/** What still has to move by itself. Nobody can ask a mail server what became of a letter: a person settles that. */
function open({ world, cases }: Run) {
  return [...cases.values()].filter((one) => {
    if (one.state === 'approved') return lastLook(world, one) === 'go';
    return one.state === 'executing' || (one.state === 'unknown' && one.connector === 'hubspot');
  });
}
