import { describe, expect, it } from 'vitest';
import { type MonthRules, monthsAsCsv, monthsOfTickets, seedFirstResponse } from './months-of-tickets.ts';
import type { TicketHistory } from './ticket-history.ts';

const rules: MonthRules = { firstResponse: seedFirstResponse, unprioritised: 'P2' };
const opened = new Date('2026-10-05T08:00:00Z');
const later = (minutes: number, from = opened) => new Date(from.getTime() + minutes * 60_000);
let number = 0;
const ticket = (more: Partial<TicketHistory> = {}): TicketHistory => ({
  account: 'acme',
  ticketId: `T-${++number}`,
  seq: number,
  subject: '',
  openedAt: opened,
  receivedAt: opened,
  priority: 'P1',
  latestPriority: 'P1',
  firstUpdatedAt: null,
  respondedAt: null,
  resolvedAt: null,
  standstills: [],
  status: null,
  ...more,
});
const resolvedIn = (...seconds: number[]) =>
  seconds.map((one) => ticket({ resolvedAt: new Date(opened.getTime() + one * 1_000) }));

describe('tickets by month', () => {
  it('stand under their account and the UTC month in which they were opened, in that order', () => {
    const months = monthsOfTickets(
      [
        ticket({ account: 'b', openedAt: new Date('2026-11-01T00:00:00Z') }),
        ticket({ account: 'b', openedAt: new Date('2026-10-31T23:59:59Z') }),
        ticket({ account: 'B' }),
        ticket({ account: 'b' }),
      ],
      rules,
    );
    expect(months.map(({ account, month, opened: count }) => [account, month, count])).toEqual([
      ['B', '2026-10', 1],
      ['b', '2026-10', 2],
      ['b', '2026-11', 1],
    ]);
  });

  it.each([
    ['P0', 60],
    ['P1', 240],
    ['P2', 1_440],
    ['P3', 2_880],
    [null, 1_440],
  ] as const)(
    'of priority %s are updated in time within %i minutes, to the last instant',
    (priority, minutes) => {
      const inTime = (after: number) =>
        monthsOfTickets([ticket({ priority, firstUpdatedAt: later(after) })], rules)[0]?.firstUpdatesInTime;
      expect([inTime(minutes), inTime(minutes + 1 / 60)]).toEqual([1, 0]);
    },
  );

  it('that nobody updated are in time for nothing, however soon they ended', () => {
    const [month] = monthsOfTickets([ticket({ respondedAt: later(1), resolvedAt: later(1) })], rules);
    expect(month).toMatchObject({ firstUpdatesInTime: 0, resolved: 1, breached: 1 });
  });

  it('are broken as their source says, and as our clock says where it does not', () => {
    const tickets = [
      ticket({ firstUpdatedAt: later(1) }),
      ticket({ firstUpdatedAt: later(1) }),
      ticket({ firstUpdatedAt: later(999) }),
    ];
    const said = new Map([[tickets[0]?.ticketId, true]]);
    const breachOf = ({ ticketId }: TicketHistory) => said.get(ticketId);
    expect(monthsOfTickets(tickets, rules)[0]?.breached).toBe(1);
    expect(monthsOfTickets(tickets, { ...rules, breachOf })[0]?.breached).toBe(2);
    expect(monthsOfTickets(tickets, { ...rules, breachOf: () => false })[0]?.breached).toBe(0);
  });

  it.each([
    [[10], 10, 10],
    [[10, 20], 15, 10],
    [[1, 2], 2, 1],
    [[2, 3], 2, 2],
    [[1, 1, 2], 1, 1],
    [[1, 2, 2], 2, 2],
    [[40, 10, 30, 20], 25, 20],
  ])(
    'that took %j seconds took %i in the mean, half to even, and %i in the lower middle',
    (seconds, mean, median) => {
      const [month] = monthsOfTickets(resolvedIn(...seconds), rules);
      expect([month?.meanSeconds, month?.lowerMedianSeconds]).toEqual([mean, median]);
    },
  );

  it('of which none has ended took no time that is known', () => {
    const months = monthsOfTickets([ticket()], rules);
    expect(months[0]).toMatchObject({ resolved: 0, meanSeconds: null, lowerMedianSeconds: null });
    expect(monthsAsCsv(months).split('\n')[1]).toBe('acme,2026-10,1,0,0,1,,');
  });
});

describe('their file', () => {
  it('has a header, a line for each month and a line break at its end', () => {
    expect(monthsAsCsv([])).toBe(
      'tenant,month,opened,first_update_within_seed_sla,resolved,sla_breached,mttr_s_mean_round,mttr_s_lower_median\n',
    );
    expect(
      monthsAsCsv(monthsOfTickets(resolvedIn(60), rules)).endsWith('\nacme,2026-10,1,0,1,1,60,60\n'),
    ).toBe(true);
  });

  it.each([
    ['l0e8', 'l0e8'],
    ['a b', 'a b'],
    ['a,b', '"a,b"'],
    ['=1+1', `"'=1+1"`],
  ])('writes the account %j as %j', (account, cell) => {
    const csv = monthsAsCsv(monthsOfTickets([ticket({ account })], rules));
    expect(csv.split('\n')[1]).toMatch(new RegExp(`^${cell.replace(/[+]/g, '\\+')},2026`));
  });
});
