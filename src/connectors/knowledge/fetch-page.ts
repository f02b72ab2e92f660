import { HoldfastError } from '../../errors.ts';

/** A vendor that knowledge is read from. */
export interface KnowledgeHost {
  /** For people: `GitHub`. */
  name: string;
  /** Origin alone, one of the allowed: `https://api.github.com`. */
  origin: string;
  headers: Readonly<Record<string, string>>;
  /** Sent with every request, and kept out of everything that is shown or stored. */
  secretHeaders: Readonly<Record<string, string>>;
}

/** What reading needs from the outside of it. */
export interface Reach {
  signal: AbortSignal;
  /** Waits, unless the signal says otherwise. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** An answer of a vendor; `unchanged` only where an ETag was given. */
export type Page =
  | { kind: 'unchanged' }
  | { kind: 'page'; json: unknown; etag: string | null; link: string | null };

/** The only hosts that knowledge is read from. Nothing that a vendor answers adds another. */
const allowedOrigins = [
  /^https:\/\/api\.github\.com$/,
  /^https:\/\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.zendesk\.com$/,
  /^https:\/\/api\.(?:eu\.|au\.)?intercom\.io$/,
];
const timeoutMs = 30_000;
const maxBytes = 16 * 1024 * 1024;
const attempts = 4;
/** A vendor that wants to be left alone for longer is asked at the next run. */
const patienceMs = 60_000;

/**
 * Asks a vendor for one page: no redirects, a time limit, a bounded answer. What passes by itself is tried again.
 * @param address - path and query, beginning with a slash
 * @param etag - of the page as it was read before; null = it was not
 * @throws {HoldfastError} HF_SOURCE_UNREADABLE
 */
export async function fetchPage(
  host: KnowledgeHost,
  address: string,
  etag: string | null,
  { signal, wait }: Reach,
): Promise<Page> {
  const url = addressOf(host, address);
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(host, url, etag, signal);
    if ('page' in answer) return answer.page;
    const { waitMs } = answer;
    const isLast = attempt === attempts || waitMs === null || waitMs > patienceMs || signal.aborted;
    if (isLast) throw unreadable(host, answer.reason);
    await wait(waitMs * (answer.isAsked ? 1 : 4 ** (attempt - 1)), signal);
  }
}

/** The one form of "this source could not be read". */
export function unreadable(
  { name }: Pick<KnowledgeHost, 'name'>,
  reason: string,
  cause?: unknown,
): HoldfastError {
  return new HoldfastError('HF_SOURCE_UNREADABLE', `${name} ${reason}`, cause === undefined ? {} : { cause });
}

function addressOf(host: KnowledgeHost, address: string): URL {
  const url = new URL(address, host.origin);
  const isAllowed = allowedOrigins.some((origin) => origin.test(url.origin));
  if (isAllowed && url.origin === host.origin && address.startsWith('/') && url.username === '') return url;
  throw unreadable(host, `may not be read at ${url.origin}`);
}

/** `waitMs`: after which it may work; null = it will not. `isAsked`: the vendor named that time. */
type Answer = { page: Page } | { reason: string; waitMs: number | null; isAsked?: boolean };

async function ask(host: KnowledgeHost, url: URL, etag: string | null, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      redirect: 'manual', // another address would be another host's word
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        accept: 'application/json',
        ...host.headers,
        ...host.secretHeaders,
        ...(etag === null ? {} : { 'if-none-match': etag }),
      },
    });
    if (response.status === 304 && etag !== null) return { page: { kind: 'unchanged' } };
    if (!response.ok) return refusal(response);
    const text = await readText(response);
    if (text === null) return { reason: `sent more than ${maxBytes} bytes in one page`, waitMs: null };
    return { page: toPage(text, response.headers) };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: 'sent what is no JSON', waitMs: null };
    return { reason: `could not be asked (${causeOf(error)})`, waitMs: 1_000 };
  }
}

function toPage(text: string, headers: Headers): Page {
  return { kind: 'page', json: JSON.parse(text), etag: headers.get('etag'), link: headers.get('link') };
}

/** Too many requests, or a fault of theirs, pass; anything else is for a person to correct. */
function refusal({ status, headers }: Response): Answer {
  const reason = `answered with status ${status}`;
  const asked = retryAfterMs(headers.get('retry-after'));
  const isLimit =
    status === 429 || (status === 403 && (asked !== null || headers.get('x-ratelimit-remaining') === '0'));
  if (isLimit && asked !== null)
    return { reason: `${reason} and asks to come back in ${asked / 1_000} s`, waitMs: asked, isAsked: true };
  // GitHub's limit without a time ends with the hour.
  if (isLimit) return { reason, waitMs: status === 429 ? 5_000 : null };
  return { reason, waitMs: status >= 500 ? 1_000 : null };
}

/** Seconds as milliseconds; null = not said, or said as a date, which none of these vendors does. */
function retryAfterMs(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1_000 : null;
}

/** The body; null = it is too long. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name === 'AbortError') return 'stopped';
  return (error.cause as NodeJS.ErrnoException | undefined)?.code ?? 'broken off';
}
