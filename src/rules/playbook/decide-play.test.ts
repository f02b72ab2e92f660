import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Play, PlayEvent, Recipe } from '../../domain/play.ts';
import type { PlaybookStep } from '../../domain/playbook.ts';
import { decidePlay, type PlayCommand, startPlay } from './decide-play.ts';
import { evolvePlay, foldPlay } from './evolve-play.ts';

const start = new Date('2026-11-20T10:00:00.000Z');
const plus = (days: number): Date => new Date(start.getTime() + days * 86_400_000);

const common = { title: 'A step', look_at: ['use' as const] };
const look: PlaybookStep = { ...common, id: 'look', kind: 'task', due_days: 2, role: 'owner' };
const way: PlaybookStep = {
  ...common,
  id: 'way',
  kind: 'condition',
  title: 'Is it broken?',
  fact: 'errors7',
  is: 'above',
  value: 5,
  if_so: 'pause',
  if_not: 'write',
};
const write: PlaybookStep = {
  ...common,
  id: 'write',
  kind: 'draft',
  due_days: 1,
  role: 'owner',
  subject: 'Hello',
  body: 'You',
};
const pause: PlaybookStep = { ...common, id: 'pause', kind: 'wait', days: 7 };
const talk: PlaybookStep = { ...look, id: 'talk', contact: 'call', tiers: ['pro', 'enterprise'] };
const offer: PlaybookStep = {
  ...common,
  id: 'offer',
  kind: 'approval',
  due_days: 3,
  role: 'owner',
  action: 'concession.grant',
  percent: 20,
  reason: 'Last resort',
  expires_days: 30,
};
const worked: PlaybookStep = {
  ...common,
  id: 'worked',
  kind: 'check',
  fact: 'users7',
  is: 'at_least',
  value: 3,
};
const recipe: Recipe = {
  id: 'quiet',
  version: 1,
  title: 'Quiet',
  steps: [look, way, write, pause, talk, offer, worked],
};

const events = (steps = recipe.steps, tier: string | null = 'pro'): PlayEvent[] =>
  startPlay({ id: 'p1', account: 'acme', tier, recipe: { ...recipe, steps }, by: 'csm1', why: null }, start);
const play = (steps?: PlaybookStep[], tier?: string | null): Play => {
  const folded = foldPlay(events(steps, tier));
  if (!folded) throw new Error('no play');
  return folded;
};
const told = (from: Play, commands: readonly PlayCommand[], now = start): Play =>
  commands.reduce<Play>((current, command) => {
    const decision = decidePlay(current, command, now);
    if (!decision.ok) throw new Error(`${command.kind}: ${decision.refusal}`);
    return decision.events.reduce<Play | null>(evolvePlay, current) ?? current;
  }, from);
const refusalOf = (of: Play, command: PlayCommand, now = start): string => {
  const decision = decidePlay(of, command, now);
  return decision.ok ? 'none' : decision.refusal;
};
const states = (of: Play): string => of.steps.map(({ recipe: { id }, state }) => `${id}:${state}`).join(' ');
const currentOf = (of: Play): string => (of.life.state === 'running' ? of.life.current : of.life.outcome);

describe('a play begins', () => {
  test('with its first step, due by the days that the step gives', () => {
    const begun = play();
    expect(begun).toMatchObject({ id: 'p1', startedBy: 'csm1', life: { state: 'running', current: 'look' } });
    expect(begun.steps[0]).toMatchObject({ state: 'current', dueAt: plus(2).toISOString() });
  });

  test('with the first step that is for the account’s tier', () => {
    expect(states(play([talk, look, worked], 'starter'))).toBe('talk:skipped look:current worked:pending');
    expect(states(play([talk, look, worked], null))).toBe('talk:skipped look:current worked:pending');
    expect(states(play([talk, look, worked], 'Enterprise'))).toBe('talk:current look:pending worked:pending');
  });

  test('and is over at once where no step is for it', () => {
    expect(play([talk], 'free').life).toMatchObject({ state: 'ended', outcome: 'no-change' });
  });
});

describe('a task', () => {
  test('is done by a person, with a note', () => {
    const done = told(play(), [{ kind: 'finish', step: 'look', by: 'csm1', note: 'Their tool broke' }]);
    expect(done.steps[0]).toMatchObject({ state: 'done', note: 'Their tool broke', by: 'csm1' });
    expect(currentOf(done)).toBe('way');
  });

  test('is done once: the second who presses the button changes nothing', () => {
    const command: PlayCommand = { kind: 'finish', step: 'look', by: 'csm2', note: '' };
    expect(refusalOf(told(play(), [command]), command)).toBe('not_current');
  });

  test('is skipped with a reason', () => {
    const skipped = told(play(), [{ kind: 'skip', step: 'look', by: 'csm1', reason: 'Known' }]);
    expect(skipped.steps[0]).toMatchObject({ state: 'skipped', note: 'Known' });
  });

  test('is neither proposed, nor waited for, nor measured', () => {
    const of = play();
    expect(refusalOf(of, { kind: 'propose', step: 'look', by: 'csm1', proposalId: 'x' })).toBe('wrong_kind');
    expect(refusalOf(of, { kind: 'elapse', step: 'look' })).toBe('wrong_kind');
    expect(refusalOf(of, { kind: 'measure', step: 'look', fact: 1 })).toBe('wrong_kind');
    expect(refusalOf(of, { kind: 'settle', step: 'look', happened: true, reason: '' })).toBe('wrong_kind');
    expect(refusalOf(of, { kind: 'hold', step: 'look', reason: 'x' })).toBe('wrong_kind');
  });
});

