import type { RequestContext } from '../services/context.ts';
import { reviewTicket, type TicketReview } from '../services/review-ticket.ts';
import { shareTicket } from '../services/share-ticket.ts';
import { unshareTicket } from '../services/unshare-ticket.ts';
import { said } from '../views/said.ts';
import type { Span, View } from '../views/view.ts';
import type { Options, Outcome } from './command.ts';
import { flagOption, textOption } from './options.ts';

/** `knowledge share ID`: what all would read of a solved ticket; with `--yes` it is shared. */
export async function shareOrShow(ctx: RequestContext, id: string, options: Options): Promise<Outcome> {
  if (!flagOption(options, 'yes')) return shown(await reviewTicket(ctx, id));
  const { title } = await shareTicket(ctx, id, {
    withPersonalData: flagOption(options, 'withPersonalData'),
    seen: textOption(options, 'text'),
  });
  const text = `“${title}” may answer every account from now on, until its text changes or you say: holdfast knowledge unshare ${id}`;
  return { json: { id, title, shared: true }, view: said(text) };
}

/** `knowledge unshare ID` */
export async function unshare(ctx: RequestContext, id: string): Promise<Outcome> {
  const { title } = await unshareTicket(ctx, id);
  const text = `“${title}” answers its own account alone again.`;
  return { json: { id, title, shared: false }, view: said(text) };
}

function shown(review: TicketReview): Outcome {
  const { id, title, text, findings, isShared, mark } = review;
  return {
    json: {
      id,
      title,
      text,
      shared: isShared,
      mark,
      findings: findings.map((one) => ({ ...one, text: text.slice(one.start, one.end) })),
    },
    view: reviewView(review),
  };
}

function reviewView(review: TicketReview): View {
  const { id, findings, mark, isShared } = review;
  const looked = findings.length === 0 ? '' : ' --with-personal-data';
  const found =
    findings.length === 0
      ? 'No form of personal data or of a secret was found; look for what has none.'
      : `Found ${findings.length} of what looks personal or secret; each stands in [brackets].`;
  const [next, command] = isShared
    ? ['Every account has it already. To take it back:', `unshare ${id}`]
    : [
        'Nothing was shared. If every account may have this text:',
        `share ${id} --yes${looked} --text ${mark}`,
      ];
  return {
    summary: found,
    blocks: [
      { kind: 'text', spans: [{ text: 'What every account would have:', strong: true }] },
      { kind: 'quote', spans: marked(review) },
      { kind: 'text', spans: [{ text: found, strong: findings.length > 0 }] },
      { kind: 'text', spans: [{ text: next }] },
      { kind: 'text', spans: [{ text: `holdfast knowledge ${command}`, code: true }] },
    ],
  };
}

/** The whole text, with the kind before each finding: `[email: ann@acme.example]`. */
function marked({ text, findings }: TicketReview): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { kind, start, end } of findings) {
    spans.push({ text: text.slice(from, start) });
    spans.push({ text: `[${kind}: ${text.slice(start, end)}]`, strong: true });
    from = end;
  }
  return [...spans, { text: text.slice(from) }].filter((span) => span.text !== '');
}
