import { describe, expect, it } from 'vitest';
import { alertOf, findingOf, raisedAt } from '../../../test/support/alerts.ts';
import { registerEntry } from '../../../test/support/register.ts';
import type { Alert } from '../../domain/alert.ts';
import type { Play } from '../../domain/play.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import { type FedOpportunity, type FeedFacts, feedRegister, matterOfAlert } from './feed-register.ts';

const days = (count: number): string => new Date(Date.parse(raisedAt) + count * 86_400_000).toISOString();
const nothing: FeedFacts = {
  alerts: [],
  reopenings: new Map(),
  opportunities: [],
  entries: [],
  plays: new Map(),
  left: new Set(),
  riskAfterDays: 7,
  now: new Date(days(7)),
};
const opened = (facts: Partial<FeedFacts>) => feedRegister({ ...nothing, ...facts }).open;
const asked = (entry: RegisterEntry, facts: Partial<FeedFacts> = {}) =>
  feedRegister({ ...nothing, entries: [entry], ...facts }).change.map(({ command }) => command);
const closed = (id: string, because: NonNullable<Alert['end']>['because'] = 'cleared'): Alert =>
  alertOf(id, { state: 'closed', end: { at: days(6), because, by: null } });

describe('an alert comes into the register', () => {
  it.each<[string, Partial<Alert>, Partial<FeedFacts>, number]>([
    ['when it was open for as long as is asked', {}, {}, 1],
    ['not a moment sooner', {}, { now: new Date(Date.parse(days(7)) - 1) }, 0],
    ['also when somebody took it up', { state: 'acknowledged' }, {}, 1],
    ['not while it is put off', { state: 'snoozed' }, {}, 0],
    ['not when it is over', { state: 'closed' }, {}, 0],
    ['when it is critical', { finding: findingOf({ severity: 'critical' }) }, {}, 1],
    ['not when it is of medium weight', { finding: findingOf({ severity: 'medium' }) }, {}, 0],
    ['at once when history alone knows it', { quiet: true }, { now: new Date(raisedAt) }, 1],
    ['counted from when it came back', {}, { reopenings: new Map([['a1', days(1)]]) }, 0],
    [
      'at once when it may grow',
      { finding: findingOf({ kind: 'expansion', severity: 'low' }) },
      { now: new Date(raisedAt) },
      1,
    ],
  ])('%s', (_when, alert, facts, count) => {
    expect(opened({ alerts: [alertOf('a1', alert)], ...facts })).toHaveLength(count);
  });

  it('as a risk with what it says, of whoever took it; what may grow is an opportunity without a severity', () => {
    const finding = findingOf({ kind: 'expansion' });
    const [risk] = opened({ alerts: [alertOf('a1', { assignee: 'csm2' })] });
    expect(risk).toMatchObject({
      kind: 'risk',
      severity: 'high',
      owner: 'csm2',
      alerts: ['a1'],
      worth: { amount: 4_800_000, currency: 'EUR' },
    });
    const [opportunity] = opened({ alerts: [alertOf('a1', { finding, assignee: null })] });
    expect(opportunity).toMatchObject({ kind: 'opportunity', severity: null, owner: 'csm1' });
  });

  it('once for one matter, and not beside an open entry of it or of the alert', () => {
    expect(opened({ alerts: [alertOf('a1'), alertOf('a2')] })).toHaveLength(1);
    const matter = matterOfAlert(alertOf('a1'));
    expect(opened({ alerts: [alertOf('a1')], entries: [registerEntry({ matter, alerts: [] })] })).toEqual([]);
    expect(opened({ alerts: [alertOf('a1')], entries: [registerEntry()] })).toEqual([]);
  });

  it('not again after people ended its entry, until it comes back', () => {
    const ended = (at: string) => registerEntry({ state: 'dropped', end: { at, by: 'csm1', reason: 'x' } });
    const alerts = [alertOf('a1')];
    expect(opened({ alerts, entries: [ended(days(2))] })).toEqual([]);
    const back = { reopenings: new Map([['a1', days(3)]]), now: new Date(days(10)) };
    expect(opened({ alerts, entries: [ended(days(2))], ...back })).toHaveLength(1);
  });
});