describe('a condition', () => {
  const atWay = told(play(), [{ kind: 'finish', step: 'look', by: 'csm1', note: '' }]);

  test('leads past the steps that are not needed', () => {
    const led = told(atWay, [{ kind: 'measure', step: 'way', fact: 6 }]);
    expect(states(led)).toBe(
      'look:done way:done write:passed-over pause:current talk:pending offer:pending worked:pending',
    );
    expect(led.steps[1]?.note).toBe('Yes: errors in 7 days: 6, asked for above 5');
  });

  test('fits nothing when the fact is unknown', () => {
    expect(currentOf(told(atWay, [{ kind: 'measure', step: 'way', fact: null }]))).toBe('write');
    expect(currentOf(told(atWay, [{ kind: 'measure', step: 'way', fact: 5 }]))).toBe('write');
  });

  test.each([
    ['end-saved', 'saved'],
    ['end-not-needed', 'not-needed'],
  ])('may end the play: %s', (target, outcome) => {
    const ends = play([{ ...way, if_so: target }, worked]);
    const ended = told(ends, [{ kind: 'measure', step: 'way', fact: 6 }]);
    expect(ended.life).toMatchObject({ state: 'ended', outcome, reason: 'Is it broken?' });
    expect(states(ended)).toBe('way:done worked:passed-over');
  });
});

describe('a draft or an offer', () => {
  const proposed = told(play([write, worked]), [
    { kind: 'propose', step: 'write', by: 'system', proposalId: 'x1' },
  ]);

  test('waits for its proposal, and has one alone', () => {
    expect(proposed.steps[0]).toMatchObject({ state: 'current', proposalId: 'x1' });
    const again: PlayCommand = { kind: 'propose', step: 'write', by: 'system', proposalId: 'x2' };
    expect(refusalOf(proposed, again)).toBe('already_proposed');
    const skip: PlayCommand = { kind: 'skip', step: 'write', by: 'csm1', reason: 'Known' };
    expect(refusalOf(proposed, skip)).toBe('already_proposed');
  });

  test('is done when it was sent, and failed when people did not want it', () => {
    const sent = told(proposed, [{ kind: 'settle', step: 'write', happened: true, reason: 'Sent' }]);
    expect(states(sent)).toBe('write:done worked:current');
    const not = told(proposed, [{ kind: 'settle', step: 'write', happened: false, reason: 'Rejected' }]);
    expect(not.steps[0]).toMatchObject({ state: 'failed', note: 'Rejected' });
    expect(currentOf(not)).toBe('worked');
  });

  test('is not done by saying so', () => {
    expect(refusalOf(proposed, { kind: 'finish', step: 'write', by: 'csm1', note: '' })).toBe('wrong_kind');
  });

  test('says once why it is held up', () => {
    const hold: PlayCommand = { kind: 'hold', step: 'write', reason: 'Nobody to write to' };
    const held = told(play([write, worked]), [hold]);
    expect(held.steps[0]).toMatchObject({ state: 'current', note: 'Nobody to write to' });
    expect(refusalOf(held, hold)).toBe('unchanged');
    expect(
      told(held, [{ kind: 'propose', step: 'write', by: 'system', proposalId: 'x1' }]).steps[0]?.note,
    ).toBe('');
  });
});

describe('a wait', () => {
  const waiting = play([pause, worked]);

  test('ends when its days are over, not a millisecond before', () => {
    const elapse: PlayCommand = { kind: 'elapse', step: 'pause' };
    expect(refusalOf(waiting, elapse, new Date(plus(7).getTime() - 1))).toBe('too_early');
    expect(currentOf(told(waiting, [elapse], plus(7)))).toBe('worked');
  });

  test('may be cut short by a person', () => {
    const cut = told(waiting, [{ kind: 'skip', step: 'pause', by: 'csm1', reason: 'They answered' }]);
    expect(currentOf(cut)).toBe('worked');
  });
});

describe('a check', () => {
  test('that shows that it worked ends the play as saved, with the figure', () => {
    const saved = told(play([worked, look, worked]), [{ kind: 'measure', step: 'worked', fact: 3 }]);
    expect(saved.life).toMatchObject({
      outcome: 'saved',
      reason: 'users in 7 days: 3, asked for at least 3',
    });
  });

  test('that does not goes on, and the last one ends it without a change', () => {
    const again = { ...worked, id: 'again' };
    const first = told(play([worked, again]), [{ kind: 'measure', step: 'worked', fact: 2 }]);
    expect(states(first)).toBe('worked:failed again:current');
    expect(currentOf(told(first, [{ kind: 'measure', step: 'again', fact: null }]))).toBe('no-change');
  });
});

