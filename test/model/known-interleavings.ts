import type { Step } from './steps.ts';

const propose = (kind: 'nudge.send' | 'sentiment.set' | 'task.create' | 'message.customer'): Step => ({
  do: 'propose',
  by: 'csm1',
  kind,
  account: 'acme',
  agent: false,
});
const approve = (p: number): Step => ({
  do: 'approve',
  by: 'manager2',
  p,
  age: 0,
  clicks: 1,
  platform: 'slack',
});
const work = (worker: 0 | 1, job: 'execute' | 'recover' = 'execute'): Step => ({
  do: 'work',
  worker,
  job,
  limit: 1,
});
const goOn = (worker: 0 | 1, toEnd = true): Step => ({ do: 'go_on', worker, toEnd });
const wait = (ms: number): Step => ({ do: 'wait', ms });

/** Interleavings that broke an invariant once. */
export const knownInterleavings: readonly { what: string; steps: readonly Step[] }[] = [
  {
    what: 'a claim from before people were asked again stays void (INV2)',
    steps: [
      ...[propose('sentiment.set'), work(0), wait(4 * 3_600_000), work(1, 'recover'), goOn(1)],
      { do: 'policy', mode: { table: 'strict', broken: false } },
      ...[work(1), goOn(1), approve(0), work(1)],
      { do: 'wait_for', what: 'expiry', p: 0, offMs: -1 },
      goOn(0),
    ],
  },
  {
    what: 'a late "nothing happened" does not put back what was said again and happened (INV2)',
    steps: [
      ...[propose('nudge.send'), { do: 'answer', next: 'busy' } as const],
      ...[{ do: 'answer', next: 'answer_lost' } as const, work(0), goOn(0, false), wait(61_000)],
      ...[work(1, 'recover'), goOn(1), goOn(0)],
    ],
  },
  {
    what: 'a lost answer is looked up, and what happened is done (TC3)',
    steps: [
      ...[propose('task.create'), approve(0), { do: 'answer', next: 'answer_lost' } as const],
      ...[work(0), goOn(0), wait(1_000), work(1, 'recover'), goOn(1)],
    ],
  },
  {
    what: 'what may have happened under a key is not cancelled meanwhile (INV2)',
    steps: [
      ...[propose('nudge.send'), { do: 'answer', next: 'answer_lost' } as const],
      ...[{ do: 'answer', next: 'busy' } as const, work(0), goOn(0), work(1, 'recover'), goOn(1)],
      { do: 'cancel', by: 'csm1', p: 0 },
    ],
  },
  {
    what: 'a forged row keeps no real decision from counting (TB15)',
    steps: [
      propose('message.customer'),
      { do: 'forge', p: 0 },
      work(0),
      goOn(0),
      approve(0),
      work(1),
      goOn(1),
    ],
  },
];
