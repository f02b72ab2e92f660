import { z } from 'zod';
import type { Action } from '../../domain/action.ts';
import { counted } from '../../domain/counted.ts';
import { parseInstant } from '../../domain/instant.ts';
import type { Meeting } from '../../domain/meeting.ts';
import type { ActionFacts, ActionKind } from '../action-kind.ts';
import { customerProblem } from './customer-problem.ts';
import { addressField, domainOf, idField, lineField, textField } from './fields.ts';
import { nameOf, oneLine } from './one-line.ts';

const schema = z.strictObject({
  to: z
    .array(addressField)
    .min(1)
    .max(20)
    .refine(
      (to) => new Set(to.map((one) => one.toLowerCase())).size === to.length,
      'must not name an address twice',
    ),
  subject: lineField(200),
  body: textField(20_000),
  /** Goes with the letter as a calendar file. */
  invitation: z
    .strictObject({
      uid: idField(250),
      title: lineField(200),
      description: textField(2_000),
      startsAt: z.string().refine((text) => parseInstant(text) !== null, 'must be an instant with a zone'),
      minutes: z.int().min(5).max(480),
      weeks: z.int().min(1).max(52),
      organizer: addressField.exactOptional(),
    })
    .exactOptional(),
  /** Set as a page too: the HTML beside the text is made of its lines, so that it says nothing else. */
  format: z.literal('letter').exactOptional(),
  /** Where its readers say that they want no more of them; the address is completed when it is sent. */
  optOut: z
    .string()
    .regex(/^\/letters\/aw[0-9a-f]{30}$/, 'must be the page of a weekly letter')
    .exactOptional(),
  artifactIds: z.array(idField()).max(10).exactOptional(),
  /** What those are, looked up when it was proposed: exactly these bytes are approved. */
  attachments: z
    .array(
      z.strictObject({
        artifactId: idField(),
        fileName: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,119}$/, 'must be a plain file name'),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256, hexadecimal'),
        bytes: z.int().min(0),
      }),
    )
    .max(10)
    .exactOptional(),
});
type Params = z.infer<typeof schema>;

/** An e-mail to people at a customer, whose domains stand in the customer's record. */
export const messageCustomer: ActionKind<Params> = {
  kind: 'message.customer',
  schema,
  needsAccount: true,
  risk: ({ to }) => (to.length > 5 ? 'high' : 'medium'),
  summary: ({ to, subject }, account) =>
    oneLine(`E-mail ${counted(to.length, 'person', 'people')} at ${nameOf(account)}: ${subject}`),
  connectors: ['smtp', 'outbox'],
  check: findProblem,
  measures: ({ to }) => ({ recipients: to.length }),
};

/** The meeting that a letter invites to; null = it invites to none */
export function meetingOf({ kind, params }: Action): Meeting | null {
  if (kind !== 'message.customer' || params.invitation === undefined) return null;
  return schema.shape.invitation.parse(params.invitation) ?? null;
}

/** The files that a letter brings along, as they were approved. */
export function attachmentsOf({ kind, params }: Action): NonNullable<Params['attachments']> {
  if (kind !== 'message.customer' || params.attachments === undefined) return [];
  return schema.shape.attachments.parse(params.attachments) ?? [];
}

/** What most mail servers take, all files together. Source: ours, well under the usual 25 MB. */
const bytesAtMost = 15_000_000;

/** A file goes out as it was made, to the account that it is about, and only if it was made for it. */
function attachmentProblem(
  { artifactIds = [], attachments = [] }: Params,
  { account, artifacts = [] }: ActionFacts,
): string | null {
  const named = attachments.map(({ artifactId }) => artifactId);
  if (named.length !== artifactIds.length || named.some((id, at) => id !== artifactIds[at]))
    return 'The files to attach were not looked up: propose it again';
  for (const { artifactId, fileName, sha256 } of attachments) {
    const artifact = artifacts.find(({ id }) => id === artifactId);
    if (!artifact) return `There is no artifact '${artifactId}' to attach`;
    if (artifact.account !== account?.id) return `${fileName} is about another customer`;
    if (artifact.audience !== 'customer')
      return `${fileName} is for our own people: make it for the customer, with: pack ${artifact.account} ${artifact.kind} --for customer`;
    if (artifact.sha256 !== sha256)
      return `${fileName} is not the file that was shown: its hash is another one`;
  }
  const total = attachments.reduce((sum, { bytes }) => sum + bytes, 0);
  return total > bytesAtMost
    ? `The files have ${Math.ceil(total / 1_000_000)} MB together; a letter takes 15`
    : null;
}

function findProblem(params: Params, facts: ActionFacts): string | null {
  const { to, invitation, format, optOut } = params;
  const { account } = facts;
  const problem = customerProblem(facts);
  if (problem || !account) return problem;
  if ((format === undefined) !== (optOut === undefined))
    return 'A weekly letter says where its readers can stop it, and no other letter does';
  if (facts.subject === 'opted-out') return 'Somebody whom it goes to wants no weekly letters: take them out';
  const unattachable = attachmentProblem(params, facts);
  if (unattachable) return unattachable;
  if (invitation && new Date(invitation.startsAt) <= facts.now)
    return `The meeting that it invites to began at ${invitation.startsAt}: choose another time`;
  const domains = new Set(account.domains.map((domain) => domain.toLowerCase()));
  const stranger = to.find((address) => !domains.has(domainOf(address)));
  if (stranger === undefined) return null;
  const known = account.domains.length > 0 ? account.domains.join(', ') : 'none';
  return `${stranger} is at no domain of ${account.name} (${known})`;
}
