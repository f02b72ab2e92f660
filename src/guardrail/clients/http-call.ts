/** One vendor's API: a fixed address and who we are to it. Nothing of an action ever changes the host. */
export interface HttpVendor {
  /** For people: `HubSpot`. */
  name: string;
  /** Origin alone: `https://api.hubapi.com`. */
  origin: string;
  /** Sent with every request, and kept out of everything that is shown or stored. */
  secretHeaders: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
}

/** One call to a vendor, below its origin. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Segments; each is encoded, so that an id cannot become another address. */
  path: readonly string[];
  query?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** `json` is null where the body is no JSON, is too long or broke off. */
export type HttpAnswer =
  | { kind: 'answered'; status: number; json: unknown; headers: Headers }
  /** `sent`: whether the vendor may have received the request. */
  | { kind: 'failed'; sent: boolean; reason: string };

const timeoutMs = 20_000;
const maxBodyBytes = 1_048_576;

/** Calls a vendor once: no redirects, a time limit, a bounded answer. Never throws for what the network does. */
export async function callHttp(
  vendor: HttpVendor,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = addressOf(vendor, request);
  if (!url) return { kind: 'failed', sent: false, reason: 'an id cannot be part of an address' };
  if (signal.aborted) return { kind: 'failed', sent: false, reason: 'it was stopped before it began' };
  try {
    const response = await fetch(url, {
      method: request.method,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...vendor.headers,
        ...vendor.secretHeaders,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    return {
      kind: 'answered',
      status: response.status,
      json: await readJson(response),
      headers: response.headers,
    };
  } catch (error) {
    const code = networkCodeOf(error);
    return { kind: 'failed', sent: !neverSent(code), reason: `${vendor.name} could not be asked (${code})` };
  }
}

/** The request as a preview shows it: everything but the secrets. */
export function previewOf(vendor: HttpVendor, request: HttpRequest): { target: string; request: unknown } {
  const url = addressOf(vendor, request);
  return { target: `${request.method} ${url?.href ?? vendor.origin}`, request: request.body ?? null };
}

/**
 * The address of a request. Null where a segment would be dropped or would lead elsewhere.
 * @throws {TypeError} when the origin is not https, except for this machine's loopback
 */
export function addressOf({ origin }: HttpVendor, { path, query }: HttpRequest): URL | null {
  const base = new URL(origin);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(base.hostname);
  if (base.protocol !== 'https:' && !(isLoopback && base.protocol === 'http:')) {
    throw new TypeError(`${base.protocol} is no protocol for a vendor's API`);
  }
  // "." and ".." stay as they are when encoded, and an address drops them with what stands before them.
  if (path.some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  if (path.some((segment) => !segment.isWellFormed())) return null;
  const url = new URL(`/${path.map(encodeURIComponent).join('/')}`, base);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBodyBytes) return null;
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // The status line was there: whether it happened is known without the body.
    return null;
  }
}

function networkCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name === 'AbortError') return 'stopped';
  const { cause } = error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const isConnecting = (cause as NodeJS.ErrnoException | undefined)?.syscall === 'connect';
  return code ? `${code}${isConnecting && code === 'ETIMEDOUT' ? ' while connecting' : ''}` : 'broken off';
}

/** Faults before the first byte of a request: names that do not resolve, closed ports, certificates that do not fit. */
function neverSent(code: string): boolean {
  return (
    /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT while connecting)$/.test(
      code,
    ) || /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)
  );
}