test('a person ends it whenever they want, with outcome and reason', () => {
  const ended = told(play(), [{ kind: 'end', by: 'csm1', outcome: 'lost', reason: 'They signed elsewhere' }]);
  expect(ended.life).toMatchObject({ state: 'ended', outcome: 'lost', by: 'csm1' });
  expect(ended.steps.every(({ state }) => state === 'passed-over')).toBe(true);
});

describe('whatever happens', () => {
  const stepIds = recipe.steps.map(({ id }) => id);
  const step = fc.constantFrom(...stepIds, 'nowhere');
  const by = fc.constantFrom('csm1', 'manager1');
  const text = fc.string({ maxLength: 5 });
  const command: fc.Arbitrary<PlayCommand> = fc.oneof(
    fc.record({ kind: fc.constant('finish' as const), step, by, note: text }),
    fc.record({ kind: fc.constant('skip' as const), step, by, reason: text }),
    fc.record({ kind: fc.constant('propose' as const), step, by, proposalId: text }),
    fc.record({ kind: fc.constant('hold' as const), step, reason: text }),
    fc.record({ kind: fc.constant('settle' as const), step, happened: fc.boolean(), reason: text }),
    fc.record({ kind: fc.constant('elapse' as const), step }),
    fc.record({
      kind: fc.constant('measure' as const),
      step,
      fact: fc.option(fc.integer({ min: 0, max: 9 })),
    }),
    fc.record({
      kind: fc.constant('end' as const),
      by,
      reason: text,
      outcome: fc.constantFrom('saved' as const, 'lost' as const),
    }),
  );
  const life = fc.record({
    tier: fc.constantFrom('free', 'pro', null),
    steps: fc.subarray(
      recipe.steps.filter(({ id }) => id !== 'way'),
      { minLength: 1 },
    ),
    commands: fc.array(fc.tuple(command, fc.integer({ min: 0, max: 40 })), { maxLength: 40 }),
  });

  test('one step is current while it runs, none when it is over; an ended play accepts nothing', () => {
    fc.assert(
      fc.property(life, ({ tier, steps, commands }) => {
        let current = play(steps, tier);
        for (const [one, days] of commands) {
          const decision = decidePlay(current, one, plus(days));
          if (current.life.state === 'ended') expect(decision).toEqual({ ok: false, refusal: 'ended' });
          if (!decision.ok) continue;
          expect(decision.events.length).toBeGreaterThan(0);
          current = decision.events.reduce<Play | null>(evolvePlay, current) ?? current;
          const open = current.steps
            .filter(({ state }) => state === 'current')
            .map(({ recipe: { id } }) => id);
          expect(open).toEqual(current.life.state === 'running' ? [current.life.current] : []);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('it comes to its end when each step gets what it waits for', () => {
    fc.assert(
      fc.property(life, fc.option(fc.integer({ min: 0, max: 9 })), ({ tier, steps }, fact) => {
        let current = play(steps, tier);
        for (let turn = 0; turn <= 3 * steps.length && current.life.state === 'running'; turn++) {
          const now = plus(8 * (turn + 1));
          const id = current.life.current;
          const tries: PlayCommand[] = [
            { kind: 'finish', step: id, by: 'csm1', note: '' },
            { kind: 'elapse', step: id },
            { kind: 'measure', step: id, fact },
            { kind: 'settle', step: id, happened: true, reason: '' },
            { kind: 'propose', step: id, by: 'system', proposalId: 'x' },
          ];
          const taken = tries.find((one) => decidePlay(current, one, now).ok);
          if (!taken) throw new Error(`nothing moves ${id}`);
          current = told(current, [taken], now);
        }
        expect(current.life.state).toBe('ended');
      }),
      { numRuns: 300 },
    );
  });

  test('events in any order never make two current steps, nor change an ended play', () => {
    const event: fc.Arbitrary<PlayEvent> = fc.oneof(
      fc.record({
        kind: fc.constant('step-begun' as const),
        at: fc.constant('2026-11-21'),
        by,
        step,
        dueAt: fc.constant('2026-11-22'),
      }),
      fc.record({
        kind: fc.constant('step-done' as const),
        at: fc.constant('2026-11-21'),
        by,
        step,
        note: text,
      }),
      fc.record({
        kind: fc.constant('ended' as const),
        at: fc.constant('2026-11-21'),
        by,
        reason: text,
        outcome: fc.constant('lost' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (list) => {
        const folded = [...events(), ...list].reduce<Play | null>((current, one) => {
          const next = evolvePlay(current, one);
          if (current?.life.state === 'ended') expect(next).toBe(current);
          return next;
        }, null);
        expect(folded?.steps.filter(({ state }) => state === 'current').length).toBeLessThanOrEqual(1);
      }),
    );
    expect(foldPlay([{ kind: 'ended', at: '', by: 'x', outcome: 'lost', reason: '' }])).toBeNull();
  });
});
