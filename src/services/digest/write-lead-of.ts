import { narrate } from '../../copilot/model/narrate.ts';
import type { DigestSnapshot } from '../../domain/digest.ts';
import type { DigestFigures } from '../../rules/digest/count-figures.ts';
import { leadLength, leadSentences, writeLead } from '../../rules/digest/write-lead.ts';
import type { RequestContext } from '../context.ts';
import { isModelHalted } from '../model-halted.ts';
import { namesToMask } from '../names-to-mask.ts';

/**
 * What stands above the figures: two sentences of ours, or, where a model is at hand, those that it chose, ordered and
 * reworded and that say what was counted. Without an answer, or when nothing of it stands, ours do.
 */
export async function writeLeadOf(
  ctx: RequestContext,
  figures: DigestFigures,
): Promise<DigestSnapshot['lead']> {
  const own = { text: writeLead(figures), by: null };
  if (!ctx.writer || (await isModelHalted(ctx))) return own;
  const { model, settings, prompts } = ctx.writer;
  const narrated = await narrate(
    {
      model,
      price: settings.price,
      prompt: prompts.digest,
      secret: ctx.ids.secret(),
      names: await namesToMask(ctx),
      signal: new AbortController().signal,
    },
    leadSentences(figures),
    leadLength.most,
  );
  const { record } = narrated;
  ctx.log.info(
    { ...record, shown: narrated.ok, ...(narrated.ok ? {} : { reason: narrated.reason }) },
    'a model worded a digest',
  );
  return narrated.ok
    ? { text: narrated.sentences.join(' '), by: `${record.prompt} ${record.model ?? ''}`.trim() }
    : own;
}
