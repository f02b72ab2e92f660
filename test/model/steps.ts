import fc from 'fast-check';
import type { ActionKindName } from '../../src/domain/action.ts';
import type { Role } from '../../src/domain/member.ts';
import type { PolicyMode } from './policy-table.ts';

/** Everybody in the model's world. */
export const people = ['csm1', 'csm2', 'manager1', 'manager2', 'exec1', 'agent1'] as const;
export type Person = (typeof people)[number];
export const accounts = ['acme', 'globex'] as const;
/** One kind for each way that an outside can promise delivery, and one in our own store. */
export const kinds = ['message.customer', 'task.create', 'nudge.send', 'sentiment.set'] as const;
export type Kind = (typeof kinds)[number] & ActionKindName;
export const scopes = [
  'all',
  'account:acme',
  'account:globex',
  'kind:message.customer',
  'kind:task.create',
  'connector:smtp',
  'connector:outbox',
  'model',
] as const;

/** How the outside treats a call. `lands` = it happened. */
export const answers = [
  'done',
  'answer_lost',
  'never_arrived',
  'refused',
  'busy',
  'out_of_reach',
  'broken',
  'pause',
] as const;
export type Answer = (typeof answers)[number];

/** One step of an interleaving: plain data, so that a failure prints as what to do again. `p` picks a proposal. */
export type Step =
  | { do: 'propose'; by: Person; kind: Kind; account: (typeof accounts)[number]; agent: boolean }
  | { do: 'approve'; by: Person; p: number; age: number; clicks: number; platform: 'slack' | 'teams' }
  | { do: 'reject'; by: Person; p: number; age: number }
  | { do: 'edit'; by: Person; p: number; age: number; same: boolean }
  | { do: 'cancel'; by: Person; p: number }
  | { do: 'settle'; by: Person; p: number; outcome: 'done' | 'failed' }
  | { do: 'race'; approver: Person; rejecter: Person; p: number }
  | { do: 'undo'; by: Person; p: number }
  | { do: 'tamper'; by: Person; p: number; at: number }
  | { do: 'forge'; p: number }
  | { do: 'switch'; scope: (typeof scopes)[number]; on: boolean }
  | { do: 'role'; of: Person; to: Role | 'own' }
  | { do: 'policy'; mode: PolicyMode }
  | { do: 'level'; level: 'shadow' | 'suggest' | 'auto' }
  | { do: 'delegate'; from: Person; to: Person; hours: number }
  | { do: 'undelegate'; n: number }
  | { do: 'wait'; ms: number }
  | { do: 'wait_for'; what: 'expiry' | 'escalation' | 'reminder'; p: number; offMs: -1 | 0 | 1 }
  | { do: 'tick' }
  | { do: 'answer'; next: Answer }
  | { do: 'work'; worker: 0 | 1; job: 'execute' | 'recover'; limit: number }
  | { do: 'go_on'; worker: 0 | 1; toEnd: boolean }
  | { do: 'crash'; worker: 0 | 1 };

const person = fc.constantFrom(...people);
/** Votes come mostly from whoever may approve everything. */
const voter = fc.constantFrom(...people, 'manager1', 'manager2', 'exec1') as fc.Arbitrary<Person>;
const p = fc.nat(3);
const age = fc.constantFrom(0, 0, 0, 0, 1);
const worker = fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>;
const mode = fc.record({
  table: fc.constantFrom('lenient', 'lenient', 'strict', 'closed') as fc.Arbitrary<PolicyMode['table']>,
  broken: fc.constantFrom(false, false, true),
});
const step = <const Name extends Step['do'], Rest>(
  name: Name,
  rest: { [K in keyof Rest]: fc.Arbitrary<Rest[K]> },
) => fc.record({ do: fc.constant(name), ...rest }) as unknown as fc.Arbitrary<Step>;
const flag = fc.boolean();

/** Waits that cross a lease, a back-off, a look-up's next turn, a day. */
const waits = [1_000, 41_000, 61_000, 301_000, 4 * 3_600_000, 13 * 3_600_000, 25 * 3_600_000];

