import type { ConnectorName } from '../domain/action.ts';
import type { ProposalPicture, ReplyPromises } from '../domain/proposal.ts';
import { cardFields } from './card-fields.ts';
import { fieldBlocks } from './field-blocks.ts';
import { costOf, fitFields, type ShownField, shorten } from './fit-fields.ts';
import { formatInstant } from './format.ts';
import { type MessagePreview, previewMessage } from './message-preview.ts';
import { approvingWords, distance, isShadow, progressOf, stateWords, toneOf } from './proposal-words.ts';
import { askedFacts, settledBlocks } from './settled-blocks.ts';
import type { View, ViewBlock, ViewButton } from './view.ts';

/** What becomes of it outside, in words: the name of a connector says that to few. */
const ways: Readonly<Record<ConnectorName, string>> = {
  holdfast: "in Holdfast's own records",
  outbox: 'as a file in the outbox, sent to nobody',
  chat: 'in chat',
  smtp: 'by e-mail',
  hubspot: 'in HubSpot',
  zendesk: 'in Zendesk',
  intercom: 'in Intercom',
};

/** What one message of any platform takes, less the note that not all of it fits. */
const roomOfCard = 11_500;
const summaryLength = 300;
const nameLength = 120;

/**
 * The card of one proposal: what exactly will happen, who asked, who may decide; or what came of it. Always one
 * message: where a text is too long for it, its start is there, and a button shows all of it.
 * @param fields - every leaf of the action, in order
 */
export function approvalView(picture: ProposalPicture, fields: readonly ShownField[], now: Date): View {
  const { proposal } = picture;
  const summary = shorten(proposal.summary.replace(/\s+/g, ' '), summaryLength);
  const above: ViewBlock[] = [
    { kind: 'heading', text: summary, tone: toneOf(picture) },
    ...banners(picture),
    ...(proposal.state === 'proposed' ? waitingBlocks(picture, now) : settledBlocks(picture, now)),
    ...(picture.isForged ? [] : [line(whatWords(picture), ` · ${ways[proposal.connector]}`)]),
  ];
  const below: ViewBlock[] = [
    { kind: 'buttons', buttons: buttonsOf(picture) },
    { kind: 'note', spans: [{ text: footnote(picture) }] },
  ];
  const room = roomOfCard - weightOf([...above, ...below]);
  const preview = previewMessage(picture.action, room - roomOfFields);
  const message = preview?.blocks ?? [];
  const shown = cardFields(preview ? besides(preview, fields, summary) : fields);
  const { fitted, missing, complete } = fitFields(shown, room - weightOf(message));
  const isWhole = complete && preview?.complete !== false;
  return {
    summary: `${stateWords[proposal.state].word}: ${summary}`,
    blocks: [
      ...[...above, ...fieldBlocks(fitted), ...message],
      ...(isWhole ? [] : [incompleteNote(missing)]),
      ...below,
    ],
  };
}

/** What a message leaves to the lines beside it: where it goes, and what a notification says. */
const roomOfFields = 4_500;

/** What every platform shows of a heading in one piece; a longer one is cut, and goes on below. */
const unbrokenHeading = 140;

/** The lines that a drawn message does not say: all but its own, unless an edit changed them. */
function besides(
  { summary, saysSummary }: MessagePreview,
  fields: readonly ShownField[],
  heading: string,
): readonly ShownField[] {
  const others = fields.filter(
    ({ path, before }) => before !== undefined || !path?.startsWith('params.view.'),
  );
  const isInHeading = costOf(heading) <= unbrokenHeading && heading.includes(summary);
  return saysSummary || isInHeading ? others : [...others, { label: 'Notification', value: summary }];
}

function banners({ proposal, haltedBy, isForged, isUnrecorded, promises }: ProposalPicture): ViewBlock[] {
  const open =
    proposal.state === 'proposed' || proposal.state === 'approved' || proposal.state === 'executing';
  const halted = haltedBy !== null && open;
  return [
    ...(isForged
      ? [
          line(
            '⛔ Changed outside of Holdfast. ',
            'This record is not what was proposed. It is not shown and cannot be approved. Reject it, and tell an admin.',
          ),
        ]
      : []),
    ...(halted
      ? [
          line(
            '⛔ Halted. ',
            `The kill switch for ${shorten(haltedBy, nameLength)} is on. Nothing of this runs until it is off.`,
          ),
        ]
      : []),
    ...(isShadow(proposal)
      ? [
          line(
            '👁 Shadow. ',
            'This kind of action is only practised: your decision is counted, and nothing will run.',
          ),
        ]
      : []),
    ...(isUnrecorded && open
      ? [
          line(
            '⚠️ No record of this ticket has come in from your help desk. ',
            'Nobody here can tell whose it is. Look it up there before you approve.',
          ),
        ]
      : []),
    ...promises.map(promiseLine),
  ];
}

