import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../../test/support/pictures.ts';
import { type Proposal, proposalStates } from '../../domain/proposal.ts';
import { outcomeToTell } from './outcome-to-tell.ts';

const approvals = [{ member: 'manager1', actingFor: null, at: '2026-11-21T08:00:00.000Z', mac: '' }];
const of = (change: Partial<Proposal>) => pictureOf({ approvals, decidedBy: 'manager1', ...change }).proposal;

describe('whoever asked is told', () => {
  it('of every end, and of what nobody knows', () => {
    const told = proposalStates.filter((state) => outcomeToTell(of({ state }), null) === state);
    expect(told).toEqual(['unknown', 'done', 'failed', 'rejected', 'expired', 'cancelled']);
  });

  it('once of each outcome, and of the end after nobody knew', () => {
    expect(outcomeToTell(of({ state: 'done' }), 'done')).toBeNull();
    expect(outcomeToTell(of({ state: 'unknown' }), 'unknown')).toBeNull();
    expect(outcomeToTell(of({ state: 'done' }), 'unknown')).toBe('done');
  });

  it('that what is only practised was approved', () => {
    expect(outcomeToTell(of({ state: 'approved', autonomy: 'shadow' }), null)).toBe('approved');
  });

  it('not where policy let it run, unless somebody stopped it', () => {
    const alone = { approvals: [], decidedBy: null };
    for (const state of ['done', 'failed', 'unknown'] as const)
      expect(outcomeToTell(of({ ...alone, state }), null)).toBeNull();
    expect(outcomeToTell(of({ state: 'cancelled', approvals: [] }), null)).toBe('cancelled');
    expect(outcomeToTell(of({ ...alone, state: 'expired' }), null)).toBe('expired');
  });

  it('not where they ended it, where a rule asked, or where it was one of a batch', () => {
    expect(outcomeToTell(of({ state: 'cancelled', decidedBy: 'csm1' }), null)).toBeNull();
    expect(outcomeToTell(of({ state: 'rejected', requester: 'system' }), null)).toBeNull();
    expect(outcomeToTell(of({ state: 'done', batch: 'issue.x.1' }), null)).toBeNull();
  });
});
