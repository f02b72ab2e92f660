import { fillMacro, fillVariables } from '../copilot/fill-macro.ts';
import { type PromisedSentence, promisedSentences } from '../copilot/find-promises.ts';
import { macroSections } from '../copilot/macro-sections.ts';
import { type FilledMacro, isRecord, issueOf } from '../domain/answer.ts';
import { unfilledIn } from '../domain/knowledge.ts';
import type { SearchableDocument } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import { lineField } from '../guardrail/actions/fields.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import { actorOf, type RequestContext } from './context.ts';
import { requireNothingInternal } from './internal-words.ts';
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
  return fillMacro(await requireMacro(ctx, macro), await readMacroValues(ctx, subject));
}

/** A macro with nothing put in. @throws {HoldfastError} HF_NOT_FOUND when there is no such macro */
export async function readReply(ctx: RequestContext, macro: string): Promise<FilledMacro> {
  return fillMacro(await requireMacro(ctx, macro), {});
}

async function requireMacro(ctx: RequestContext, id: string): Promise<SearchableDocument> {
  const document = await ctx.knowledge.find(id);
  if (document?.kind === 'macro') return document;
  throw new HoldfastError('HF_NOT_FOUND', `There is no macro '${id}'`);
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
 * What the macro says to our own people alone is refused, here and in an edit.
 * @throws {HoldfastError} HF_ACTION_INVALID when a variable is left, it says what is internal, or it promises what nobody
 * agreed to; then nothing of it is proposed. `fields.input` names the part of the draft that it is about
 */
export async function proposeReply(ctx: RequestContext, draft: ReplyDraft): Promise<ProposeResult[]> {
  const { account, ticket, chosen } = draft;
  const { body, note } = await filled(ctx, draft);
  const left = unfilledIn(`${body}\n${note}`);
  if (left.length > 0) {
    throw refused(
      unfilledIn(body).length > 0 ? 'body' : 'note',
      `Nobody has filled ${left.join(', ')}`,
      'Write what stands there for this customer, or take the sentence out.',
    );
  }
  await requireNothingInternal(ctx, body, chosen?.macroId ?? null);
  const { promises, founded } = await promisesOf(ctx, body, chosen);
  const agreedBy = requireName(draft.agreedBy ?? '');
  if (promises.length > 0 && agreedBy === '') {
    const quoted = promises.map(({ quote }) => `“${quote}”`).join(', ');
    throw refused(
      'agreed',
      `The reply promises ${quoted}, which nothing on record does`,
      'Take it out, or write down who agreed to it.',
    );
  }
  const beside = { kind: 'ticket.note', account, params: { ticketId: ticket, body: note.trim() } };
  // A note that cannot be proposed is refused before the reply is.
  if (note.trim() !== '') {
    const { verdict } = await dryRunAction(ctx, beside);
    if (!verdict.ok)
      throw refused('note', verdict.reason, 'Take the note out, or ask somebody who may write it.');
  }
  const reply = await proposeAction(ctx, {
    kind: 'ticket.reply',
    account,
    params: { ticketId: ticket, body },
    also: async (store, proposal) => {
      const [at, actor] = [ctx.clock.now(), actorOf(ctx)];
      if (chosen) await store.addMacroChoice({ ...chosen, by: actor, at });
      const agreed = { promises: promises.map(({ sentence }) => sentence), agreedBy };
      const made = { macroId: chosen?.macroId ?? null, founded, ...agreed };
      if (chosen || promises.length + founded.length > 0) await store.addReplyDraft(proposal.id, made);
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

/** Who agreed, as one line; empty = nobody. @throws {HoldfastError} HF_ACTION_INVALID at the input `agreed` */
function requireName(given: string): string {
  const name = given.trim();
  const problem = name === '' ? null : (lineField(200).safeParse(name).error?.issues[0]?.message ?? null);
  if (problem !== null) throw refused('agreed', `Who agreed ${problem}`, 'Write a name.');
  return name;
}

function refused(input: 'body' | 'agreed' | 'note', message: string, next: string): HoldfastError {
  return new HoldfastError('HF_ACTION_INVALID', message, { next, fields: { input } });
}

/** The sentences in which a reply promises something; `founded` are those that its macro or the passages of its answer say too. */
async function promisesOf(
  ctx: RequestContext,
  body: string,
  chosen: ReplyDraft['chosen'],
): Promise<{ promises: PromisedSentence[]; founded: string[] }> {
  const answer = chosen && (await ctx.store.findAnswer(chosen.answerId));
  const macro = chosen && (await ctx.knowledge.find(chosen.macroId));
  // What a customer writes of a promise makes it none.
  const found = (answer?.found ?? []).filter((passage) => !isRecord(passage));
  const promises = promisedSentences(body, [...found, { text: macroSections(macro?.body ?? '').reply }]);
  const open = new Set(promises.map(({ sentence }) => sentence));
  const founded = promisedSentences(body, []).map(({ sentence }) => sentence);
  return { promises, founded: founded.filter((sentence) => !open.has(sentence)) };
}
