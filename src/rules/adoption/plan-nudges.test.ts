import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Nudge, NudgeDecision, NudgeSettings } from '../../domain/nudge.ts';
import { isHeldOut } from './hold-out.ts';
import { type NudgeFacts, planNudges } from './plan-nudges.ts';

const hour = 3_600_000;
const day = 24 * hour;
const settings: NudgeSettings = {
  caps: { per_day: 1, per_week: 3 },
  quiet: { from: '18:00', to: '09:00' },
  zones: {},
  hold_out_percent: 0,
  act_within_days: 7,
  per_account_and_day: 3,
  waiting_per_owner: 10,
};
const now = new Date('2026-11-25T10:00:00.000Z');

function nudge(id: string): Nudge {
  const trigger = { kind: 'unused', feature: id, days: 7, history: 'either' } as const;
  return { id, trigger, role: 'any', only_in_use_case: false, text: id, cool_down_days: 30 };
}

const due = (user: string, ...ids: string[]) => ids.map((id) => ({ user, nudge: nudge(id), because: id }));

function decided(user: string, id: string, more: Partial<NudgeDecision> = {}): NudgeDecision {
  const at = more.decidedAt ?? new Date(now.getTime() - 2 * hour);
  return {
    account: 'acme',
    user,
    nudge: id,
    outcome: 'proposed',
    reason: '',
    decidedAt: at,
    dueAt: null,
    proposalId: 'p',
    state: 'sent',
    sentAt: at,
    ...more,
  };
}

function plan(facts: Partial<NudgeFacts>, at = now): string[] {
  const planned = planNudges(
    {
      account: 'acme',
      zone: 'UTC',
      settings,
      due: [],
      optedOut: new Set<string>(),
      decisions: [],
      otherSends: [],
      roomForWaiting: Number.POSITIVE_INFINITY,
      ...facts,
    },
    at,
  );
  return planned.map(({ user, nudge: { id }, verdict }) =>
    [
      user,
      id,
      verdict.kind,
      verdict.kind === 'defer' ? verdict.until.toISOString().slice(0, 16) : verdict.reason,
    ].join(' '),
  );
}

describe('one turn a person', () => {
  it('the first that is due is sent, the others wait behind it', () => {
    expect(plan({ due: due('ana', 'a', 'b') })).toEqual([
      'ana a send a',
      'ana b withhold another one goes first',
    ]);
  });

  it('nobody who opted out gets anything', () => {
    expect(plan({ due: due('ana', 'a'), optedOut: new Set(['ana']) })).toEqual([
      'ana a withhold wants no nudges',
    ]);
  });

  it('nothing comes while another one waits for approval', () => {
    const decisions = [decided('ana', 'z', { state: 'open', sentAt: null })];
    expect(plan({ due: due('ana', 'a'), decisions })).toEqual([
      'ana a withhold another one waits or is on its way',
    ]);
  });

  it('the same one does not come back before it has cooled down, also when it was rejected', () => {
    const at = (days: number) => new Date(now.getTime() - days * day);
    const rejected = (days: number) => [
      decided('ana', 'a', { state: 'dropped', sentAt: null, decidedAt: at(days) }),
    ];
    expect(plan({ due: due('ana', 'a'), decisions: rejected(29) })).toEqual([
      'ana a withhold came not long ago',
    ]);
    expect(plan({ due: due('ana', 'a', 'b'), decisions: rejected(29) })[1]).toBe('ana b send b');
    expect(plan({ due: due('ana', 'a'), decisions: rejected(30) })).toEqual(['ana a send a']);
  });
});

