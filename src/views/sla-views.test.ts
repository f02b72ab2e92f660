import { describe, expect, it } from 'vitest';
import type {
  HypercareReport,
  ReportedClock,
  ReportedTicket,
  RootCauseReport,
  SlaReport,
} from '../domain/sla-report.ts';
import { storedViewSchema } from '../guardrail/actions/stored-view.ts';
import { clockNoticesView, clockNoticeView } from './clock-notice-view.ts';
import { hypercareView } from './hypercare-view.ts';
import { rootCausesView } from './root-causes-view.ts';
import { slaView } from './sla-view.ts';
import { clockState, formatMinutes, formatTarget } from './sla-words.ts';

const asOf = '2026-11-20T12:00:00.000Z';
const clockOf = (more: Partial<ReportedClock> = {}): ReportedClock => ({
  clock: 'first_response',
  promise: 'base',
  targetMinutes: 240,
  time: 'calendar',
  state: 'running',
  usedMinutes: 120,
  usedPercent: 50,
  stoppedAt: null,
  warnsAt: '2026-11-20T13:00:00.000Z',
  dueAt: '2026-11-20T14:00:00.000Z',
  ...more,
});
const ticketOf = (
  ticketId: string,
  clocks: ReportedClock[],
  more: Partial<ReportedTicket> = {},
): ReportedTicket => ({
  ticketId,
  seq: 7,
  subject: 'It is slow',
  priority: 'P1',
  isDefaultPriority: false,
  clocks,
  told: [],
  account: { id: 'acme', name: 'Acme', tier: 'pro', owner: 'csm1', arr: null },
  openedAt: '2026-11-20T10:00:00.000Z',
  hypercareDay: null,
  status: null,
  url: '/evidence/events/7',
  handOffUrl: '/evidence/hand-offs/7',
  ...more,
});
const breached = clockOf({ state: 'breached', usedPercent: 150, dueAt: '2026-11-20T11:15:00.000Z' });
const met = clockOf({ state: 'met', usedMinutes: 35 });
const wordsOf = (view: unknown): string => JSON.stringify(view).replaceAll('\u00a0', ' ');
const reportOf = (open: ReportedTicket[], more: Partial<SlaReport> = {}): SlaReport => ({
  asOf,
  pack: { version: 1, channel: 'support' },
  open,
  attainment: [],
  ...more,
});

