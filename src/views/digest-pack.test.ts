import { expect, it } from 'vitest';
import { createPackWriters } from '../artifacts/index.ts';
import type { DigestAccount, DigestSnapshot } from '../domain/digest.ts';
import { fitPack } from '../rules/account-pack/fit-pack.ts';
import { countFigures } from '../rules/digest/count-figures.ts';
import { digestPack } from './digest-pack.ts';

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
