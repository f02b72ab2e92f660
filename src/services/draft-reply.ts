import { fillMacro, fillVariables } from '../copilot/fill-macro.ts';
import { findInternal } from '../copilot/find-internal.ts';
import { quotedPromises } from '../copilot/find-promises.ts';
import { macroSections } from '../copilot/macro-sections.ts';
import { type CopilotAnswer, type FilledMacro, isRecord } from '../domain/answer.ts';
import { unfilledIn } from '../domain/knowledge.ts';
import { HoldfastError } from '../errors.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import { shorten } from '../views/fit-fields.ts';
import { actorOf, type RequestContext } from './context.ts';
import { type ReplySubject, readMacroValues } from './macro-values.ts';
import { dryRunAction, proposeAction } from './propose-action.ts';
import { findAccountByText } from './resolve-account.ts';

/**
 * A macro with what is known of the account, the ticket and the known issue put in.
 * @throws {HoldfastError} HF_NOT_FOUND when there is no such macro
 */
export async function draftReply(
  ctx: RequestContext,
  { macro, ...subject }: ReplySubject & { macro: string },
): Promise<FilledMacro> {
  const document = await ctx.knowledge.find(macro);
  if (document?.kind !== 'macro') throw new HoldfastError('HF_NOT_FOUND', `There is no macro '${macro}'`);
  return fillMacro(document, await readMacroValues(ctx, subject));
}

/** The known issue that an answer was found in; null = it was none */
export function issueOf(answer: CopilotAnswer): string | null {
  const [best] = answer.kind === 'answer' ? answer.sources : [];
  return best?.kind === 'known-issue' ? best.id : null;
}

/** A reply that the customer will read. */
export interface ReplyDraft {
  account: string;
  ticket: string;
  body: string;
  /** The macro that it was made of, and the answer that suggested it; absent = neither. */
  chosen?: { answerId: string; macroId: string };
  /** Who agreed to what it promises; empty = nobody. */
  agreedBy?: string;
  /** What our own people shall read in the ticket: an action of its own; empty = nothing. */
  note?: string;
}

/**
 * Proposes a reply, and the internal note beside it where there is one: two actions, judged and approved each by itself.
 * Of which macro it was made is remembered with the question: the next one like it finds the macro sooner.
 * A date, a refund, a fix or an exception that nothing on record promises goes out only where somebody agreed to it.
 * What the macro says to our own people alone goes out never.
 * @throws {HoldfastError} HF_ACTION_INVALID when a variable is left, it says what is internal, or it promises what nobody
 * agreed to; then nothing of it is proposed. `fields.input` names the part of the draft that it is about
 */
export async function proposeReply(ctx: RequestContext, draft: ReplyDraft): Promise<ProposeResult[]> {
  const { account, ticket, chosen, agreedBy = '' } = draft;
  const { body, note } = await filled(ctx, draft);
  const left = unfilledIn(`${body}\n${note}`);
  if (left.length > 0) {
    throw refused(
      unfilledIn(body).length > 0 ? 'body' : 'note',
      `Nobody has filled ${left.join(', ')}`,
      'Write what stands there for this customer, or take the sentence out.',
    );
  }
  const macro = chosen && (await ctx.knowledge.find(chosen.macroId));
  const sections = macroSections(macro?.body ?? '');
  const toAll = new Set(findInternal(sections.reply, sections.note));
  const internal = findInternal(body, sections.note).find((sentence) => !toAll.has(sentence));
  if (internal !== undefined) {
    throw refused(
      'body',
      `The reply says “${shorten(internal, quoteLength)}”, which is for our own people alone`,
      'Take it out, or write it into the internal note.',
    );
  }
  const { promises, founded } = await promisesOf(ctx, body, chosen, sections.reply);
  if (promises.length > 0 && agreedBy.trim() === '') {
    const quoted = promises.map((sentence) => `“${sentence}”`).join(', ');
    throw refused(
      'agreed',
      `The reply promises ${quoted}, which nothing on record does`,
      'Take it out, or write down who agreed to it.',
    );
  }
  const beside = { kind: 'ticket.note', account, params: { ticketId: ticket, body: note.trim() } };
  // A note that cannot be proposed is refused before the reply is.
  if (note.trim() !== '') await dryRunAction(ctx, beside);
  const reply = await proposeAction(ctx, {
    ...{ kind: 'ticket.reply', account, params: { ticketId: ticket, body } },
    also: async (store, proposal) => {
      const [at, actor] = [ctx.clock.now(), actorOf(ctx)];
      if (chosen) await store.addMacroChoice({ ...chosen, by: actor, at });
      const agreed = { promises, agreedBy: agreedBy.trim() };
      if (promises.length + founded.length > 0)
        await store.addReplyPromises(proposal.id, { ...agreed, founded });
      if (promises.length === 0) return;
      const detail = { proposal: proposal.id, ...agreed };
      await store.appendAudit({ at, actor, action: 'reply.promised', account: proposal.account, detail });
    },
  });
  return note.trim() === '' ? [reply] : [reply, await proposeAction(ctx, beside)];
}

/** What was open when the form was opened, account and ticket, is known when it is sent. */
async function filled(
  ctx: RequestContext,
  { account, ticket, body, note = '', chosen }: ReplyDraft,
): Promise<{ body: string; note: string }> {
  if (unfilledIn(`${body}\n${note}`).length === 0) return { body, note };
  const match = await findAccountByText(ctx, account);
  const answer = chosen && (await ctx.store.findAnswer(chosen.answerId));
  const values = await readMacroValues(ctx, {
    account: match.kind === 'found' ? match.id : null,
    ticket: ticket === '' ? null : ticket,
    issue: answer ? issueOf(answer.answer) : null,
  });
  return { body: fillVariables(body, values).text, note: fillVariables(note, values).text };
}

/** How much of a sentence is enough to find it again. */
const quoteLength = 120;

function refused(input: 'body' | 'agreed' | 'note', message: string, next: string): HoldfastError {
  return new HoldfastError('HF_ACTION_INVALID', message, { next, fields: { input } });
}

/** The sentences in which a reply promises something, those apart that its macro or the passages of its answer say too. */
async function promisesOf(
  ctx: RequestContext,
  body: string,
  chosen: ReplyDraft['chosen'],
  macro: string,
): Promise<{ promises: string[]; founded: string[] }> {
  const answer = chosen && (await ctx.store.findAnswer(chosen.answerId));
  // What a customer writes of a promise makes it none.
  const found = (answer?.found ?? []).filter((passage) => !isRecord(passage));
  const promises = quotedPromises(body, [...found, { text: macro }]);
  return { promises, founded: quotedPromises(body, []).filter((one) => !promises.includes(one)) };
}