describe('caps', () => {
  it('one in 24 hours: the next is deferred to the minute at which it is free', () => {
    expect(plan({ due: due('ana', 'a'), decisions: [decided('ana', 'z')] })).toEqual([
      'ana a defer 2026-11-26T09:00',
    ]);
    const yesterday = { decidedAt: new Date(now.getTime() - day) };
    expect(plan({ due: due('ana', 'a'), decisions: [decided('ana', 'z', yesterday)] })).toEqual([
      'ana a send a',
    ]);
  });

  it('a nudge that the product sent by itself counts too', () => {
    const otherSends = [
      { user: 'ana', at: new Date(now.getTime() - hour) },
      { user: 'ben', at: now },
    ];
    expect(plan({ due: due('ana', 'a'), otherSends })).toEqual(['ana a defer 2026-11-26T09:00']);
  });

  it('three in seven days: the fourth waits until the first is a week old', () => {
    const decisions = [1.5, 3, 6].map((days) =>
      decided('ana', `z${days}`, { decidedAt: new Date(now.getTime() - days * day) }),
    );
    expect(plan({ due: due('ana', 'a'), decisions })).toEqual(['ana a defer 2026-11-26T10:00']);
  });

  it('what came to nothing takes no place, what was held out does', () => {
    const dropped = [decided('ana', 'z', { state: 'dropped', sentAt: null })];
    expect(plan({ due: due('ana', 'a'), decisions: dropped })).toEqual(['ana a send a']);
    const held = [decided('ana', 'z', { outcome: 'held_out', state: null, sentAt: null, proposalId: null })];
    expect(plan({ due: due('ana', 'a'), decisions: held })).toEqual(['ana a defer 2026-11-26T09:00']);
  });

  it('another person’s do not count', () => {
    expect(plan({ due: due('ana', 'a'), decisions: [decided('ben', 'a')] })).toEqual(['ana a send a']);
  });
});

describe('what was deferred', () => {
  const waiting = decided('ana', 'b', {
    outcome: 'deferred',
    state: null,
    sentAt: null,
    dueAt: now,
    proposalId: null,
  });

  it('keeps its turn before what became due later', () => {
    expect(plan({ due: due('ana', 'a', 'b'), decisions: [waiting] })).toEqual([
      'ana a withhold another one goes first',
      'ana b send b',
    ]);
  });

  it('still holds the turn at night: nothing slips in before it', () => {
    const night = new Date('2026-11-25T22:00:00.000Z');
    expect(plan({ due: due('ana', 'a', 'b'), decisions: [waiting] }, night)).toEqual([
      'ana a withhold another one goes first',
      'ana b defer 2026-11-26T09:00',
    ]);
  });

  it('and one that is not due any more gives the turn to another', () => {
    expect(plan({ due: due('ana', 'a'), decisions: [waiting] })).toEqual(['ana a send a']);
  });
});

describe('an account and its owner', () => {
  const many = ['ana', 'ben', 'cy', 'dee', 'eve'].flatMap((user) => due(user, 'a'));
  const kinds = (facts: Partial<NudgeFacts>) =>
    plan({ due: many, ...facts }).map((line) => line.split(' ')[2]);

  it('gets three a day', () => {
    expect(kinds({})).toEqual(['send', 'send', 'send', 'withhold', 'withhold']);
    expect(kinds({ decisions: [decided('zoe', 'z'), decided('yan', 'z')] })).toEqual([
      'send',
      ...Array(4).fill('withhold'),
    ]);
  });

  it('no more than its owner has room for', () => {
    expect(kinds({ roomForWaiting: 1 })).toEqual(['send', ...Array(4).fill('withhold')]);
    expect(kinds({ roomForWaiting: 0 })).toEqual(Array(5).fill('withhold'));
  });

  it('on another day others go first', () => {
    const first = [0, 1, 2, 5, 6, 7].map(
      (days) => plan({ due: many }, new Date(now.getTime() + days * day))[0],
    );
    expect(new Set(first).size).toBeGreaterThan(1);
  });
});

describe('the hold-out group', () => {
  const users = Array.from({ length: 2_000 }, (_, index) => `user-${index}`);
  it('is about as large as it should be, and everybody stays where they are', () => {
    const held = users.filter((user) => isHeldOut('acme', user, 'a', 10));
    expect(held.length).toBeGreaterThan(150);
    expect(held.length).toBeLessThan(250);
    expect(users.filter((user) => isHeldOut('acme', user, 'a', 10))).toEqual(held);
  });
  it('of one nudge says nothing about another', () => {
    const both = users.filter((user) => isHeldOut('acme', user, 'a', 10) && isHeldOut('acme', user, 'b', 10));
    expect(both.length).toBeLessThan(50);
  });
  it('grows with its share and is empty at none', () => {
    expect(users.some((user) => isHeldOut('acme', user, 'a', 0))).toBe(false);
    expect(users.every((user) => !isHeldOut('acme', user, 'a', 10) || isHeldOut('acme', user, 'a', 20))).toBe(
      true,
    );
  });
  it('gets nothing, and takes the turn that it would have had', () => {
    const user = users.find((one) => isHeldOut('acme', one, 'a', 50)) ?? '';
    const half = { ...settings, hold_out_percent: 50 };
    expect(plan({ due: due(user, 'a', 'b'), settings: half })[0]).toBe(
      `${user} a hold-out in the hold-out group`,
    );
  });
});

