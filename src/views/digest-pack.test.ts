import { expect, it } from 'vitest';
import { createPackWriters } from '../artifacts/index.ts';
import type { DigestAccount, DigestSnapshot } from '../domain/digest.ts';
import { fitPack } from '../rules/account-pack/fit-pack.ts';
import { countFigures } from '../rules/digest/count-figures.ts';
import { digestDetailsView } from './digest-details-view.ts';
import { digestPack } from './digest-pack.ts';
import { digestView } from './digest-view.ts';

const id = `dg${'0'.repeat(30)}`;
const writing = { version: 1, linkTo: (path: string) => `https://h${path}`, linksUntil: '2027-02-28' };
const writers = createPackWriters(async () => null);

function snapshotOf(accounts: DigestAccount[], given: Partial<DigestSnapshot> = {}): DigestSnapshot {
  return {
    version: 1,
    asOf: '2026-11-30T07:00:00.000Z',
    before: '2026-11-23T07:00:00.000Z',
    knownAt: 9,
    zone: 'UTC',
    day: '2026-11-30',
    dayBefore: '2026-11-23',
    segment: null,
    configuration: 'c',
    renewalDays: 120,
    targets: {},
    risksNow: 'alerts',
    risksBefore: 'alerts',
    accounts,
    tickets: { now: [], before: [] },
    issues: [],
    expansions: [],
    yearAgo: { now: [], before: [] },
    wins: [],
    winsBefore: null,
    rates: null,
    weeks: [],
    stale: [],
    down: [],
    lead: { text: 'Nobody is at risk.', by: null },
    ...given,
  };
}

function packOf(snapshot: DigestSnapshot) {
  return fitPack(digestPack({ id, snapshot, figures: countFigures(snapshot) }));
}

it('of a week without a customer names each part of which there is nothing to tell', () => {
  const { sections } = packOf(snapshotOf([]));
  expect(sections.map(({ id: section, missing }) => [section, missing])).toEqual([
    ['summary', null],
    ['health', 'no score changed in this week'],
    ['risks', 'nobody came in, and nobody went out'],
    ['renewals', 'no contract renews so soon'],
    ['support', 'no ticket of priority P0 or P1 is open'],
    ['issues', 'no open known issue hits a customer'],
    ['expansion', 'nothing was won in this week, and nothing is open'],
  ]);
});

it('has the lines of the message, with their links, and who is behind them', () => {
  const state = (hundredths: number) => ({
    hundredths,
    band: 'green' as const,
    arr: { amount: 100_00, currency: 'USD' },
    renewsOn: '2026-12-24',
    risks: [],
  });
  const pack = packOf(
    snapshotOf([{ id: 'calm', name: 'Calm', owner: null, now: state(9_000), before: state(8_000) }]),
  );
  const text = JSON.stringify(pack);
  expect(text).toContain(`/evidence/digests/${id}#renewals`);
  expect(text).toContain('/evidence/scores/calm?asOf=2026-11-30T07:00:00.000Z&knownAt=9&profile=c');
  expect(pack.sections.find((section) => section.id === 'renewals')?.missing).toBeNull();
});

it('has its days and its moment by one clock, and names it', async () => {
  const tokyo = snapshotOf([], {
    zone: 'Asia/Tokyo',
    asOf: '2026-11-29T23:00:00.000Z',
    tickets: {
      now: [{ account: 'a', ticketId: 'T-1', priority: 'P0', openedAt: '2026-11-28T20:00:00.000Z', seq: 1 }],
      before: [],
    },
    down: [{ connector: 'chat', since: '2026-11-29T16:30:00.000Z' }],
  });
  const drawn = { id, snapshot: tokyo, figures: countFigures(tokyo) };
  const edit = { foreword: '', sections: ['support' as const] };
  const message = JSON.stringify([digestView({ ...drawn, edit }), digestDetailsView(drawn, edit.sections)]);
  expect(message).toContain('As of 30 Nov 2026, 08:00 (Asia/Tokyo)');
  expect(message).toContain('since 30 Nov 2026, 01:30 (Asia/Tokyo)');
  expect(message).toContain('oldest 1 day: P0');
  expect(message).toContain('29\u00a0Nov\u00a02026');
  expect(message).not.toContain('UTC');
  const printed = new TextDecoder().decode(await writers.md(packOf(tokyo), writing));
  expect(printed).toContain('As of 30 Nov 2026, 08:00 (Asia/Tokyo)');
  expect(printed).not.toContain('UTC');
});

it('names an opportunity in words, with what it was opened for', () => {
  const snapshot = snapshotOf([], {
    expansions: [
      {
        account: 'a',
        opportunityId: 'opp-second-workspace',
        state: 'opened',
        arr: null,
        at: '2026-11-28T20:00:00.000Z',
        seq: 1,
        reason: 'monthly runs used up',
      },
      {
        account: 'b',
        opportunityId: 'opp-forecasts',
        state: 'opened',
        arr: null,
        at: '2026-11-27T20:00:00.000Z',
        seq: 2,
      },
    ],
  });
  const details = JSON.stringify(
    digestDetailsView({ id, snapshot, figures: countFigures(snapshot) }, ['expansion']),
  );
  expect(details).toContain('Second workspace: monthly runs used up');
  expect(details).toContain('"Forecasts"');
  expect(details).not.toContain('opp-');
});

it('same snapshot, same bytes; names are text, however long, from the right, or like markup', async () => {
  const names = ['<img src=x>', '=cmd|calc!A1', 'ש'.repeat(10_000), '\uD800', 'x'.repeat(10_000)];
  const accounts = names.map((name, at) => ({
    id: `a${at}`,
    name,
    owner: null,
    now: {
      hundredths: 5_000 + at,
      band: 'amber' as const,
      arr: null,
      renewsOn: '2026-12-24',
      risks: [{ rule: 'r', title: name, severity: 'high' as const }],
    },
    before: null,
  }));
  const pack = packOf(
    snapshotOf(accounts, { segment: names[2] ?? '', lead: { text: names[4] ?? '', by: null } }),
  );
  const longest = Math.max(
    ...JSON.stringify(pack)
      .split('"')
      .map(({ length }) => length),
  );
  expect(longest).toBeLessThan(500);
  const [once, again] = [await writers.pdf(pack, writing), await writers.pdf(pack, writing)];
  expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true);
  expect(new TextDecoder().decode(await writers.md(pack, writing))).not.toMatch(/<img/);
});
