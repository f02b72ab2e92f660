import { findInternal } from '../copilot/find-internal.ts';
import { quoteLength } from '../copilot/find-promises.ts';
import { macroSections } from '../copilot/macro-sections.ts';
import { HoldfastError } from '../errors.ts';
import { shorten } from '../views/fit-fields.ts';
import type { RequestContext } from './context.ts';

/**
 * Refuses a reply that repeats what its macro says to our own people alone. What the macro says to customers too is none
 * of it.
 * @param macroId - null = it was made of none
 * @throws {HoldfastError} HF_ACTION_INVALID, with `fields.input` 'body'
 */
export async function requireNothingInternal(
  ctx: RequestContext,
  body: string,
  macroId: string | null,
): Promise<void> {
  const macro = macroId === null ? null : await ctx.knowledge.find(macroId);
  if (!macro) return;
  const { reply, note } = macroSections(macro.body);
  const toAll = new Set(findInternal(reply, note));
  const internal = findInternal(body, note).find((sentence) => !toAll.has(sentence));
  if (internal === undefined) return;
  const quote = shorten(internal, quoteLength);
  throw new HoldfastError(
    'HF_ACTION_INVALID',
    `The reply says “${quote}”, which is for our own people alone`,
    {
      next: 'Take it out, or write it into the internal note.',
      fields: { input: 'body' },
    },
  );
}
