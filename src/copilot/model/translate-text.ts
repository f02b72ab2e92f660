import { z } from 'zod';
import { costMicrosOf, type ModelUsage } from '../../domain/model.ts';
import { findTranslationFault, type TranslationFault } from '../check-translation.ts';
import { detectLanguage, languageName } from '../language.ts';
import { createMasking } from '../masking.ts';
import type { ModelFailure } from './model.ts';
import { renderPrompt } from './render-prompt.ts';
import type { Writer } from './write-answer.ts';

/** Why a translation is not shown. */
export type NotTranslated =
  | ModelFailure
  | TranslationFault
  | 'nothing_written'
  | 'forged_placeholder'
  /** A name was left out, or written twice. */
  | 'names'
  /** It is written in some other language. */
  | 'language';

/** What is kept beside a translation, so that it can be traced and counted. */
export interface TranslationRecord {
  prompt: { name: string; digest: string };
  model: string | null;
  usage: ModelUsage | null;
  /** Millionths of the price's currency; null = unknown. */
  costMicros: number | null;
  currency?: string | null;
}

export type Translated = { record: TranslationRecord } & (
  | { ok: true; text: string }
  | { ok: false; reason: NotTranslated }
);

const schema = { name: 'translation', type: z.strictObject({ text: z.string() }) };
const translationMs = 25_000;
const longest = 6_000;

/**
 * Has a model translate a question or a reply. Names and personal data do not leave; what comes back is compared with the original, and
 * refused where it says other figures, codes or names, or where it is in another language.
 * @param language - ISO 639-1
 */
export async function translateText(writer: Writer, given: string, language: string): Promise<Translated> {
  const { id, version, digest } = writer.prompt;
  const record: TranslationRecord = {
    prompt: { name: `${id}@${version}`, digest },
    model: null,
    usage: null,
    costMicros: 0,
  };
  const masking = createMasking(writer.names, writer.secret);
  const inputs = { language: languageName(language), text: masking.mask(given) };
  const result = await writer.model.complete({
    prompt: renderPrompt(writer.prompt, inputs, writer.secret.slice(8, 24)),
    schema,
    signal: AbortSignal.any([writer.signal, AbortSignal.timeout(translationMs)]),
  });
  Object.assign(record, { usage: result.usage, costMicros: costMicrosOf([result.usage], writer.price) });
  if (!result.ok) return { ok: false, reason: result.reason, record };
  record.model = result.model;
  const restored = masking.restore(result.value.text.trim());
  if (!restored.ok) return { ok: false, reason: 'forged_placeholder', record };
  const fault = await faultOf(restored.text, given, language, writer.names);
  return fault === null ? { ok: true, text: restored.text, record } : { ok: false, reason: fault, record };
}

async function faultOf(
  text: string,
  given: string,
  language: string,
  names: readonly string[],
): Promise<NotTranslated | null> {
  if (text === '') return 'nothing_written';
  if (text.length > longest) return 'length'; // never cut: what is missing would be missing without a word
  const fault = findTranslationFault(text, given);
  if (fault !== null) return fault;
  const isOff = names.some((name) => name !== '' && text.split(name).length !== given.split(name).length);
  if (isOff) return 'names';
  return [language, null].includes(await detectLanguage(text)) ? null : 'language';
}
