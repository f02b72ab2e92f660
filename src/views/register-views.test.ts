import { describe, expect, it } from 'vitest';
import { registerEntry } from '../../test/support/register.ts';
import type { RegisterEntry } from '../domain/register.ts';
import type { RegisterCard } from '../domain/register-card.ts';
import { entryButton, readEntryButton } from './register-button.ts';
import { registerEntryView } from './register-entry-view.ts';
import { registerListView } from './register-list-view.ts';
import { reviewView } from './review-view.ts';
import { textOf, type View } from './view.ts';

const names = new Map([
  ['csm1', 'Maren Castellane'],
  ['manager1', 'Helena Strand'],
]);
const today = '2026-11-27';

function cardOf(given: Partial<RegisterEntry> = {}): RegisterCard {
  return {
    entry: registerEntry(given),
    today,
    url: '/evidence/register/e1',
    ownerLeft: false,
    account: {
      id: 'acme',
      name: 'Acme',
      hasLeft: false,
      arr: { amount: 4_800_000, currency: 'EUR' },
      score: { points: 41.5, band: 'red', url: '/evidence/scores/acme' },
      change: { points: -3.2, url: '/evidence/changes/acme' },
      renewsOn: '2027-01-10',
      renewsUrl: '/evidence/events/1',
      arrUrl: '/evidence/events/2',
    },
    alerts: [
      {
        id: 'a1',
        state: 'open',
        title: 'Gone quiet',
        severity: 'high',
        endedAt: null,
        openedAt: '2026-11-20T09:00:00.000Z',
        url: '/evidence/findings/acme',
      },
    ],
    plays: [
      {
        id: 'p1',
        title: 'Silence',
        outcome: null,
        url: '/evidence/plays/p1',
        now: { title: 'Call the sponsor', dueOn: '2026-11-25' },
      },
    ],
    history: [
      {
        entryId: 'e1',
        at: '2026-11-26T09:00:00.000Z',
        by: 'manager1',
        what: 'changed',
        detail: { changes: { owner: { from: null, to: 'csm1' }, dueOn: { from: null, to: '2026-11-20' } } },
      },
    ],
  };
}

function linesOf(view: View): string[] {
  return view.blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [block.text];
      case 'text':
      case 'note':
        return [textOf(block.spans)];
      case 'facts':
        return block.facts.map(({ label, value }) => `${label}: ${textOf(value)}`);
      case 'list':
        return block.items.map((item) => `• ${textOf(item)}`);
      case 'buttons':
        return [block.buttons.map(({ label, tone }) => `[${label}${tone ? '*' : ''}]`).join(' ')];
      case 'picker':
        return [`(${block.placeholder})`];
      default:
        return [];
    }
  });
}

describe('the card of an entry', () => {
  it('says whose it is, how late, how the account stands, and what belongs to it', () => {
    expect(linesOf(registerEntryView(cardOf(), names))).toEqual([
      'Acme: Gone quiet',
      'High risk. Nobody was there.',
      'Owner: Maren Castellane',
      'Due: 7 days overdue, 20 Nov 2026',
      'Health: 41.50, red · ▼\u00a03.20 in a week',
      'ARR: EUR 48,000',
      'Renewal: 10 Jan 2027, in 44 days',
      '• Alert: Gone quiet · high · open · since 20 Nov',
      '• Play: Silence · now: Call the sponsor, due 25 Nov (late)',
      'Helena Strand changed owner → Maren Castellane; due → 20 Nov 2026 (26 Nov 2026) · its history',
      '[Reviewed, keep*] [Done] [Edit] [Drop]',
    ]);
  });

  it('asks to be closed before anything else, with Done as the first choice', () => {
    const lines = linesOf(registerEntryView(cardOf({ asksToClose: 'Its alert is over.' }), names));
    expect(lines[1]).toBe('Asks to be closed. Its alert is over.');
    expect(lines.at(-1)).toBe('[Reviewed, keep] [Done*] [Edit] [Drop]');
  });

  it('has no buttons once it is closed, and says by whom and why', () => {
    const end = { at: '2026-11-27T09:00:00.000Z', by: 'manager1', reason: 'agreed' };
    const lines = linesOf(registerEntryView(cardOf({ state: 'dropped', end }), names));
    expect(lines[1]).toBe('Dropped by Helena Strand on 27 Nov 2026. agreed');
    expect(lines.some((line) => line.startsWith('['))).toBe(false);
  });

  it('of an owner who is not here any more says so', () => {
    const view = registerEntryView({ ...cardOf({ owner: 'csm9' }), ownerLeft: true }, names);
    expect(linesOf(view)).toContain('Owner: csm9, not here any more');
  });
});

describe('a walk', () => {
  it('shows its progress, and takes on with every button', () => {
    const review = { id: 'r1', by: 'csm1', at: '', scope: 'mine' as const, entries: ['x', 'y', 'e1', 'z'] };
    const lines = linesOf(reviewView({ kind: 'stop', review, index: 2, card: cardOf(), passed: 0 }, names));
    expect(lines[0]).toBe('3 of 4 · Acme: Gone quiet');
    expect(lines.at(-1)).toBe('[Keep a week*] [Done] [Owner, due …] [Drop] [Next]');
  });

  it('says at its end what was decided and what was not', () => {
    const review = { id: 'r1', by: 'csm1', at: '', scope: 'all' as const, entries: ['a', 'b', 'c'] };
    const note = { entryId: 'a', at: '', by: 'csm1', what: 'kept' as const, detail: { until: '2026-12-04' } };
    const lines = linesOf(
      reviewView(
        {
          kind: 'end',
          review,
          others: 12,
          decided: [{ entry: registerEntry({ title: 'One' }), note }],
          untouched: [registerEntry({ title: 'Two' })],
          meanwhile: [registerEntry({ title: 'Three' })],
        },
        names,
      ),
    );
    expect(lines).toEqual([
      'Reviewed 3 entries: 1 kept, 1 left as it is, 1 decided by others',
      '• One: kept it; next review 4 Dec 2026',
      'Still to be reviewed: Two.',
      '[Go on with the other 12] [Show the register] [Add an entry]',
    ]);
  });
});

describe('the list', () => {
  it('has one line an entry with what is late, and one place to open any', () => {
    const line = {
      entry: registerEntry(),
      accountName: 'Acme',
      url: '/x',
      isOverdue: true,
      isForReview: true,
    };
    const list = { lines: [line], total: 3, overdue: 1, forReview: 2, scope: 'mine' as const };
    expect(linesOf(registerListView({ ...list, kind: null, names, today }))).toEqual([
      'Your register: 3 open, 1 overdue, 2 to review',
      '• Acme: Gone quiet · high risk · EUR 48,000 · Maren Castellane · overdue since 20 Nov',
      '(Open one: edit, done, drop)',
      '[Review 2*] [Add an entry] [Of everybody]',
      '2 more entries: holdfast register list --scope mine',
    ]);
  });
});

describe('a button of an entry', () => {
  it('carries which entry, as it was seen, and where in which walk', () => {
    for (const walk of [null, { review: 'r1', index: 7 }]) {
      const target = { entry: 'e1', revision: 12, walk };
      expect(readEntryButton(entryButton(target))).toEqual(target);
    }
  });

  it('of anything else is none', () => {
    for (const odd of ['', 'e1', 'e1 x', 'e1 1 r1', "e1' 1", 'e1 1 r1 2 3', 'e1 99999999999'])
      expect(readEntryButton(odd)).toBeNull();
  });
});
