import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../test/support/pictures.ts';
import { type Proposal, proposalStates } from '../domain/proposal.ts';
import { outcomeView } from './notice-views.ts';

const approvals = [{ member: 'manager1', actingFor: null, at: '2026-11-21T08:00:00.000Z', mac: '' }];
const of = (change: Partial<Proposal>) =>
  outcomeView(pictureOf({ summary: 'Reply to Acme in ticket T-1', approvals, ...change }));

describe('what whoever asked is told', () => {
  it('is one line with who decided, the reason set off, and a button that opens it', () => {
    const view = of({
      state: 'rejected',
      approvals: [],
      decidedBy: 'manager1',
      reason: '✅ Done: too early',
    });
    expect(view.summary).toBe('🚫 Rejected by Helena Strand: Reply to Acme in ticket T-1 · nothing was done');
    expect(view.blocks.map(({ kind }) => kind)).toEqual(['text', 'quote', 'buttons']);
    expect(view.blocks.at(-1)).toMatchObject({ buttons: [{ action: 'open', value: 'p-7h2k9' }] });
  });

  it('names whoever approved what was done', () => {
    expect(of({ state: 'done' }).summary).toBe(
      '✅ Done: Reply to Acme in ticket T-1 · approved by Helena Strand',
    );
  });

  it('says of each state what it is, and never more than a long title allows', () => {
    const heads = proposalStates.map((state) => of({ state }).summary.split(':')[0]);
    expect(new Set(heads).size).toBe(proposalStates.length);
    expect(of({ state: 'done', summary: 'x'.repeat(5_000) }).summary.length).toBeLessThan(250);
  });
});