describe('an opportunity of a source comes into the register', () => {
  const opportunity: FedOpportunity = {
    account: { id: 'acme', name: 'Acme', owner: 'csm1' },
    opportunityId: 'o-1',
    state: 'opened',
    arr: { amount: 500, currency: 'EUR' },
    at: raisedAt,
  };

  it('once, while it is open', () => {
    const [entry, ...more] = opened({ opportunities: [opportunity] });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ kind: 'opportunity', account: 'acme', worth: opportunity.arr });
    const known = registerEntry({ matter: entry?.matter ?? null, state: 'done' });
    expect(opened({ opportunities: [opportunity], entries: [known] })).toEqual([]);
    expect(opened({ opportunities: [{ ...opportunity, state: 'won' }] })).toEqual([]);
  });

  it('and its entry asks to be closed when it was won or lost', () => {
    const [made] = opened({ opportunities: [opportunity] });
    const entry = registerEntry({ ...made, alerts: [] });
    expect(asked(entry, { opportunities: [opportunity] })).toEqual([]);
    expect(asked(entry, { opportunities: [{ ...opportunity, state: 'lost' }] })).toEqual([
      expect.objectContaining({ kind: 'ask', because: 'The opportunity was lost on 23 Nov 2026.' }),
    ]);
  });
});

describe('an open entry asks to be closed', () => {
  it('when all its alerts are over, once for this end', () => {
    const alerts = [closed('a1'), closed('a2', 'settled')];
    const entry = registerEntry({ alerts: ['a1', 'a2'] });
    const [command, ...more] = asked(entry, { alerts });
    expect(more).toEqual([]);
    expect(command).toMatchObject({ by: null, kind: 'ask' });
    if (command?.kind !== 'ask') return;
    expect(command.because).toMatch(/^Its alerts are over: .+ \(29 Nov 2026\)\.$/);
    expect(asked({ ...entry, askedFor: command.end }, { alerts })).toEqual([]);
    expect(asked(entry, { alerts: [closed('a1'), alertOf('a2')] })).toEqual([]);
  });

  it('no more when an alert is open again, unless it asks for another reason', () => {
    const alerts = [alertOf('a1')];
    const asks = { asksToClose: 'over', askedFor: 'alert a1 then' };
    expect(asked(registerEntry(asks), { alerts })).toEqual([
      { by: null, kind: 'return', because: 'Its alert is open again.' },
    ]);
    expect(asked(registerEntry({ ...asks, askedFor: 'left' }), { alerts })).toEqual([]);
  });

  it('when its alert is on record no more, and when its customer has left', () => {
    expect(asked(registerEntry())).toMatchObject([{ because: 'Its alert is not on record any more.' }]);
    const own = registerEntry({ alerts: [] });
    expect(asked(own)).toEqual([]);
    expect(asked(own, { left: new Set(['acme']) })).toMatchObject([{ because: 'The customer has left.' }]);
  });

  it('never when it has ended', () => {
    expect(asked(registerEntry({ state: 'done' }))).toEqual([]);
  });

  it.each([
    ['done', { kind: 'done', by: 'csm2', reason: 'The step of its play was done.' }],
    ['skipped', { kind: 'ask', because: 'The step of its play is over: skipped.' }],
    ['passed-over', { kind: 'ask', because: 'The step of its play is over: passed over.' }],
    ['current', null],
    ['pending', null],
  ] as const)('as a step of a play that is %s', (state, command) => {
    const play = { steps: [{ recipe: { id: 'call' }, state, by: 'csm2' }] } as unknown as Play;
    const entry = registerEntry({ kind: 'action', alerts: [], step: { play: 'p1', step: 'call' } });
    expect(asked(entry, { plays: new Map([['p1', play]]) })).toMatchObject(command ? [command] : []);
    expect(asked(entry)).toMatchObject([{ because: 'Its play is not on record any more.' }]);
  });
});
