import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../domain/event.ts';
import { addDays, startOfDay } from '../../domain/utc-day.ts';
import type { CompiledRule } from '../packs/compile-pack.ts';
import { compareProfiles, type JudgedMoment } from './compare-profiles.ts';
import { labelMoments } from './label-moments.ts';
import { measureRules } from './measure-rules.ts';
import type { AccountReplay, PastOutline, RuleReplay } from './replay-account.ts';

const day = (count: number): string => addDays('2026-01-01', count);
const rule = { rule: { id: 'silence', form: 'refined' }, facts: [] } as unknown as CompiledRule;

/** An account with a moment for each word, and what the rule said of it: `L` = it left after this one, `h` = the rule held. */
function account(
  id: string,
  moments: string,
  { leftOn = null, ...said }: { leftOn?: number | null } & Partial<RuleReplay> & { weeks?: number } = {},
): { past: PastOutline; replay: AccountReplay } {
  const words = moments.split(' ');
  const { weeks = 10, weeksHeld = 0, onsets = [] } = said;
  const atMoments = words.map((word) => word.includes('h'));
  return {
    past: {
      id,
      moments: words.map((word, at) => ({ asOf: startOfDay(day(28 * at)), left: word.includes('L') })),
      until: day(300),
      leftAt: leftOn === null ? null : startOfDay(day(leftOn)),
      sent: new Set(),
    },
    replay: {
      account: id,
      weeks,
      rules: new Map([['silence', { weeksHeld, onsets, atMoments }]]),
    } as AccountReplay,
  };
}
const measured = (...accounts: ReturnType<typeof account>[]) => {
  const [measure] = measureRules(
    [rule],
    accounts.map(({ past }) => past),
    accounts.map(({ replay }) => replay),
  );
  return measure;
};

describe('what a rule was worth', () => {
  it('is counted over all moments: precision, lift against everybody, recall', () => {
    // Of eight moments two left (a quarter); it held at four, at one that left.
    const measure = measured(account('a', '- h h hL'), account('b', 'h - - L'));
    expect(measure).toMatchObject({ held: 4, precision: 0.25, lift: 1, recall: 0.5 });
  });

  it('is not known where it never held, or nobody left', () => {
    expect(measured(account('a', '- L'))).toMatchObject({ held: 0, precision: null, lift: null, recall: 0 });
    expect(measured(account('a', 'h -'))).toMatchObject({ precision: 0, lift: null, recall: null });
  });

  it('weighs weeks, not accounts: how often it held, and alerts a month', () => {
    const measure = measured(
      account('a', '-', { weeks: 30, weeksHeld: 3, onsets: [day(1), day(50), day(90)] }),
      account('b', '-', { weeks: 10, weeksHeld: 5 }),
    );
    expect(measure?.alertRate).toBe(0.2);
    expect(measure?.alertsPerAccountMonth).toBeCloseTo((3 * 30) / 280, 12);
  });

  it('counts the warning from the first alert of the last half year before the end', () => {
    const lead = (leftOn: number | null, ...onsets: number[]) =>
      measured(account('a', '-', { leftOn, onsets: onsets.map(day) }))?.medianLeadDays;
    expect(lead(200, 19, 20, 150)).toBe(180);
    expect(lead(200, 19)).toBeNull();
    expect(lead(200, 200, 210)).toBeNull();
    expect(lead(null, 20)).toBeNull();
  });

  it('takes the lower of the middle two leads', () => {
    const accounts = [10, 40, 20, 30].map((lead) =>
      account(`a${lead}`, '-', { leftOn: 100, onsets: [day(100 - lead)] }),
    );
    expect(measured(...accounts)?.medianLeadDays).toBe(20);
  });
});

describe('what other weights would change', () => {
  const moment = (
    from: JudgedMoment['from'],
    to: JudgedMoment['to'],
    left = false,
    isLast = false,
  ): JudgedMoment => ({
    account: 'acme',
    left,
    from,
    to,
    isLast,
  });

  it('is told for each band before and after, with who moved', () => {
    const { before, after, moved, accounts } = compareProfiles([
      moment('red', 'red', true),
      moment('red', 'amber'),
      moment('red', 'amber', true),
      moment('green', 'amber', false, true),
      moment(null, 'green', true, true),
    ]);
    expect(before.find(({ band }) => band === 'red')).toEqual({
      band: 'red',
      moments: 3,
      precision: 2 / 3,
      recall: 2 / 3,
    });
    expect(after.find(({ band }) => band === 'amber')).toEqual({
      band: 'amber',
      moments: 3,
      precision: 1 / 3,
      recall: 1 / 3,
    });
    expect(moved.map(({ from, to, moments }) => `${from} ${to} ${moments}`).sort()).toEqual([
      'green amber 1',
      'red amber 2',
    ]);
    expect(accounts).toEqual([{ id: 'acme', from: 'green', to: 'amber' }]);
  });

  it('is not known where nobody stood or left', () => {
    const { before } = compareProfiles([moment('green', 'green')]);
    expect(before.find(({ band }) => band === 'red')).toMatchObject({ precision: null, recall: null });
  });
});

describe('moments of a past of which is known what came after', () => {
  const stored = (on: string, payload: Record<string, unknown> = {}): StoredEvent => {
    const event = {
      id: on,
      source: 'crm',
      type: 'contract.updated',
      account: 'acme',
      at: noonOf(on),
      payload,
    };
    return { seq: 1, event } as unknown as StoredEvent;
  };
  const noonOf = (on: string): Date => new Date(`${on}T12:00:00.000Z`);
  const labels = (events: StoredEvent[], today: string) =>
    labelMoments('acme', events, today)?.moments.map(
      ({ asOf, left }) => `${asOf.toISOString().slice(0, 10)} ${left}`,
    );

  it('come every four weeks, as long as three months follow', () => {
    const events = [stored(day(0))];
    expect(labels(events, day(28 + 89))).toBeUndefined();
    expect(labels(events, day(28 + 90))).toEqual([`${day(28)} false`]);
    expect(labels(events, day(56 + 90))).toEqual([`${day(28)} false`, `${day(56)} false`]);
    expect(labels([], day(400))).toBeUndefined();
  });

  it('go up to the day before a contract ended, and say of the last three months that it left', () => {
    const events = [stored(day(0)), stored(day(140), { status: 'ended' })];
    const past = labelMoments('acme', events, day(400));
    expect(past?.leftAt).toEqual(startOfDay(day(140)));
    expect(labels(events, day(400))).toEqual([
      `${day(28)} false`,
      `${day(56)} true`,
      `${day(84)} true`,
      `${day(112)} true`,
    ]);
  });
});
