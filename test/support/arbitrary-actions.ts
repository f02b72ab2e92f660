import fc from 'fast-check';
import {
  type Action,
  type ActionKindName,
  type ActionValue,
  actionKindNames,
  connectorNames,
} from '../../src/domain/action.ts';
import { roles } from '../../src/domain/member.ts';
import { addDays } from '../../src/domain/utc-day.ts';

/** Today, for everything that is made here: last days lie behind it. */
export const actionsMadeAt = new Date('2026-11-25T09:00:00.000Z');

/** What hides, turns around or breaks out: right-to-left marks and overrides, zero width, tags, markup, formulas. */
const nastyPieces = [
  '\u202Emoc.elgoog',
  '\u200B',
  '\u2066x\u2069',
  '\u{E0041}\u{E0042}',
  '<!channel>',
  '<@U123>',
  '```',
  '*Risk:* low',
  '[click](https://evil.example)',
  '=1+1',
  'ａｃｍｅ',
  'Аcme',
  'שלום',
  '🙂',
  '"},"approved":true,{"',
  '\\u0000',
];

/** Text of one line that schemas accept. */
export const nastyLine = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...nastyPieces), fc.string({ unit: 'grapheme', maxLength: 12 })), {
      minLength: 1,
      maxLength: 8,
    })
    .map((pieces) => pieces.join(' ').replace(/[\p{Cc}\u2028\u2029]/gu, '_'))
    .map((text) => `x${text}`.slice(0, max).toWellFormed());

/** Text of several lines; one in some is long. */
export const nastyText = (max: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.array(nastyLine(200), { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n').slice(0, max)),
      nastyLine(200).map((line) => line.repeat(Math.floor(max / line.length)).toWellFormed()),
    )
    .map((text) => text.toWellFormed());

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const day = fc.integer({ min: 1, max: 300 }).map((count) => addDays('2026-11-25', count));
const address = fc
  .tuple(name, fc.constantFrom('acme.example', 'eu.acme.example'))
  .map((pair) => pair.join('@'));
const ticketId = fc.integer({ min: 1, max: 999_999 }).map(String);

const span = fc.record(
  {
    text: nastyLine(200),
    strong: fc.boolean(),
    link: fc.constantFrom('/evidence/acme', '/evidence/acme/score?day=2026-11-01'),
  },
  { requiredKeys: ['text'] },
);
const spans = fc.array(span, { maxLength: 3 });
const view = fc.record({
  summary: nastyLine(200),
  blocks: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('heading'), text: nastyLine(100) }),
      fc.record({ kind: fc.constant('text'), spans }),
      fc.record({ kind: fc.constant('list'), items: fc.array(spans, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('divider') }),
    ),
    { maxLength: 4 },
  ),
});

/** Parameters that a kind's schema accepts, with texts as hostile as it allows. */
const paramsOf: Readonly<Record<ActionKindName, fc.Arbitrary<Record<string, unknown>>>> = {
  'message.post': fc.record({ channel: name, view }),
  'message.customer': fc.record({
    to: fc.uniqueArray(address, { minLength: 1, maxLength: 8 }),
    subject: nastyLine(200),
    body: nastyText(5_000),
  }),
  'message.member': fc.record({
    to: fc.uniqueArray(address, { minLength: 1, maxLength: 8 }),
    subject: nastyLine(200),
    view,
  }),
  'ticket.reply': fc.record({ ticketId, body: nastyText(5_000) }),
  'ticket.note': fc.record({ ticketId, body: nastyText(5_000) }),
  'ticket.tag': fc.record({ ticketId, tags: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }) }),
  'ticket.escalate': fc.record({ ticketId, tier: fc.integer({ min: 2, max: 4 }) }),
  'task.create': fc.record(
    { title: nastyLine(200), assignee: name, dueOn: day },
    { requiredKeys: ['title'] },
  ),
  'crm.update': fc.record({
    field: fc.constantFrom('tier', 'owner_note'),
    to: fc.oneof(fc.constant(''), nastyText(500)),
  }),
  'nudge.send': fc.record({ user: name, nudge: nastyText(500) }),
  'job.retry': fc.record({ job: name }),
  'playbook.start': fc.record({ playbook: name }),
  'concession.grant': fc.record({
    percent: fc.integer({ min: 1, max: 30 }),
    reason: nastyText(500),
    expiresOn: day,
  }),
  'score.override': fc.record({
    scoreHundredths: fc.integer({ min: 0, max: 10_000 }),
    reason: nastyText(500),
    until: day,
  }),
  'sentiment.set': fc.record({
    sentiment: fc.constantFrom('good', 'neutral', 'poor'),
    reason: nastyText(500),
    until: day,
  }),
  'rule.change': fc.record({ file: name.map((file) => `policies/${file}.cedar`), content: nastyText(5_000) }),
  'role.grant': fc.record(
    { member: name, role: fc.constantFrom(...roles), until: fc.oneof(day, fc.constant('now')) },
    { requiredKeys: ['member', 'role'] },
  ),
  'kill.flip': fc.record({
    scope: fc.constantFrom('all', 'model', 'account:acme', 'kind:ticket.reply', 'connector:smtp'),
    on: fc.boolean(),
  }),
};

/** Valid parameters of one kind. */
export function arbitraryParams(kind: ActionKindName): fc.Arbitrary<Action['params']> {
  return paramsOf[kind] as fc.Arbitrary<Action['params']>;
}

/** Whole actions of every kind, or of one. */
export function arbitraryAction(kind?: ActionKindName): fc.Arbitrary<Action> {
  const kinds = kind === undefined ? fc.constantFrom(...actionKindNames) : fc.constant(kind);
  return kinds.chain((chosen) =>
    fc.record({
      kind: fc.constant(chosen),
      account: fc.oneof(fc.constant(null), name),
      params: arbitraryParams(chosen),
      connector: fc.constantFrom(...connectorNames),
      before:
        chosen === 'crm.update' ? fc.record({ to: fc.oneof(fc.constant(null), nastyLine(100)) }) : noBefore,
    }),
  );
}

const noBefore: fc.Arbitrary<Record<string, ActionValue>> = fc.constant({});
