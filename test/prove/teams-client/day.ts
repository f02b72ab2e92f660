import type { Step } from './seat.ts';

/** A stretch of the day of one person. */
export interface Stretch {
  member: string;
  what: string;
  steps: readonly Step[];
}

const slackWords = /\/cs /;

/**
 * A working day of people with different tasks, in the order in which it happens. The client opens no dialog from a card,
 * which `test/scenarios/` does; those of a message extension it does open.
 */
export const workingDay: readonly Stretch[] = [
  {
    member: 'manager1',
    what: 'a manager opens the channel of approvals',
    steps: [{ open: 'approvals', read: /Start a new post/ }],
  },
  {
    member: 'csm1',
    what: 'a CSM asks how a customer is',
    steps: [
      { say: 'help', read: /What you can ask/, not: slackWords },
      { say: 'how is Acme doing?', read: /Acme Corporation: \d+\.\d\d of 100/, not: slackWords },
      { press: 'Timeline', read: /Acme Corporation: timeline/ },
      { say: 'why did it change?', read: /Acme Corporation/ },
      { say: 'xyzzy', read: /Unknown account 'xyzzy'/ },
    ],
  },
  {
    member: 'csm1',
    what: 'a name that fits several, and the choice',
    steps: [
      { say: 'health northfell', read: /'northfell' fits several accounts/ },
      { press: 'Northfell Foods (northfell-foods)', read: /Northfell Foods: \d+\.\d\d of 100/ },
    ],
  },
  {
    member: 'csm1',
    what: 'an alert is taken',
    steps: [
      { say: 'alerts mine', read: /Your alerts: \d+/ },
      { press: "I'm on it", read: /You are on it/ },
    ],
  },
  {
    member: 'csm1',
    what: 'a note from the line to write in',
    steps: [
      { extend: 'note', read: /Its name, id or domain/ },
      { fill: { Account: 'nobody-at-all', Note: 'They move in May' }, press: 'Note', read: /⚠️/ },
      {
        fill: { Account: 'acme', Note: 'They move in May' },
        press: 'Note',
        read: /Noted on the timeline of Acme Corporation/,
      },
    ],
  },
  {
    member: 'agent1',
    what: 'a support agent asks the knowledge',
    steps: [
      { say: 'ask why does the import stop with SCHEMA_DRIFT?', read: /Open Datasets/ },
      { say: 'ask what is the capital of Peru?', read: /not covered|Closest match/ },
    ],
  },
  {
    member: 'csm1',
    what: 'a CSM proposes a score of their own',
    steps: [{ say: 'override acme 45 until 31 Dec because the sponsor left', read: /Waiting for approval/ }],
  },
  {
    member: 'manager1',
    what: 'a manager finds it in the channel',
    steps: [
      { open: 'approvals', read: /the sponsor left/ },
      { press: 'Decide', isFirst: true, read: /Approve\s+Reject/ },
    ],
  },
  {
    member: 'manager1',
    what: 'and approves it in the chat, with a double click',
    steps: [
      { open: 'Personal Chat', read: /Type a message/ },
      { say: 'approvals mine', read: /the sponsor left/ },
      { press: 'Open', read: /Exactly this will happen/ },
      // The client shows what the second press was answered with.
      { press: 'Approve', isDouble: true, read: /You approved|It was decided already/ },
      { say: 'approvals recent', read: /45\.00 until/ },
    ],
  },
  {
    member: 'exec1',
    what: 'an executive asks about everybody',
    steps: [
      { say: 'digest', read: /Customers/ },
      { say: 'red enterprise accounts renewing in 90 days', read: /Understood:/ },
    ],
  },
];
