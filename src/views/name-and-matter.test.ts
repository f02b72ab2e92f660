import { expect, test } from 'vitest';
import { alertOf } from '../../test/support/alerts.ts';
import { executionWalkView } from './execution-walk-view.ts';
import { headline } from './health-view.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { accountRisksView } from './risks-view.ts';
import { whyHeadline } from './why-view.ts';

const name = 'شركة النور';
const account = { id: 'z', name };
/** A letter that is read from the right, and a figure with nothing read from the left in between. */
const turnedAround = /[\p{Script=Arabic}\p{Script=Hebrew}][^\p{Script=Latin}\n]*\p{Nd}/u;

test('a name stands first, one that is read from the right stands last', () => {
  expect(nameAndMatter('Acme', '63.00 of 100, amber')).toBe('Acme: 63.00 of 100, amber');
  expect(nameAndMatter('Acme', '16 Nov to 22 Nov 2026', ',')).toBe('Acme, 16 Nov to 22 Nov 2026');
  expect(nameAndMatter(name, '63.00 of 100, amber')).toBe(`63.00 of 100, amber: ${name}`);
  expect(nameAndMatter(`Acme ${name}`, '3 findings')).toBe(`3 findings: Acme ${name}`);
});

test('no title has a figure where it would be drawn before the name', () => {
  const finding = alertOf('a').finding;
  const titles = [
    headline({ account, endedOn: null, score: 63, band: 'amber' } as Parameters<typeof headline>[0]),
    headline({ account, endedOn: '2026-11-05', score: 63, band: null } as Parameters<typeof headline>[0]),
    whyHeadline({ account, since: '2026-11-01', until: null, change: -8.15 } as Parameters<
      typeof whyHeadline
    >[0]),
    accountRisksView({
      account: { ...account, arr: null, renewsOn: null } as Parameters<typeof accountRisksView>[0]['account'],
      findings: [finding],
      urlOf: () => '/',
    }).summary,
    executionWalkView({ account, walkedBefore: null, done: 2, steps: [] } as unknown as Parameters<
      typeof executionWalkView
    >[0]).summary,
  ];
  expect(titles.filter((title) => !title.includes(name) || turnedAround.test(title))).toEqual([]);
});
