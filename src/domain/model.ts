/** What a call to a model used, as the endpoint counted it. */
export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
}

/** What a model costs: millionths of the currency for a million tokens, whole numbers. */
export interface ModelPrice {
  /** ISO 4217. */
  currency: string;
  inputMicros: number;
  outputMicros: number;
}

/** OpenAI's own API. */
export const openAiUrl = 'https://api.openai.com/v1';

/** Where a model of some kind is reached, as the operator configured it. */
export interface EndpointSettings {
  /** The endpoint's own name of the model. */
  name: string;
  /** Base of an OpenAI-compatible API; null = OpenAI's own. */
  url: string | null;
  /** Never logged, never in a prompt; null = the endpoint asks for none. */
  key: string | null;
}

/** The same of a model that writes, with what it costs. */
export interface ModelSettings extends EndpointSettings {
  /** null = unknown, which is not free. */
  price: ModelPrice | null;
}

const tokensPerPrice = 1_000_000;

/**
 * What calls cost, in millionths of the price's currency, rounded up once for all of them.
 * @param usages - one entry a call; null = the endpoint did not say
 * @returns null where the price or the usage of any call is unknown
 */
export function costMicrosOf(
  usages: readonly (ModelUsage | null)[],
  price: ModelPrice | null,
): number | null {
  if (price === null) return null;
  let millionths = 0n;
  for (const usage of usages) {
    if (usage === null) return null;
    millionths += BigInt(usage.inputTokens) * BigInt(price.inputMicros);
    millionths += BigInt(usage.outputTokens) * BigInt(price.outputMicros);
  }
  const whole = BigInt(tokensPerPrice);
  return Number((millionths + whole - 1n) / whole);
}

/**
 * Reads a price such as `EUR 0.15/0.60`: for a million tokens in, and a million out.
 * @returns null where the text is none
 */
export function parseModelPrice(text: string): ModelPrice | null {
  const [, currency, input, output] =
    /^([A-Z]{3}) (\d{1,6}(?:\.\d{1,6})?)\/(\d{1,6}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  if (currency === undefined || input === undefined || output === undefined) return null;
  return { currency, inputMicros: microsOf(input), outputMicros: microsOf(output) };
}

function microsOf(decimal: string): number {
  const [whole = '', fraction = ''] = decimal.split('.');
  return Number(whole + fraction.padEnd(6, '0'));
}
