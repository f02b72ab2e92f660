import { type Translated, translateText } from '../copilot/model/translate-text.ts';
import type { RequestContext } from './context.ts';
import { isModelHalted } from './model-halted.ts';
import { namesToMask } from './names-to-mask.ts';

/** Has the model translate a text, unless there is none or a switch holds it back. */
export async function translateBy(
  ctx: RequestContext,
  text: string,
  language: string,
): Promise<Translated | { ok: false; reason: 'halted' }> {
  if (!ctx.writer || (await isModelHalted(ctx))) return { ok: false, reason: 'halted' };
  const { model, settings, prompts } = ctx.writer;
  const translated = await translateText(
    {
      model,
      price: settings.price,
      prompt: prompts.translate,
      secret: ctx.ids.secret(),
      names: await namesToMask(ctx),
      signal: new AbortController().signal,
    },
    text,
    language,
  );
  return { ...translated, record: { ...translated.record, currency: settings.price?.currency ?? null } };
}
