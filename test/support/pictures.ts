import fc from 'fast-check';
import {
  type Action,
  type ActionValue,
  actionKindNames,
  connectorNames,
  risks,
  sealAction,
} from '../../src/domain/action.ts';
import { roles } from '../../src/domain/member.ts';
import {
  autonomyLevels,
  origins,
  type Proposal,
  type ProposalPicture,
  proposalStates,
} from '../../src/domain/proposal.ts';

/** A proposal as a card shows it; `change` and `extra` replace what a test is about. */
export function pictureOf(
  change: Partial<Proposal> = {},
  extra: Partial<Omit<ProposalPicture, 'proposal'>> = {},
): ProposalPicture {
  const action = extra.action ?? renewalMail;
  const sealed = sealAction(action);
  if (!sealed.ok) throw new Error(`no action: ${sealed.reason}`);
  const proposal: Proposal = {
    id: 'p-7h2k9',
    version: 1,
    revision: 1,
    state: 'proposed',
    kind: action.kind,
    account: action.account,
    connector: action.connector,
    risk: 'medium',
    digest: sealed.sealed.digest,
    summary: 'E-mail 2 people at Acme: Your renewal',
    origin: 'member',
    requester: 'csm1',
    author: 'csm1',
    seal: '',
    ruling: {
      effect: 'approve',
      quorum: 2,
      expiresHours: 72,
      escalateHours: 24,
      policyIds: ['customer-message-needs-two'],
      policyVersion: '3f9a',
    },
    autonomy: 'suggest',
    approvals: [],
    proposedAt: '2026-11-21T07:10:00.000Z',
    expiresAt: '2026-11-24T07:10:00.000Z',
    remindedAt: null,
    escalatedAt: null,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    fence: 0,
    attempts: 0,
    receipt: null,
    finishedAt: null,
    compensates: null,
    batch: null,
    ...change,
  };
  return {
    proposal,
    isForged: false,
    isUnrecorded: false,
    promises: [],
    ticket: null,
    action,
    previous: null,
    text: Buffer.from(sealed.sealed.bytes).toString('utf8'),
    accountName: 'Acme Corporation',
    names: { csm1: 'Priya Shah', manager1: 'Helena Strand', manager2: 'Omar Haddad', exec1: 'Grace Lin' },
    accountPercent: null,
    quorum: proposal.ruling.quorum,
    approvingRoles: ['manager', 'exec'],
    deciders: ['manager1', 'manager2', 'exec1'],
    haltedBy: null,
    button: 'p-7h2k9.1.aGVsbG8tdGhpcy1pcy1hLW1hYw',
    canUndo: false,
    ...extra,
  };
}

/** A message to two customers, with a text of several lines. */
export const renewalMail: Action = {
  kind: 'message.customer',
  account: 'acme',
  params: {
    to: ['dana.reyes@acme.example', 'li.wei@acme.example'],
    subject: 'Your renewal on 12 December',
    body: 'Hello Dana, hello Wei,\n\nyour contract renews on 12 December. Shall we talk on Thursday?\n\nPriya',
  },
  connector: 'outbox',
  before: {},
};

const nasty = fc.constantFrom(
  '<!channel> <@U1>',
  '*Risk:* low',
  '```\nRisk: low\n```',
  '\u202Egnp.exe',
  '\u200B'.repeat(900),
  '\u{E0041}hidden',
  'a\nRisk  low\nApproved by  everybody',
  'line\u2028separator',
  '👩‍👩‍👧‍👦',
  '   ',
  '',
  '<script>alert(1)</script>',
  'x'.repeat(3_001),
);
const text = fc.oneof(
  nasty,
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((each) => each.replaceAll('\u0000', '')),
  fc.integer({ min: 1, max: 9_000 }).map((length) => 'word '.repeat(length / 5)),
);
const key = fc.oneof(
  fc.constantFrom('to', 'subject', 'body', 'percent', 'expiresOn', 'view', 'a/b', 'a~b', '__proto_'),
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme-ascii' }),
);
const leaf = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('2026-12-12', '2026-02-30') },
);

/** Any JSON without floats that an action may carry. */
export const actionValues: fc.Arbitrary<ActionValue> = fc.letrec<{ value: ActionValue }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(text, { maxLength: 60 }) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }) },
  ),
})).value;

/** Parameters of no particular kind, as large as an action may be. */
export const paramsArbitrary: fc.Arbitrary<Record<string, ActionValue>> = fc
  .dictionary(key, actionValues, { maxKeys: 8, noNullPrototype: true })
  .filter((params) => sealAction({ ...renewalMail, params }).ok);

const actionArbitrary: fc.Arbitrary<Action> = fc
  .record({
    kind: fc.constantFrom(...actionKindNames),
    account: fc.option(text.map((each) => each.slice(0, 60))),
    params: paramsArbitrary,
    connector: fc.constantFrom(...connectorNames),
    before: fc.dictionary(key, leaf, { maxKeys: 3, noNullPrototype: true }),
  })
  .filter((action) => sealAction(action).ok);

const instant = fc
  .integer({ min: 0, max: 400_000 })
  .map((minutes) => new Date(Date.UTC(2026, 8, 1) + minutes * 60_000).toISOString());
const member = fc.constantFrom('csm1', 'manager1', 'manager2', 'exec1', 'system', 'somebody-else');

/** Pictures in every state, with texts that nobody would want on a card. */
export const pictureArbitrary: fc.Arbitrary<ProposalPicture> = fc
  .record({
    action: actionArbitrary,
    state: fc.constantFrom(...proposalStates),
    risk: fc.constantFrom(...risks),
    summary: text.map((each) => each || 'x'),
    origin: fc.constantFrom(...origins),
    requester: member,
    author: member,
    autonomy: fc.constantFrom(...autonomyLevels),
    approvals: fc.array(
      fc.record({ member, actingFor: fc.option(member), at: instant, mac: fc.constant('') }),
      { maxLength: 8 },
    ),
    expiresAt: instant,
    decidedBy: fc.option(member),
    decidedAt: fc.option(instant),
    finishedAt: fc.option(instant),
    reason: fc.option(text),
    attempts: fc.integer({ min: 0, max: 9 }),
    receipt: fc.option(fc.dictionary(key, text, { maxKeys: 10, noNullPrototype: true })),
    compensates: fc.option(fc.constant('p-1')),
    version: fc.integer({ min: 1, max: 99 }),
    policyIds: fc.array(fc.string({ maxLength: 60 }), { maxLength: 20 }),
    extra: fc.record({
      previous: fc.option(fc.constant(renewalMail)),
      accountName: fc.option(text),
      accountPercent: fc.option(fc.integer({ min: 1, max: 90 })),
      approvingRoles: fc.subarray([...roles]),
      haltedBy: fc.option(fc.oneof(fc.constant('everything'), text)),
      canUndo: fc.boolean(),
      names: fc.dictionary(member, text, { noNullPrototype: true }),
    }),
  })
  .map(({ action, policyIds, extra, ...change }) => {
    const ruling = { ...pictureOf().proposal.ruling, policyIds };
    return pictureOf({ ...change, ruling }, { ...extra, action });
  });