/** What nothing on record promises, in the reply's own words, and who answers for it. */
function promiseLine({ promises, agreedBy }: ReplyPromises): ViewBlock {
  const quoted = promises.map((promise) => `“${shorten(promise, nameLength)}”`).join(', ');
  const who =
    agreedBy === null
      ? 'Nobody is named as having agreed: whoever approves it, agrees to it.'
      : `Named as having agreed: ${shorten(agreedBy, nameLength)}. Ask them before you approve.`;
  return line(
    '⚠️ It promises something. ',
    `Nothing on record says ${shorten(quoted, summaryLength)}. ${who}`,
  );
}

/** What a manager asks first about a discount: how much there is already. */
function sumFacts({ accountPercent }: ProposalPicture) {
  if (accountPercent === null) return [];
  return [
    { label: 'With this', value: [{ text: `${accountPercent} % off for this account within 365 days` }] },
  ];
}

function waitingBlocks(picture: ProposalPicture, now: Date): ViewBlock[] {
  const { proposal } = picture;
  const overdue = now.toISOString() >= proposal.expiresAt;
  const facts = [
    { label: 'Status', value: [{ text: progressOf(picture) }] },
    ...askedFacts(picture, now),
    { label: 'Risk', value: [{ text: proposal.risk }] },
    ...sumFacts(picture),
    { label: 'May approve', value: [{ text: approvingWords(picture) }] },
    {
      label: overdue ? 'Expired' : 'Expires',
      value: [
        {
          text: `${formatInstant(proposal.expiresAt)}, ${distance(proposal.expiresAt, now)}; without an answer nothing happens`,
        },
      ],
    },
  ];
  return [{ kind: 'facts', facts }];
}

function whatWords({ proposal }: ProposalPicture): string {
  switch (proposal.state) {
    case 'done':
      return 'Exactly this happened';
    case 'proposed':
    case 'approved':
      return isShadow(proposal) ? 'Exactly this would happen' : 'Exactly this will happen';
    case 'executing':
      return 'Exactly this is happening';
    case 'unknown':
      return 'Exactly this was tried';
    default:
      return 'Exactly this was proposed';
  }
}

function incompleteNote(missing: number): ViewBlock {
  const more = missing > 0 ? `${missing} further ${missing === 1 ? 'line is' : 'lines are'} not here. ` : '';
  return line(
    '⚠️ Not all of it fits here. ',
    `${more}Full text shows every character; read it before you decide.`,
  );
}

function buttonsOf(picture: ProposalPicture): ViewButton[] {
  const { proposal, button: value, canUndo, isForged } = picture;
  const fullText: ViewButton = { action: 'full-text', label: 'Full text', value };
  const reject: ViewButton = { action: 'reject', label: 'Reject…', value, tone: 'danger' };
  switch (proposal.state) {
    case 'proposed':
      if (isForged) return [reject];
      return [
        { action: 'approve', label: 'Approve', value, tone: 'primary' },
        reject,
        { action: 'edit', label: 'Edit…', value },
        fullText,
      ];
    case 'approved':
      return [{ action: 'cancel', label: 'Stop it', value, tone: 'danger' }, fullText];
    case 'unknown':
      return [
        { action: 'settle-done', label: 'It happened', value },
        { action: 'settle-failed', label: 'It did not happen', value },
        fullText,
      ];
    case 'done':
      return [...(canUndo ? [{ action: 'undo' as const, label: 'Undo', value }] : []), fullText];
    default:
      return [fullText];
  }
}

/** The card for somebody who cannot decide: it says so, and has no button that does. */
export function withoutDecisions(view: View): View {
  const deciding = new Set(['approve', 'reject', 'edit']);
  const decides = view.blocks.some(
    (block) => block.kind === 'buttons' && block.buttons.some(({ action }) => deciding.has(action)),
  );
  if (!decides) return view;
  return {
    ...view,
    blocks: view.blocks.flatMap((block): ViewBlock[] => {
      if (block.kind !== 'buttons') return [block];
      const buttons = block.buttons.filter(({ action }) => !deciding.has(action));
      return [
        { kind: 'note', spans: [{ text: 'You cannot decide about this; see above who may.' }] },
        ...(buttons.length > 0 ? [{ kind: 'buttons' as const, buttons }] : []),
      ];
    }),
  };
}

function footnote(picture: ProposalPicture): string {
  const { id, version, digest, ruling } = picture.proposal;
  const policies = ruling.policyIds.length === 0 ? 'none' : ruling.policyIds.join(', ');
  return [
    `Proposal ${shorten(id, 80)}`,
    `version ${version}`,
    `digest ${digest.slice(0, 12)}`,
    `policy ${shorten(policies, 400)}`,
  ].join(' · ');
}

/** At least what the blocks weigh in a message: their texts as they are shown, and the frames around them. */
function weightOf(part: unknown): number {
  if (typeof part === 'string') return costOf(part);
  if (part === null || typeof part !== 'object') return 0;
  return Object.values(part).reduce((sum: number, item) => sum + weightOf(item), 45);
}

function line(strong: string, text: string): ViewBlock {
  return { kind: 'text', spans: [{ text: strong, strong: true }, { text }] };
}
