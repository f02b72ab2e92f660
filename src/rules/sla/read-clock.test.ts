import { describe, expect, it } from 'vitest';
import { readSlaPack } from '../../content/sla.ts';
import type { SlaPack } from '../../domain/sla.ts';
import { accountDay, type ClockAccount, isInHypercare, readClocks } from './read-clock.ts';
import type { TicketHistory } from './ticket-history.ts';

const shipped = await readSlaPack(null);
const opened = new Date('2026-11-20T10:00:00Z'); // a Friday
const inMinutes = (minutes: number, from = opened) => new Date(from.getTime() + minutes * 60_000);
const settled: ClockAccount = {
  tier: 'pro',
  startsOn: '2025-01-01',
  firstSeenOn: '2025-01-01',
  status: 'active',
};
const fresh: ClockAccount = { ...settled, startsOn: '2026-11-10' };
const ticketOf = (more: Partial<TicketHistory> = {}): TicketHistory => ({
  account: 'acme',
  ticketId: 'T-1',
  seq: 1,
  subject: 'Down',
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
interface Given {
  ticket?: Partial<TicketHistory>;
  account?: ClockAccount;
  pack?: SlaPack;
  now?: Date;
  toldAt?: Date | null;
}
const read = ({ ticket = {}, account = settled, pack = shipped, now = opened, toldAt = null }: Given) => {
  const [reading] = readClocks(ticketOf(ticket), account, pack, { now, toldAt });
  if (!reading) throw new Error('no clock');
  return reading;
};
const withTargets = (more: Partial<SlaPack['targets'][number]>): SlaPack => {
  const [first] = shipped.targets;
  if (!first) throw new Error('no targets');
  return { ...shipped, targets: [{ ...first, ...more }] };
};

describe('the clock of a ticket', () => {
  it.each([
    ['P0', 60],
    ['P1', 240],
    ['P2', 1440],
    ['P3', 2880],
  ] as const)('gives %s %i minutes', (priority, minutes) => {
    const { targetMinutes, dueAt, promise, time } = read({ ticket: { priority } });
    expect([targetMinutes, dueAt, promise, time]).toEqual([minutes, inMinutes(minutes), 'base', 'calendar']);
  });

  it.each([
    [0, 'running', 0],
    [179, 'running', 74],
    [180, 'warning', 75],
    [239, 'warning', 99],
    [240, 'warning', 100],
    [241, 'breached', 100],
    [480, 'breached', 200],
  ] as const)('of four hours is after %i minutes %s, with %i %% used', (minutes, state, percent) => {
    const reading = read({ now: inMinutes(minutes) });
    expect([reading.state, reading.usedPercent]).toEqual([state, percent]);
    expect(reading.warnsAt).toEqual(inMinutes(180));
  });

  it('is met by a word in time, to the last instant, and missed by one later', () => {
    const answered = (minutes: number) =>
      read({ ticket: { respondedAt: inMinutes(minutes) }, now: inMinutes(9_999) });
    expect([answered(10).state, answered(240).state, answered(241).state]).toEqual(['met', 'met', 'missed']);
    expect(answered(10)).toMatchObject({ stoppedAt: inMinutes(10), usedMs: 600_000, usedPercent: 4 });
  });

  it('counts one without a priority as one of the default, and says so', () => {
    expect(read({ ticket: { priority: null } })).toMatchObject({ priority: 'P2', isDefaultPriority: true });
    expect(read({}).isDefaultPriority).toBe(false);
  });

  it('takes the targets of the account’s tier where there are any', () => {
    const [any] = shipped.targets;
    if (!any) throw new Error('no targets');
    const enterprise = { ...any, tiers: ['enterprise'], firstResponse: { ...any.firstResponse, P1: 15 } };
    const pack: SlaPack = { ...shipped, targets: [any, enterprise] };
    const minutesOf = (tier: string | null) => read({ pack, account: { ...settled, tier } }).targetMinutes;
    expect([minutesOf('enterprise'), minutesOf('pro'), minutesOf(null)]).toEqual([15, 240, 240]);
  });
});

describe('a clock in working time', () => {
  const business = withTargets({ time: 'business' });
  it('stands over night and over the weekend', () => {
    // Friday 11:00 in Berlin, P2 is 24 hours of work: three working days of eight hours.
    expect(read({ ticket: { priority: 'P2' }, pack: business }).dueAt).toEqual(
      new Date('2026-11-25T10:00:00Z'),
    );
  });

  it('has used nothing more on Sunday than on Friday night', () => {
    const used = (now: string) =>
      read({ ticket: { priority: 'P2' }, pack: business, now: new Date(now) }).usedMs;
    expect([used('2026-11-20T20:00:00Z'), used('2026-11-22T12:00:00Z')]).toEqual([
      6 * 3_600_000,
      6 * 3_600_000,
    ]);
  });

  it('over the change of clocks ends at the same time of day', () => {
    const openedAt = new Date('2026-10-23T13:00:00Z'); // Friday 15:00 in Berlin, two hours before the weekend
    const { dueAt } = read({ ticket: { priority: 'P1', openedAt }, pack: business, now: openedAt });
    expect(dueAt).toEqual(new Date('2026-10-26T10:00:00Z')); // Monday 11:00 in Berlin
  });
});

describe('hypercare', () => {
  it.each([
    ['P0', 30],
    ['P1', 30],
    ['P2', 120],
  ] as const)('gives %s %i minutes', (priority, minutes) => {
    const reading = read({ ticket: { priority }, account: fresh });
    expect([reading.promise, reading.dueAt]).toEqual(['hypercare', inMinutes(minutes)]);
  });

  it('promises nothing of its own for P3', () => {
    expect(read({ ticket: { priority: 'P3' }, account: fresh })).toMatchObject({
      promise: 'base',
      targetMinutes: 2880,
    });
  });

  it('never loosens a tighter promise', () => {
    const [any] = shipped.targets;
    if (!any) throw new Error('no targets');
    const pack = withTargets({ firstResponse: { ...any.firstResponse, P1: 10 } });
    expect(read({ pack, account: fresh })).toMatchObject({ promise: 'base', targetMinutes: 10 });
  });

  it('in working time gives way to a calendar day that ends first', () => {
    const pack: SlaPack = { ...shipped, hypercare: { ...shipped.hypercare, time: 'business' } };
    const openedAt = new Date('2026-11-20T20:00:00Z'); // Friday night
    const reading = read({ ticket: { priority: 'P0', openedAt }, account: fresh, pack, now: openedAt });
    expect([reading.promise, reading.dueAt]).toEqual(['base', inMinutes(60, openedAt)]);
  });

  it.each([
    ['2026-11-20', 0, true],
    ['2026-10-21', 30, true],
    ['2026-10-20', 31, false],
    ['2026-11-21', -1, false],
  ])('of an account that began on %s, on day %i, is %s', (startsOn, day, inside) => {
    const account = { ...settled, startsOn };
    expect([accountDay(account, opened), isInHypercare(account, opened, shipped)]).toEqual([day, inside]);
    expect(read({ account }).promise).toBe(inside ? 'hypercare' : 'base');
  });

  it('begins with the first event where no contract says when', () => {
    expect(accountDay({ startsOn: null, firstSeenOn: '2026-11-01' }, opened)).toBe(19);
  });

  it('ends with the contract', () => {
    expect(isInHypercare({ ...fresh, status: 'ended' }, opened, shipped)).toBe(false);
  });

  it('keeps its promise for a ticket of its last day', () => {
    const account = { ...settled, startsOn: '2026-10-21' };
    expect(read({ account, now: new Date('2026-11-21T10:00:00Z') })).toMatchObject({
      promise: 'hypercare',
      state: 'breached',
    });
  });
});

describe('a clock that stands', () => {
  const pack = withTargets({ resolution: { P1: 480 } });
  const standing = (
    standstills: TicketHistory['standstills'],
    now: Date,
    more: Partial<TicketHistory> = {},
  ) => {
    const ticket = ticketOf({ respondedAt: inMinutes(10), standstills, ...more });
    const resolution = readClocks(ticket, settled, pack, { now }).find(({ clock }) => clock === 'resolution');
    if (!resolution) throw new Error('no clock');
    return resolution;
  };

  it('is promised only where the pack does', () => {
    expect(readClocks(ticketOf(), settled, shipped, { now: opened })).toHaveLength(1);
    expect(readClocks(ticketOf({ latestPriority: 'P3' }), settled, pack, { now: opened })).toHaveLength(1);
  });

  it('while we wait for the customer counts nothing, and nobody knows when it ends', () => {
    const reading = standing([{ from: inMinutes(60), to: null }], inMinutes(2_000));
    expect(reading).toMatchObject({ state: 'paused', usedMs: 3_600_000, dueAt: null, warnsAt: null });
  });

  it('ends later by as long as it stood', () => {
    const reading = standing([{ from: inMinutes(60), to: inMinutes(160) }], inMinutes(200));
    expect([reading.dueAt, reading.usedMs]).toEqual([inMinutes(580), 100 * 60_000]);
  });

  it('that was broken before stays broken', () => {
    const reading = standing([{ from: inMinutes(500), to: null }], inMinutes(600));
    expect([reading.state, reading.dueAt]).toEqual(['breached', inMinutes(480)]);
  });

  it('from the opening on has used nothing', () => {
    expect(standing([{ from: opened, to: null }], inMinutes(600))).toMatchObject({
      state: 'paused',
      usedMs: 0,
    });
  });

  it('of the first word takes no notice of what stood after that word', () => {
    const reading = read({
      ticket: { respondedAt: inMinutes(100), standstills: [{ from: inMinutes(100), to: null }] },
      now: inMinutes(900),
    });
    expect(reading).toMatchObject({ state: 'met', usedMs: 6_000_000, dueAt: inMinutes(240) });
  });

  it('takes the last priority, since the work is as urgent as it is now', () => {
    const both = withTargets({ resolution: { P0: 60, P1: 480 } });
    const clocks = readClocks(ticketOf({ latestPriority: 'P0' }), settled, both, { now: opened });
    expect(clocks.map(({ clock, priority, targetMinutes }) => [clock, priority, targetMinutes])).toEqual([
      ['first_response', 'P1', 240],
      ['resolution', 'P0', 60],
    ]);
  });
});

describe('time that goes back', () => {
  it('takes back no breach that was told', () => {
    expect(read({ now: inMinutes(10) }).state).toBe('running');
    expect(read({ now: inMinutes(10), toldAt: inMinutes(241) }).state).toBe('breached');
  });

  it('before the opening has used nothing', () => {
    expect(read({ now: inMinutes(-600) })).toMatchObject({ state: 'running', usedMs: 0, usedPercent: 0 });
  });
});
