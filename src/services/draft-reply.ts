import { fillMacro } from '../copilot/fill-macro.ts';
import { findInternal } from '../copilot/find-internal.ts';
import { findPromises } from '../copilot/find-promises.ts';
import { macroSections } from '../copilot/macro-sections.ts';
import { type FilledMacro, isRecord } from '../domain/answer.ts';
import { unfilledIn } from '../domain/knowledge.ts';
import { HoldfastError } from '../errors.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import { actorOf, type RequestContext } from './context.ts';
import { readMacroValues } from './macro-values.ts';
import { proposeAction } from './propose-action.ts';

/**
 * A macro with what is known of the account and the ticket put in.
 * @throws {HoldfastError} HF_NOT_FOUND when there is no such macro
 */
export async function draftReply(
  ctx: RequestContext,
  { macro, account, ticket }: { macro: string; account: string | null; ticket: string | null },
): Promise<FilledMacro> {
  const document = await ctx.knowledge.find(macro);
  if (document?.kind !== 'macro') throw new HoldfastError('HF_NOT_FOUND', `There is no macro '${macro}'`);
  return fillMacro(document, await readMacroValues(ctx, { account, ticket }));
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
 * agreed to; then nothing of it is proposed
 */
export async function proposeReply(
  ctx: RequestContext,
  { account, ticket, body, chosen, agreedBy = '', note = '' }: ReplyDraft,
): Promise<ProposeResult[]> {
  const left = unfilledIn(`${body}\n${note}`);
  if (left.length > 0) {
    throw new HoldfastError('HF_ACTION_INVALID', `Nobody has filled ${left.join(', ')}`, {
      next: 'Write what stands there for this customer, or take the sentence out.',
    });
  }
  const macro = chosen && (await ctx.knowledge.find(chosen.macroId));
  const sections = macroSections(macro?.body ?? '');
  const toAll = new Set(findInternal(sections.reply, sections.note));
  const internal = findInternal(body, sections.note).find((sentence) => !toAll.has(sentence));
  if (internal !== undefined) {
    throw new HoldfastError(
      'HF_ACTION_INVALID',
      `The reply says “${internal}”, which is for our own people alone`,
      {
        next: 'Take it out, or write it into the internal note.',
      },
    );
  }
  const { promises, founded } = await promisesOf(ctx, body, chosen, sections.reply);
  if (promises.length > 0 && agreedBy.trim() === '') {
    throw new HoldfastError(
      'HF_ACTION_INVALID',
      `The reply promises “${promises.join('”, “')}”, which nothing on record does`,
      {
        next: 'Take it out, or write down who agreed to it.',
      },
    );
  }
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
  if (note.trim() === '') return [reply];
  const params = { ticketId: ticket, body: note.trim() };
  return [reply, await proposeAction(ctx, { kind: 'ticket.note', account, params })];
}

/** What a reply promises beyond its macro and the passages of the answer that it was drafted from. */
async function promisesOf(
  ctx: RequestContext,
  body: string,
  chosen: ReplyDraft['chosen'],
  macro: string,
): Promise<{ promises: string[]; founded: string[] }> {
  const answer = chosen && (await ctx.store.findAnswer(chosen.answerId));
  // What a customer writes of a promise makes it none.
  const found = (answer?.found ?? []).filter((passage) => !isRecord(passage));
  const promises = findPromises(body, [...found, { text: macro }]).map(({ text }) => text);
  const all = findPromises(body, []).map(({ text }) => text);
  return { promises, founded: all.filter((promise) => !promises.includes(promise)) };
}
