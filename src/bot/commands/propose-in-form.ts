import { HoldfastError } from '../../errors.ts';
import type { proposeAction } from '../../services/propose-action.ts';
import { notProposedView, proposedView, refusedText } from '../../views/proposed-view.ts';
import type { Answer } from '../reply.ts';

type ProposeResult = Awaited<ReturnType<typeof proposeAction>>;

/** What a person can set right stays in the form, with the reason beside the input. */
export async function asForm(
  input: string,
  propose: () => Promise<ProposeResult | readonly ProposeResult[]>,
): Promise<Answer> {
  try {
    return proposed(...[await propose()].flat());
  } catch (error) {
    if (!(error instanceof HoldfastError) || !settable.has(error.code)) throw error;
    const view = notProposedView(error.message, error.next);
    const { at = input, said = refusedText(error.message, nextInForm(error)) } = inputOf(error);
    return { view, fieldErrors: { [at]: said } };
  }
}

/** What a person sets right by what they write; everything else is told as any other failure. */
const settable: ReadonlySet<HoldfastError['code']> = new Set([
  'HF_ACTION_INVALID',
  'HF_ACCOUNT_UNKNOWN',
  'HF_ACCOUNT_AMBIGUOUS',
]);

/** Which inputs the parameters of what is proposed here are typed into. */
const inputs: Readonly<Record<string, string>> = {
  'task.create title': 'task',
  'ticket.escalate ticketId': 'ticket',
  'ticket.reply ticketId': 'ticket',
  'ticket.reply body': 'body',
  'ticket.note body': 'note',
};

/** The input that a refusal is about, and what is wrong there, where it says so. */
function inputOf({ code, fields }: HoldfastError): { at?: string; said?: string } {
  if (code === 'HF_ACCOUNT_UNKNOWN' || code === 'HF_ACCOUNT_AMBIGUOUS') return { at: 'account' };
  if (typeof fields.input === 'string') return { at: fields.input };
  const at = inputs[`${fields.kind} ${fields.param}`];
  return at === undefined ? {} : { at, said: sentenceOf(String(fields.problem)) };
}

/** What to do about it in a form: what an error says of accounts is meant for a command. */
function nextInForm({ code, fields, next }: HoldfastError): string {
  if (code === 'HF_ACCOUNT_AMBIGUOUS') return 'Write one of these ids.';
  if (code !== 'HF_ACCOUNT_UNKNOWN') return next;
  const closest = Array.isArray(fields.closest) ? fields.closest.map(({ id }) => String(id)) : [];
  return closest.length > 0 ? `Closest: ${closest.join(', ')}.` : 'Write its id, name or domain.';
}

function sentenceOf(problem: string): string {
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
}

/** What became of proposals, for whoever made them. */
export function proposed(...results: readonly ProposeResult[]): Answer {
  const views = results.map((one) => (one.ok ? proposedView(one.proposal) : notProposedView(one.reason)));
  return {
    view: {
      summary: views.map(({ summary }) => summary).join(' '),
      blocks: views.flatMap(({ blocks }) => blocks),
    },
  };
}