const weighted: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [
    8,
    step('propose', {
      by: person,
      kind: fc.constantFrom(...kinds),
      account: fc.constantFrom(...accounts),
      agent: fc.constantFrom(false, false, false, true),
    }),
  ],
  [
    14,
    step('approve', {
      by: voter,
      p,
      age,
      clicks: fc.constantFrom(1, 1, 1, 2, 3),
      platform: fc.constantFrom('slack', 'teams') as fc.Arbitrary<'slack' | 'teams'>,
    }),
  ],
  [2, step('reject', { by: voter, p, age })],
  [4, step('edit', { by: person, p, age, same: fc.constantFrom(false, false, false, true) })],
  [3, step('cancel', { by: person, p })],
  [
    3,
    step('settle', {
      by: voter,
      p,
      outcome: fc.constantFrom('done', 'failed') as fc.Arbitrary<'done' | 'failed'>,
    }),
  ],
  [2, step('race', { approver: voter, rejecter: voter, p })],
  [4, step('undo', { by: person, p })],
  [1, step('tamper', { by: voter, p, at: fc.nat(60) })],
  [2, step('forge', { p })],
  [4, step('switch', { scope: fc.constantFrom(...scopes), on: flag })],
  [
    4,
    step('role', {
      of: voter,
      to: fc.constantFrom('auditor', 'agent', 'own', 'own') as fc.Arbitrary<Role | 'own'>,
    }),
  ],
  [4, step('policy', { mode })],
  [
    2,
    step('level', {
      level: fc.constantFrom('shadow', 'suggest', 'auto', 'auto') as fc.Arbitrary<
        'shadow' | 'suggest' | 'auto'
      >,
    }),
  ],
  [3, step('delegate', { from: voter, to: person, hours: fc.constantFrom(1, 12, 48) })],
  [3, step('undelegate', { n: fc.nat(3) })],
  [4, step('wait', { ms: fc.constantFrom(...waits) })],
  [
    3,
    step('wait_for', {
      what: fc.constantFrom('expiry', 'expiry', 'escalation', 'reminder') as fc.Arbitrary<
        'expiry' | 'escalation' | 'reminder'
      >,
      p,
      offMs: fc.constantFrom(-1, 0, 1) as fc.Arbitrary<-1 | 0 | 1>,
    }),
  ],
  [4, step('tick', {})],
  [6, step('answer', { next: fc.constantFrom(...answers) })],
  [
    16,
    step('work', {
      worker,
      job: fc.constantFrom('execute', 'execute', 'recover') as fc.Arbitrary<'execute' | 'recover'>,
      limit: fc.constantFrom(1, 3),
    }),
  ],
  [10, step('go_on', { worker, toEnd: flag })],
  [6, step('crash', { worker })],
];

/** A worker stands still for longer than its lease, and another takes over: rare by chance, and where bugs live. */
const takeover: fc.Arbitrary<Step[]> = fc
  .record({ slow: worker, far: flag, limit: fc.constantFrom(1, 3), ms: fc.constantFrom(61_000, 301_000) })
  .map(({ slow, far, limit, ms }) => {
    const other = slow === 0 ? 1 : 0;
    return [
      { do: 'work', worker: slow, job: 'execute', limit },
      ...(far ? [{ do: 'go_on' as const, worker: slow, toEnd: false }] : []),
      { do: 'wait', ms },
      { do: 'go_on', worker: other, toEnd: true },
      { do: 'work', worker: other, job: 'recover', limit: 3 },
      { do: 'go_on', worker: other, toEnd: true },
      { do: 'work', worker: other, job: 'execute', limit },
    ];
  });

/** An interleaving: a proposal first, so that there is something to interleave. */
export function interleavings(maxLength: number): fc.Arbitrary<Step[]> {
  const any = fc.oneof(
    ...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary: arbitrary.map((one) => [one]) })),
    { weight: 4, arbitrary: takeover },
  );
  const first = weighted[0]?.[1].map((one) => [one]) ?? any;
  return fc
    .tuple(first, fc.array(any, { maxLength, size: 'max' }))
    .map(([start, rest]) => [...start, ...rest.flat()]);
}
