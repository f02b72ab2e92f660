import { passagesOf } from '../copilot/passages.ts';
import { plainSentences } from '../copilot/plain-sentences.ts';
import type { SolvedBefore } from '../domain/answer.ts';
import { ticketSource } from '../domain/indexed-knowledge.ts';
import { searchable } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from './context.ts';

/** A person looks through as many at a glance. */
const shownAtMost = 3;
/** Enough passages that three tickets are among them: one has a few. */
const passagesRead = 24;
/**
 * Cosine. Measured with our encoder: a ticket's subject finds its own text in 14 of 15 cases, and another's in 3 of 100; two
 * questions that different macros answer are as alike in 2 of 100.
 */
const leastAlike = 0.5;
/** What is named beside the one that is most alike comes so close to it. Source: ours. */
const closeShare = 0.8;
const sentencesShown = 2;

/**
 * The account's own solved tickets that are most like a question. They answer nothing by themselves: what was done once
 * for one customer is shown beside the answer, and a person looks whether it fits.
 * @param account - null = nobody's, and so none
 */
export async function findSolvedBefore(
  ctx: RequestContext,
  question: string,
  account: string | null,
): Promise<SolvedBefore[]> {
  if (account === null) return [];
  const vector = await vectorOf(ctx, question);
  if (!vector) return [];
  const near = await ctx.store.nearestChunks({
    vector,
    encoder: ctx.indexing.embedder.id,
    limit: passagesRead,
    filter: { audience: 'internal', account, kinds: ['solved-ticket'], sources: [ticketSource] },
  });
  const best = Math.max(0, ...near.map(({ similarity }) => similarity));
  const alike = near.filter(({ similarity }) => similarity >= Math.max(leastAlike, closeShare * best));
  const ids = [...new Set(alike.map(({ documentId }) => documentId))];
  const found: SolvedBefore[] = [];
  for (const id of ids) {
    const ticket = found.length < shownAtMost ? await readSolved(ctx, id, account) : null;
    if (ticket && !found.some((other) => wordsOf(other) === wordsOf(ticket))) found.push(ticket);
  }
  return found;
}

/** What solved it: the same answer to the same question need not be read twice. */
function wordsOf({ sentences }: SolvedBefore): string {
  return sentences.map(({ text }) => text).join(' ');
}

async function vectorOf(ctx: RequestContext, question: string): Promise<Float32Array | undefined> {
  try {
    return (await ctx.indexing.embedder.embed([question]))[0];
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_EMBEDDER_UNAVAILABLE') return undefined;
    throw error;
  }
}

/** Null = it is another account's, shared with all and found as such; or nobody wrote what solved it. */
async function readSolved(ctx: RequestContext, id: string, account: string): Promise<SolvedBefore | null> {
  const stored = await ctx.store.findDocument(id);
  if (stored?.account !== account) return null;
  const passages = passagesOf(searchable(id, stored));
  const sentences = passages
    .flatMap((passage) => plainSentences(passage.text).map((text) => ({ text, passageIds: [passage.id] })))
    .slice(0, sentencesShown);
  const [first] = passages;
  if (sentences.length === 0 || !first?.url) return null;
  const cited = passages.filter((passage) =>
    sentences.some(({ passageIds }) => passageIds.includes(passage.id)),
  );
  const ticketId = String(stored.meta.ticketId ?? stored.key);
  return { id, ticketId, title: stored.title, sentences, passages: cited, url: first.url };
}
