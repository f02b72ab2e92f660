import nock from 'nock';

/** A request as a vendor saw it. */
export interface SeenRequest {
  method: string;
  /** Path and query. */
  uri: string;
  body: unknown;
  headers: Record<string, string>;
}

export interface VendorAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A vendor's API in memory. It answers in the vendor's documented shapes and remembers what it was asked. */
export interface VendorApi {
  seen: SeenRequest[];
  /** Answers the next requests that change something with these, without doing it. */
  refusals: VendorAnswer[];
  /** Answers the next requests that only read with these. */
  readFaults: VendorAnswer[];
  /** Does what it is asked and answers as a gateway whose back end is gone. */
  losesAnswers: boolean;
}

/**
 * Stands in for one origin; every other address stays unreachable.
 * @param handle - gives the answer and does what is asked; called only for requests with the right credentials
 */
export function vendorApi(
  origin: string,
  {
    authorization,
    isRead,
    handle,
  }: {
    authorization: string;
    isRead: (request: SeenRequest) => boolean;
    handle: (request: SeenRequest) => VendorAnswer;
  },
): VendorApi {
  const api: VendorApi = { seen: [], refusals: [], readFaults: [], losesAnswers: false };
  const answer = (request: SeenRequest): VendorAnswer => {
    api.seen.push(request);
    if (request.headers.authorization !== authorization)
      return { status: 401, body: { message: 'Bad token' } };
    const reads = isRead(request);
    const planned = (reads ? api.readFaults : api.refusals).shift();
    if (planned) return planned;
    const given = handle(request);
    return api.losesAnswers && !reads ? { status: 504, body: 'upstream timed out' } : given;
  };
  const scope = nock(origin).persist();
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    scope.intercept(/.*/, method).reply(async (request: Request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const seen = {
        method,
        uri: `${pathname}${search}`,
        body: text === '' ? null : JSON.parse(text),
        headers: Object.fromEntries(request.headers),
      };
      const { status, body = {}, headers = {} } = answer(seen);
      return [status, body as nock.Body, headers];
    });
  }
  return api;
}
