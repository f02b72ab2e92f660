import { counted } from '../domain/counted.ts';
import type { ProposalPicture } from '../domain/proposal.ts';
import { describeLetter } from './letter.ts';
import type { View, ViewBlock } from './view.ts';

const lettersShown = 40;

/** Every letter of a batch in full, and one button that approves exactly these. */
export function batchView(batch: {
  batch: string;
  pictures: readonly ProposalPicture[];
  button: string;
}): View {
  const { pictures, button } = batch;
  if (pictures.length === 0) {
    const none = 'Nothing of this batch waits for approval.';
    return { summary: none, blocks: [{ kind: 'text', spans: [{ text: none, quiet: true }] }] };
  }
  const title = `${counted(pictures.length, 'message')} to customers, to be approved together`;
  const tooMany = pictures.length > lettersShown;
  const buttons: ViewBlock[] = tooMany
    ? [
        {
          kind: 'text',
          spans: [
            { text: `The first ${lettersShown} are shown. What is not shown is not approved here: use ` },
            { text: `holdfast decide batch:${batch.batch} approve`, code: true },
            { text: ' in a terminal.' },
          ],
        },
      ]
    : [
        {
          kind: 'buttons',
          buttons: [
            {
              action: 'approve-batch',
              label: `Approve all ${pictures.length}`,
              value: button,
              tone: 'primary',
            },
          ],
        },
      ];
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      ...pictures
        .slice(0, lettersShown)
        .flatMap((picture, index) => [
          ...(index === 0 ? [] : [{ kind: 'divider' as const }]),
          ...letterBlocks(picture),
        ]),
      ...buttons,
      {
        kind: 'note',
        spans: [{ text: 'To leave one out, reject it first. Whoever asked for them cannot approve them.' }],
      },
    ],
  };
}

function letterBlocks(picture: ProposalPicture): ViewBlock[] {
  const { to, subject, body } = describeLetter(picture.action);
  const account = picture.accountName ?? picture.proposal.account ?? '';
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'Account', value: [{ text: account }] },
        { label: 'To', value: [{ text: to.join(', ') }] },
        { label: 'Subject', value: [{ text: subject }] },
      ],
    },
    { kind: 'quote', spans: [{ text: body }] },
    { kind: 'buttons', buttons: [{ action: 'open', label: 'Open', value: picture.proposal.id }] },
  ];
}