const clocks = new Map<string, Intl.DateTimeFormat>();

/** An independent reading of the local clock. */
function localHour(at: Date, timeZone: string): { weekday: string; hour: number } {
  const options = { timeZone, weekday: 'short', hour: '2-digit', hour12: false } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', options);
  clocks.set(timeZone, clock);
  const text = clock.format(at);
  return { weekday: text.slice(0, 3), hour: Number(/\d\d/.exec(text)?.[0]) };
}

describe('a simulated year, its changes of clocks included', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'Australia/Lord_Howe'];
  const scenario = fc.record({
    zone: fc.constantFrom(...zones),
    /** Per pass and person: which nudges are due, as bits. */
    wishes: fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 7, maxLength: 40 }),
    /** How many hours until somebody decides, and what. */
    delays: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 3, maxLength: 11 }),
    holdOut: fc.constantFrom(0, 20),
    minute: fc.integer({ min: 0, max: 59 }),
  });
  const people = ['ana', 'ben', 'cy'];
  const ids = ['a', 'b', 'c', 'd', 'e'];

  it('keeps every promise to every person', () => {
    fc.assert(
      fc.property(scenario, ({ zone, wishes, delays, holdOut, minute }) => {
        const own = { ...settings, hold_out_percent: holdOut };
        const decisions: NudgeDecision[] = [];
        let made = 0;
        for (let hours = 0; hours < 365 * 24; hours += 3) {
          const at = new Date(Date.UTC(2026, 0, 1, hours, minute));
          for (const one of decisions.filter(({ state }) => state === 'open')) {
            if (one.dueAt === null || one.dueAt > at) continue;
            const sent = made % 5 !== 4;
            Object.assign(one, { state: sent ? 'sent' : 'dropped', sentAt: sent ? at : null, dueAt: null });
          }
          const found = people.flatMap((user, index) =>
            due(user, ...ids.filter((_, bit) => ((wishes[(hours + index) % wishes.length] ?? 0) >> bit) & 1)),
          );
          const recent = decisions.filter(({ decidedAt }) => at.getTime() - decidedAt.getTime() < 40 * day);
          const facts: NudgeFacts = {
            account: 'acme',
            zone,
            settings: own,
            due: found,
            optedOut: new Set(['cy']),
            decisions: recent,
            otherSends: [],
            roomForWaiting: 10,
          };
          for (const {
            user,
            nudge: { id },
            verdict,
          } of planNudges(facts, at)) {
            if (verdict.kind === 'defer') expect(verdict.until > at).toBe(true);
            if (verdict.kind !== 'send' && verdict.kind !== 'hold-out') continue;
            made++;
            const local = localHour(at, zone);
            expect(local.hour >= 9 && local.hour < 18 && !/S/.test(local.weekday)).toBe(true);
            expect(verdict.kind === 'hold-out').toBe(isHeldOut('acme', user, id, holdOut));
            const held = verdict.kind === 'hold-out';
            const settledAt = new Date(at.getTime() + (delays[made % delays.length] ?? 0) * hour);
            decisions.push(
              decided(user, id, {
                decidedAt: at,
                outcome: held ? 'held_out' : 'proposed',
                sentAt: null,
                state: held ? null : 'open',
                dueAt: held ? null : settledAt,
              }),
            );
          }
        }
        expect(decisions.some(({ user }) => user === 'cy')).toBe(false);
        expect(decisions.length > 0).toBe(wishes.some((wish) => wish > 0));
        for (const user of people) {
          const sent = decisions
            .filter((one) => one.user === user && one.sentAt !== null)
            .map(({ sentAt }) => sentAt?.getTime() ?? 0);
          expect(sent.every((one, index) => index === 0 || one - (sent[index - 1] ?? 0) >= day)).toBe(true);
          expect(sent.every((one, index) => index < 3 || one - (sent[index - 3] ?? 0) >= 7 * day)).toBe(true);
        }
      }),
      { numRuns: 4 },
    );
  });
});