describe('times and states', () => {
  it.each([
    [0, '0 min'],
    [-5, '0 min'],
    [59.6, '1 h'],
    [125, '2 h 5 min'],
    [1_440, '1 d'],
    [1_620, '1 d 3 h'],
  ])('%f minutes are %s', (minutes, words) => {
    expect(formatMinutes(minutes).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it.each([
    [60, 'calendar', '1 h'],
    [30, 'calendar', '30 min'],
    [480, 'business', '8 h of working time'],
  ] as const)('a promise of %i minutes in %s time is %s', (targetMinutes, time, words) => {
    expect(formatTarget({ targetMinutes, time }).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it.each([
    [clockOf(), '50 % used, 2 h left'],
    [breached, 'breached 45 min ago'],
    [clockOf({ state: 'paused', dueAt: null }), 'paused at 50 %, waiting for the customer'],
    [met, 'met in 35 min'],
    [clockOf({ state: 'missed', usedMinutes: 300 }), 'missed, took 5 h'],
  ])('a clock says where it stands', (clock, words) => {
    expect(clockState(clock, asOf).replaceAll('\u00a0', ' ')).toBe(words);
  });
});

describe('the card of promises', () => {
  it('has one row for each clock that is open, with its record, and none for a kept promise', () => {
    const view = slaView(
      reportOf([ticketOf('T-1', [breached]), ticketOf('T-2', [met]), ticketOf('T-3', [clockOf(), met])]),
    );
    expect(view.summary).toBe('3 open tickets, 2 with a running SLA clock, 1 breached');
    expect(view.blocks[0]).toMatchObject({ kind: 'heading', tone: 'bad' });
    const table = view.blocks[1];
    if (table?.kind !== 'table') throw new Error('no table');
    expect(table.rows.map(([ticket]) => ticket?.[0])).toEqual([
      { text: 'T-1', link: '/evidence/events/7' },
      { text: 'T-3', link: '/evidence/events/7' },
    ]);
  });

  it('names a ticket that nobody gave a priority, and its day of hypercare', () => {
    const ticket = ticketOf('T-1', [clockOf()], { priority: 'P2', isDefaultPriority: true, hypercareDay: 4 });
    expect(wordsOf(slaView(reportOf([ticket])))).toContain('P2 (none given) · hypercare day 4');
  });

  it('says when nothing is open, and when no clock runs', () => {
    expect(slaView(reportOf([])).summary).toBe('No ticket is open');
    expect(slaView(reportOf([ticketOf('T-1', [met])])).summary).toBe('1 open ticket, no SLA clock running');
  });

  it('says how many are not shown', () => {
    const many = Array.from({ length: 23 }, (_, index) => ticketOf(`T-${index}`, [clockOf()]));
    expect(wordsOf(slaView(reportOf(many)))).toContain('3 more tickets not shown.');
  });

  it('shows kept promises in percent, and a dash where nothing is decided', () => {
    const row = {
      month: '2026-11',
      clock: 'first_response' as const,
      tickets: 3,
      met: 2,
      missed: 1,
      running: 0,
    };
    const attainment = [
      { ...row, tier: 'pro', attainment: 2 / 3 },
      { ...row, tier: null, attainment: null },
    ];
    const text = wordsOf(slaView(reportOf([], { attainment })));
    for (const part of ['67 %', 'not said', '–']) expect(text).toContain(part);
  });
});

describe('the card of hypercare', () => {
  const care = (open: ReportedTicket[]): HypercareReport => ({
    asOf,
    lastDay: 30,
    outside: null,
    accounts: [
      {
        account: { id: 'acme', name: 'Acme', tier: 'pro', owner: null, arr: null },
        day: 10,
        lastOn: '2026-12-10',
        open,
        url: '/evidence/scores/acme',
      },
    ],
  });

  it('has the account with its days, every clock, and what is open without one', () => {
    const view = hypercareView(
      care([ticketOf('T-1', [breached]), ticketOf('T-2', [met], { status: 'active' })]),
    );
    expect(view.summary).toBe('Hypercare: 1 account, 2 open tickets');
    const text = wordsOf(view);
    for (const part of [
      '10 Dec 2026',
      'nobody',
      'breached 45 min ago',
      'First response met in 35 min · active',
    ])
      expect(text).toContain(part);
  });

  it.each([
    [31, '2026-11-20', 'it is day 31, and hypercare ended on 20 Nov 2026, its day 30'],
    [-2, '2026-12-22', 'it begins in 2 days'],
    [5, '2026-12-15', 'its contract has ended'],
  ])('says of an account on day %i why it is not in it', (day, lastOn, words) => {
    const account = { id: 'a', name: 'A', tier: null, owner: null, arr: null };
    const view = hypercareView({ asOf, lastDay: 30, accounts: [], outside: { account, day, lastOn } });
    expect(view.summary).toBe(`A is not in hypercare: ${words}.`);
  });

  it('fits into a post, however much is open', () => {
    const open = Array.from({ length: 90 }, (_, index) =>
      ticketOf(`T-${index}-${'x'.repeat(200)}`, [index % 2 ? breached : met], { subject: 'y'.repeat(500) }),
    );
    const [account] = care(open).accounts;
    if (!account) throw new Error('no account');
    const report = { ...care(open), accounts: Array.from({ length: 40 }, () => account) };
    expect(() => storedViewSchema.parse(hypercareView(report))).not.toThrow();
  });
});

describe('what is told of a clock', () => {
  const handOff = {
    arr: { amount: 12_000_00, currency: 'USD' },
    tier: 'pro',
    renewsOn: '2027-01-01',
    owner: null,
    earlier: 2,
    happened: [{ at: asOf, title: 'Ticket T-1 created', url: '/evidence/events/7' }],
    issues: [{ id: 'slow', title: 'Slow pages', status: 'open' }],
  };
  const rung = { tier: 2, name: 'CS Manager', atPercent: 100, accounts: 'any' as const };

  it('is a hand-off: what happened, what it is worth, who has it next, and that the customer heard nothing', () => {
    const view = clockNoticeView({
      ticket: ticketOf('T-1', [breached]),
      stage: 'breach',
      asOf,
      rung,
      handOff,
    });
    expect(view.summary).toBe('SLA breached: ticket T-1 of Acme');
    const text = wordsOf(view);
    for (const part of [
      'USD 12,000',
      '1 Jan 2027',
      '2 earlier records',
      'Slow pages',
      'tier 2, CS Manager',
      'Nothing was sent',
    ])
      expect(text).toContain(part);
    expect(() => storedViewSchema.parse(view)).not.toThrow();
  });

  it('before the breach warns, and takes the ticket nowhere', () => {
    const ticket = ticketOf('T-1', [clockOf({ state: 'warning' })], { subject: '' });
    const view = clockNoticeView({ ticket, stage: 'warning', asOf, rung: null, handOff });
    expect(view.summary).toBe('SLA about to breach: ticket T-1 of Acme');
    expect(wordsOf(view)).toContain('no subject');
    expect(wordsOf(view)).not.toContain('It goes to');
  });

  it('of fifty tickets with two clocks each fits into one post', () => {
    const shown = Array.from({ length: 50 }, (_, index) => ({
      ticket: ticketOf(`T-${index}`, [breached, clockOf({ clock: 'resolution' })]),
      stage: index < 20 ? ('breach' as const) : ('warning' as const),
    }));
    const view = clockNoticesView(shown, asOf);
    expect(view.summary).toBe('50 SLA clocks: 20 breached, 30 about to breach');
    expect(() => storedViewSchema.parse(view)).not.toThrow();
  });
});

describe('the card of root causes', () => {
  const cause = {
    kind: 'known-issue' as const,
    id: 'slow',
    title: 'Slow pages',
    tickets: 6,
    ticketsBefore: 2,
    accounts: ['A', 'B', 'C', 'D'].map((name) => ({ id: name, name, tickets: 1 })),
    arr: [{ amount: 5_00, currency: 'USD' }],
    owner: 'csm1',
    status: 'open',
    fixedIn: null,
    shipsOn: '2026-12-01',
    url: '/evidence/issues/slow',
    evidence: [],
  };
  const report = (...causes: RootCauseReport['causes']): RootCauseReport => ({
    from: '2026-11-13T12:00:00Z',
    until: asOf,
    tickets: 9,
    repeated: 6,
    causes,
  });

  it.each([
    [{}, '1 Dec 2026'],
    [{ shipsOn: null }, 'no date'],
    [{ status: 'fixed', fixedIn: '4.41' }, 'fixed in 4.41'],
    [{ status: null, shipsOn: null, owner: null }, 'nobody'],
  ])('has owner and ship date: %j', (more, words) => {
    const text = wordsOf(rootCausesView(report({ ...cause, ...more })));
    expect(text).toContain(words);
    expect(text).toContain('A (1), B (1), C (1) and 1 more');
  });

  it('says that nothing repeats', () => {
    expect(rootCausesView(report()).summary).toBe('No repeat tickets, 13 Nov 2026 to 20 Nov 2026');
  });
});
