import { HoldfastError } from '../errors.ts';
import type { RequestContext } from './context.ts';

const namedAtMost = 12;

/**
 * The word that contracts use for a segment, however somebody writes it. One that nobody is in is refused: a digest of it
 * would say every week that all is well.
 * @throws {HoldfastError} HF_USAGE with those that there are
 */
export async function requireSegment(
  ctx: Pick<RequestContext, 'store' | 'content'>,
  text: string,
): Promise<string> {
  const known = await knownSegments(ctx);
  const wanted = text.trim();
  const found = known.find((one) => one === wanted) ?? known.find((one) => isSame(one, wanted));
  if (found !== undefined) return found;
  const more = known.length - namedAtMost;
  const names = known.slice(0, namedAtMost).map((one) => one.slice(0, 60));
  throw new HoldfastError('HF_USAGE', `No customer is of the segment '${text.slice(0, 60)}'`, {
    next:
      known.length === 0
        ? 'No contract names a segment yet. Leave it out for all customers.'
        : `Known segments: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  });
}

/** Those of contracts, and those that a profile is for. */
async function knownSegments({
  store,
  content,
}: Pick<RequestContext, 'store' | 'content'>): Promise<string[]> {
  const profiled = content.profiles.flatMap(({ appliesTo: { segments } }) =>
    segments === 'any' ? [] : segments,
  );
  const contracted = (await store.listAccounts()).flatMap(({ segment }) => segment ?? []);
  return [...new Set([...profiled, ...contracted])].sort();
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
