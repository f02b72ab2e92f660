/** The body was longer than we read. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
}

const longestBody = 1_048_576;

/**
 * A fetch for endpoints of models: it reads the whole body, no more than a megabyte of it, while the request's signal can
 * still end it, and follows no redirect, so that key and text go nowhere else.
 * @throws {TooLongError} when the body is longer
 */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longestBody)
      throw new TooLongError(`The model's answer is longer than ${longestBody} bytes`);
    chunks.push(chunk);
  }
  const { status, statusText, headers } = response;
  const body = status === 204 || status === 304 ? null : Buffer.concat(chunks);
  return new Response(body, { status, statusText, headers: withoutEncoding(headers) });
}

/** The bytes are decoded already. */
function withoutEncoding(given: Headers): Headers {
  const headers = new Headers(given);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}
