import { expect, test } from 'vitest';
import { findDraftFault } from './check-draft.ts';
import type { ActionDraft } from './tools.ts';

const passages = [
  {
    id: 'exports#0',
    documentId: 'exports',
    title: 'Large exports',
    heading: null,
    url: null,
    text: 'Split the export by month. A failed export is retried after 5 minutes. We answer P1 tickets within 4 hours.',
  },
];
const question = 'Ticket T-4711: please tell Dana how to export 60,000 rows.';
const draft = (text: string, title = 'Your export'): ActionDraft => ({ kind: 'ticket.reply', title, text });

test.each([
  'Hello Dana,\n\nPlease split the export of 60,000 rows by month.\n\nKind regards',
  'Try this:\n- Split the export by month.\n- Wait for 5 minutes.',
  '1. Split the export by month.',
  'Es tut uns leid. Bitte teilen Sie den Export nach Monaten.',
])('a reply that says what is known may be proposed: %j', (text) => {
  expect(findDraftFault(draft(text), question, passages)).toBeNull();
});

test.each([
  ['live_text', 'Please sign in at https://evil.example.'],
  ['live_text', 'Please sign in at evil.example/login.'],
  ['live_text', 'Hello\n<!channel> all done'],
  ['live_text', 'Hello\n=HYPERLINK("x")'],
  ['live_text', '[Reset](reset) your password.'],
  ['live_text', 'Write to dana@evil.example.'],
  ['live_text', 'Ask @manager for more.'],
  ['live_text', 'Split the ex\u202eport by month.'],
  ['promise', 'We will refund the invoice.'],
  ['promise', 'Wir erstatten Ihnen den Betrag.'],
  ['promise', 'It will be fixed by Friday.'],
  ['figure', 'Split the export into 7 parts.'],
  ['figure', 'Wait for 5 hours.'],
] as const)('%s: %j may not', (fault, text) => {
  expect(findDraftFault(draft(text), question, passages)).toBe(fault);
});

test('a title is held to the same', () => {
  expect(findDraftFault(draft('Split it by month.', 'See www.evil.example'), question, passages)).toBe(
    'live_text',
  );
  expect(findDraftFault(draft('Split it by month.', 'We will refund you'), question, passages)).toBe(
    'promise',
  );
});
