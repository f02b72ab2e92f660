import { expect, test } from 'vitest';
import { pictureOf } from '../../../test/support/pictures.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { turnaroundOf } from './turnaround.ts';

const sampleProposal = (change: Partial<Proposal> = {}): Proposal => pictureOf(change).proposal;
const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();

test('counts what people decided, by kind, the slowest first', () => {
  const mail = { kind: 'message.customer' as const, proposedAt: at(0) };
  const proposals = [
    ...[1, 2, 3, 4, 20].map((hour) => sampleProposal({ ...mail, state: 'done', decidedAt: at(hour) })),
    sampleProposal({ ...mail, state: 'rejected', decidedAt: at(5) }),
    sampleProposal({ ...mail, state: 'expired' }),
    sampleProposal({ ...mail, state: 'proposed', escalatedAt: at(6) }),
    sampleProposal({ kind: 'ticket.reply', state: 'done', proposedAt: at(0), decidedAt: at(1) }),
  ];
  expect(turnaroundOf(proposals)).toEqual([
    {
      kind: 'message.customer',
      proposals: 8,
      approved: 5,
      rejected: 1,
      expired: 1,
      waiting: 1,
      escalated: 1,
      medianHours: 3,
      p90Hours: 20,
    },
    {
      kind: 'ticket.reply',
      proposals: 1,
      approved: 1,
      rejected: 0,
      expired: 0,
      waiting: 0,
      escalated: 0,
      medianHours: 1,
      p90Hours: 1,
    },
  ]);
});

test('what ran by itself is nobody’s turnaround', () => {
  const ruling = { ...sampleProposal().ruling, effect: 'auto' as const };
  expect(turnaroundOf([sampleProposal({ ruling, state: 'done', decidedAt: at(1) })])).toEqual([]);
});
