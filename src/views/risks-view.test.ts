import { expect, test } from 'vitest';
import { findingOf } from '../../test/support/alerts.ts';
import { emptyContract } from '../rules/contract.ts';
import { risksView } from './risks-view.ts';

test('every figure of one account leads to the page of its finding', () => {
  const reasons = [
    {
      ...{ fact: 'daysSinceEngaged', value: 21, holds: true, asked: 'at least 14 days' },
      text: 'days since the last sign of life: 21 days, at least 14 days',
    },
  ];
  const account = { ...emptyContract('Acme'), id: 'acme', firstSeenOn: '2026-01-01' };
  const urlOf = ({ rule }: { rule: string }): string => `/evidence/findings/acme?rule=${rule}`;
  const { blocks } = risksView([{ account, findings: [findingOf({ reasons })], band: 'red', urlOf }]);
  const items = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  expect(items).toMatchObject([
    [
      { text: '✓ ' },
      { text: expect.stringMatching(/21 days/), link: '/evidence/findings/acme?rule=no-login' },
    ],
  ]);
});
