import type { FastifyRequest } from 'fastify';
import { originOf } from '../../domain/loopback.ts';

/**
 * Says why a request must not reach the playground, or null. The page lets everybody be anybody, so it is for the
 * person at this machine alone, and no other site may send requests to it.
 */
export function strangerOf(request: FastifyRequest): string | null {
  const { headers, socket, raw } = request;
  const { remoteAddress = '' } = socket;
  switch (originOf({ remoteAddress, httpVersion: raw.httpVersion, headers })) {
    case 'another machine':
      return 'The playground answers this machine only.';
    case 'a proxy':
      return 'The playground does not answer through a proxy.';
    case 'a foreign name':
      return 'Open the playground under localhost or 127.0.0.1.';
    case 'this machine':
      return foreignSiteOf(request);
  }
}

function foreignSiteOf({ headers, method }: FastifyRequest): string | null {
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`)
    return 'Another site may not use the playground.';
  const site = headers['sec-fetch-site'];
  // A link from elsewhere may open the page; only the page itself may ask for more.
  const opensPage = headers['sec-fetch-mode'] === 'navigate' && method === 'GET';
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none' && !opensPage) {
    return 'Another site may not use the playground.';
  }
  return null;
}
