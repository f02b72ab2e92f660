import type { Span, View, ViewBlock } from './view.ts';

/** Commands that belong together, what is asked most first. */
const groups: readonly { title: string; items: Span[][] }[] = [
  {
    title: 'A customer',
    items: [
      [
        { text: '/cs health acme', code: true },
        { text: ' or "how is Acme doing?": score, reasons, latest events' },
      ],
      [
        { text: '/cs why acme since 1 Nov', code: true },
        { text: ' or "why did Acme drop?": what moved the score' },
      ],
      [
        { text: '/cs timeline acme 30', code: true },
        { text: ' or "what happened at Acme?": everything in order' },
      ],
      [{ text: '/cs play acme', code: true }, { text: ': what to do next, and why; what runs' }],
      [
        { text: '/cs update acme', code: true },
        { text: ': its week for an executive; ' },
        { text: '/cs update acme subscribe', code: true },
        { text: ' sends it to you each Monday' },
      ],
      [
        { text: '/cs brief acme', code: true },
        { text: ': what to know before a meeting; ' },
        { text: '/cs pack acme renewal', code: true },
        { text: ': a pack of slides, PDF and table' },
      ],
      [
        { text: '/cs onboarding acme', code: true },
        { text: ': goals of the first 30 days, checklist and friction; ' },
        { text: '/cs onboard acme', code: true },
        { text: ' walks the seven steps' },
      ],
      [
        { text: '/cs adoption acme', code: true },
        { text: ': which use cases stand, what is unused, which nudges come next; ' },
        { text: '/cs nudges', code: true },
        { text: ' says what came of them' },
      ],
      [
        { text: '/cs override acme 45 until 31 Dec because …', code: true },
        { text: ': propose a score of yours beside the computed one' },
      ],
      [
        { text: '/cs sentiment acme good until 31 Dec because …', code: true },
        { text: ': propose how you feel about an account' },
      ],
      [{ text: '/cs note acme: …', code: true }, { text: ': remember something on its timeline' }],
    ],
  },
  {
    title: 'All customers',
    items: [
      [
        { text: '/cs accounts red enterprise renewing in 90 days', code: true },
        { text: ' or "which of Dana\'s accounts lost usage this month?": many at once; ' },
        { text: 'top 10 by ARR at risk', code: true },
        { text: ' ranks them' },
      ],
      [
        { text: '/cs digest', code: true },
        { text: ': the week of all customers; ' },
        { text: '/cs digest subscribe', code: true },
        { text: ' sends it to you each Monday' },
      ],
      [{ text: '/cs risks', code: true }, { text: ': who is at risk, and why' }],
      [
        { text: '/cs scorecard', code: true },
        { text: ': the month in figures, each beside the month before and its target; ' },
        { text: '/cs cohort by segment', code: true },
        { text: ' shows who stays' },
      ],
      [
        { text: '/cs friction', code: true },
        { text: ': what bothers customers most this week, who mends it and until when' },
      ],
      [
        { text: '/cs bug list', code: true },
        { text: ': known issues and how many customers each hits; ' },
        { text: '/cs bug ID', code: true },
        { text: ' lists them with revenue and renewals' },
      ],
      [
        { text: '/cs sla', code: true },
        { text: ': the clocks of open tickets, and how many promises were kept; ' },
        { text: '/cs sla causes', code: true },
        { text: ': what repeat tickets came from; ' },
        { text: '/cs hypercare', code: true },
        { text: ': accounts in their first days' },
      ],
      [{ text: '/cs tuning', code: true }, { text: ': what each rule was worth' }],
    ],
  },
  {
    title: 'Your work',
    items: [
      [
        { text: '/cs book', code: true },
        { text: ': what changed in your accounts, what is due, what waits for you; ' },
        { text: '/cs alerts', code: true },
        { text: ' lists what is open' },
      ],
      [
        { text: '/cs register', code: true },
        { text: ': risks, opportunities and actions with owner and due date; ' },
        { text: '/cs review', code: true },
        { text: ' walks them one by one' },
      ],
      [
        { text: '/cs approvals mine', code: true },
        { text: ', ' },
        { text: 'open', code: true },
        { text: ' or ' },
        { text: 'recent', code: true },
        { text: ': what waits for you, for anybody, or is decided' },
      ],
      [
        { text: '/cs autonomy', code: true },
        { text: ': which actions may run by themselves, and on what record' },
      ],
      [
        { text: '/cs halt all', code: true },
        { text: ': stop everything at once; ' },
        { text: '/cs resume all', code: true },
        { text: ' lets it go again' },
      ],
    ],
  },
  {
    title: 'A fix for a ticket',
    items: [
      [
        { text: '/cs ask import stops with SCHEMA_DRIFT', code: true },
        { text: ' or just the question: the fix, with where it is written' },
      ],
      [
        { text: '/cs ticket T-1', code: true },
        { text: ': what happened around it, and which known issue or other ticket it may be about' },
      ],
      [
        { text: '/cs knowledge reports', code: true },
        { text: ': articles that were called wrong and wait for whoever keeps them' },
      ],
    ],
  },
];

/** What can be asked, with examples that work. */
export function helpView(): View {
  return {
    summary: 'Holdfast: ask how an account is doing',
    blocks: [
      { kind: 'heading', text: 'What you can ask' },
      ...groups.flatMap(({ title, items }): ViewBlock[] => [
        { kind: 'text', spans: [{ text: title, strong: true }] },
        { kind: 'list', items },
      ]),
      {
        kind: 'note',
        spans: [{ text: 'Answers are visible to you alone. Every figure links to its record.' }],
      },
    ],
  };
}

/** The answer to words that fit no question. */
export function unknownView(nearest: readonly string[]): View {
  return {
    summary: 'That question was not understood',
    blocks: [
      {
        kind: 'text',
        spans: [{ text: 'I did not understand that. ', strong: true }, { text: 'The closest I can do:' }],
      },
      { kind: 'list', items: nearest.map((example) => [{ text: `/cs ${example}`, code: true }]) },
      { kind: 'buttons', buttons: [{ action: 'help', label: 'What can I ask?', value: 'help' }] },
    ],
  };
}
