import { describe, expect, it } from 'vitest';
import { registerEntry } from '../../../test/support/register.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import { decideEntry, type EntryCommand } from './decide-entry.ts';

const moment = { now: new Date('2026-11-27T09:00:00.000Z'), today: '2026-11-27' };
const decide = (command: EntryCommand, given: Partial<RegisterEntry> = {}) =>
  decideEntry(registerEntry(given), command, moment);
const by = 'csm1';

describe('decideEntry', () => {
  it.each<[EntryCommand, Partial<RegisterEntry>, Partial<RegisterEntry>, string]>([
    [
      { by, kind: 'keep' },
      { asksToClose: 'over' },
      { nextReviewOn: '2026-12-04', asksToClose: null },
      'kept',
    ],
    [{ by, kind: 'note', text: 'Called them' }, {}, {}, 'noted'],
    [
      { by: null, kind: 'ask', because: 'It is over.', end: 'alert a1' },
      { nextReviewOn: '2027-01-01' },
      { asksToClose: 'It is over.', askedFor: 'alert a1', nextReviewOn: '2026-11-27' },
      'asked',
    ],
    [
      { by: null, kind: 'ask', because: 'It is over.', end: 'left' },
      { nextReviewOn: '2026-11-01' },
      { asksToClose: 'It is over.', askedFor: 'left', nextReviewOn: '2026-11-01' },
      'asked',
    ],
    [
      { by: null, kind: 'return', because: 'It is back.' },
      { asksToClose: 'It is over.', askedFor: 'alert a1' },
      { asksToClose: null, askedFor: 'alert a1' },
      'returned',
    ],
    [
      { by, kind: 'link', alert: 'a2' },
      { asksToClose: 'over' },
      { alerts: ['a1', 'a2'], asksToClose: null },
      'linked',
    ],
    [
      { by, kind: 'link', play: 'p2' },
      { asksToClose: 'over' },
      { plays: ['p1', 'p2'], asksToClose: 'over' },
      'linked',
    ],
    [
      { by, kind: 'done', reason: '' },
      {},
      { state: 'done', end: { at: '2026-11-27T09:00:00.000Z', by, reason: '' } },
      'done',
    ],
    [
      { by, kind: 'drop', reason: 'They left' },
      {},
      { state: 'dropped', end: { at: '2026-11-27T09:00:00.000Z', by, reason: 'They left' } },
      'dropped',
    ],
  ])('%j changes what it says, and nothing else', (command, given, change, what) => {
    const before = registerEntry(given);
    const decision = decideEntry(before, command, moment);
    expect(decision).toMatchObject({ ok: true, note: { entryId: 'e1', by: command.by, what } });
    if (!decision.ok) return;
    expect(decision.entry).toEqual({
      ...before,
      ...change,
      updatedAt: '2026-11-27T09:00:00.000Z',
      revision: 4,
    });
  });

  it.each<[string, EntryCommand, Partial<RegisterEntry>, RegExp]>([
    ['a note without words', { by, kind: 'note', text: '' }, {}, /says something/],
    ['a drop without a reason', { by, kind: 'drop', reason: '' }, {}, /Say why/],
    ['what is linked already', { by, kind: 'link', alert: 'a1' }, {}, /linked already/],
    [
      'to ask twice for one end',
      { by: null, kind: 'ask', because: 'x', end: 'left' },
      { askedFor: 'left' },
      /before/,
    ],
    ['a return where nothing asks', { by: null, kind: 'return', because: 'x' }, {}, /does not ask/],
    ['a change that changes nothing', { by, kind: 'change', fields: { owner: 'csm1' } }, {}, /Nothing/],
    ['anything on what is done', { by, kind: 'keep' }, { state: 'done' }, /done already/],
    [
      'anything on what was dropped',
      { by, kind: 'done', reason: '' },
      { state: 'dropped' },
      /dropped already/,
    ],
  ])('refuses %s', (_what, command, given, words) => {
    const decision = decide(command, given);
    expect(decision.ok ? '' : decision.reason).toMatch(words);
  });

  it('takes a note of what has ended, which stays ended', () => {
    const decision = decide({ by, kind: 'note', text: 'It was the holidays' }, { state: 'done' });
    expect(decision).toMatchObject({ ok: true, entry: { state: 'done' } });
  });

  it('says of a change what stood before and what stands now, amounts in words', () => {
    const fields = {
      kind: 'risk' as const,
      severity: null,
      dueOn: '2026-12-01',
      worth: { amount: 100_000, currency: 'EUR' },
    };
    const decision = decide({ by, kind: 'change', fields, review: 'r1' });
    expect(decision.ok && decision.note.detail).toEqual({
      review: 'r1',
      changes: {
        severity: { from: 'high', to: null },
        dueOn: { from: '2026-11-20', to: '2026-12-01' },
        worth: { from: 'EUR 48,000.00', to: 'EUR 1,000.00' },
      },
    });
  });
});
