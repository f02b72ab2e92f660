import { describe, expect, test } from 'vitest';
import { proposalOf, rulingOf } from '../../../test/support/proposals.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { ProposalEvent } from './commands.ts';
import { evolveProposal } from './evolve-proposal.ts';

const at = '2026-11-22T12:00:00.000Z';
const nextDay = '2026-11-23T12:00:00.000Z';
const approval = { member: 'manager1', actingFor: null, at, mac: '' };
const by = { member: 'manager1', actingFor: null, entitled: true };
const next = {
  digest: 'd2',
  summary: 'Other',
  risk: 'high',
  connector: 'outbox',
  ruling: rulingOf(),
} as const;

/** Every event: what it changes, and nothing else does. */
const cases: readonly [string, Partial<Proposal>, ProposalEvent, Partial<Proposal>][] = [
  ['one yes of two', {}, { kind: 'approved', approval, complete: false, at }, { approvals: [approval] }],
  [
    'the last yes: approved for 24 hours',
    {},
    { kind: 'approved', approval, complete: true, at },
    { approvals: [approval], state: 'approved', decidedAt: at, decidedBy: 'manager1', expiresAt: nextDay },
  ],
  [
    'policy alone',
    {},
    { kind: 'released', at },
    { state: 'approved', decidedAt: at, decidedBy: null, expiresAt: nextDay },
  ],
  [
    'an edit: a new version, asked about anew',
    { approvals: [approval], remindedAt: at, escalatedAt: at },
    { kind: 'edited', by: 'csm2', next, expiresAt: nextDay, at },
    {
      ...next,
      version: 2,
      author: 'csm2',
      seal: '',
      approvals: [],
      remindedAt: null,
      escalatedAt: null,
      proposedAt: at,
      expiresAt: nextDay,
    },
  ],
  [
    'a no',
    {},
    { kind: 'rejected', by, reason: 'no', at },
    { state: 'rejected', decidedBy: 'manager1', decidedAt: at, reason: 'no', finishedAt: at },
  ],
  [
    'taken back',
    {},
    { kind: 'cancelled', by: 'csm1', reason: 'x', at },
    { state: 'cancelled', decidedBy: 'csm1', decidedAt: at, reason: 'x', finishedAt: at },
  ],
  ['the end of its time', {}, { kind: 'expired', at }, { state: 'expired', finishedAt: at }],
  ['a reminder', {}, { kind: 'reminded', at }, { remindedAt: at }],
  ['an escalation', {}, { kind: 'escalated', at }, { escalatedAt: at }],
  [
    'a beginning',
    { state: 'approved', attempts: 1 },
    { kind: 'started', fence: 7, at },
    { state: 'executing', fence: 7, attempts: 2 },
  ],
  [
    'done',
    { state: 'executing', reason: 'busy' },
    { kind: 'done', receipt: { id: 'x' }, at },
    { state: 'done', receipt: { id: 'x' }, reason: null, finishedAt: at },
  ],
  [
    'failed',
    { state: 'executing' },
    { kind: 'failed', reason: 'x', at },
    { state: 'failed', reason: 'x', finishedAt: at },
  ],
  [
    'another try',
    { state: 'executing' },
    { kind: 'requeued', reason: 'x', at },
    { state: 'approved', reason: 'x' },
  ],
  [
    'a lost answer',
    { state: 'executing' },
    { kind: 'lost', fence: 3, reason: 'x', at },
    { state: 'unknown', fence: 3, reason: 'x' },
  ],
  [
    'settled by a person',
    { state: 'unknown' },
    { kind: 'settled', by: 'exec1', outcome: 'failed', reason: 'x', at },
    { state: 'failed', reason: 'x', finishedAt: at, decidedBy: 'exec1' },
  ],
  [
    'asked again: a new time to answer and new reminders, and older claims stay void (INV2)',
    {
      state: 'approved',
      approvals: [approval],
      decidedBy: 'manager1',
      decidedAt: at,
      fence: 2,
      remindedAt: at,
      escalatedAt: at,
    },
    { kind: 'reopened', fence: 5, reason: 'x', approvals: [], at },
    {
      state: 'proposed',
      approvals: [],
      fence: 5,
      reason: 'x',
      decidedBy: null,
      decidedAt: null,
      expiresAt: '2026-11-25T12:00:00.000Z',
      proposedAt: at,
      remindedAt: null,
      escalatedAt: null,
    },
  ],
];

describe('a proposal after an event', () => {
  test.each(cases)('given %s, then this and nothing else is different', (_what, given, event, changes) => {
    const before = Object.freeze(proposalOf(given));
    expect(evolveProposal(before, event)).toEqual({ ...before, revision: 2, ...changes });
  });
});
