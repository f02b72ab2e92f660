import { expect, test } from 'vitest';
import { findingOf } from '../../test/support/alerts.ts';
import { emptyContract } from '../rules/contract.ts';
import { accountRisksView, risksView } from './risks-view.ts';

test('every figure of one account leads to the page of its finding', () => {
  const reasons = [
    {
      fact: 'daysSinceEngaged',
      value: 21,
      holds: true,
      asked: 'at least 14 days',
      text: 'days since the last sign of life: 21 days, at least 14 days',
    },
  ];
  const account = { ...emptyContract('Acme'), id: 'acme', firstSeenOn: '2026-01-01' };
  const urlOf = ({ rule }: { rule: string }): string => `/evidence/findings/acme?rule=${rule}`;
  const { blocks } = accountRisksView({ account, findings: [findingOf({ reasons })], urlOf });
  const items = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  expect(items).toMatchObject([
    [
      { text: '✓ ' },
      { text: expect.stringMatching(/21 days/), link: '/evidence/findings/acme?rule=no-login' },
    ],
  ]);
});

test('the accounts with the most severe alert come first, and one is listed like many', () => {
  const of = (id: string, severity: 'critical' | 'high') => ({
    account: { ...emptyContract(id), id, firstSeenOn: '2026-01-01' },
    findings: [findingOf({ account: id, severity })],
  });
  const { summary, blocks } = risksView([of('calm', 'high'), of('grave', 'critical')]);
  expect(summary).toBe('2 accounts at risk');
  const text = JSON.stringify(blocks);
  expect(text.indexOf('grave')).toBeLessThan(text.indexOf('calm'));
  expect(risksView([of('grave', 'critical')]).summary).toBe('1 account at risk');
  expect(risksView([]).summary).toBe('No account is at risk: no alert is open.');
});
