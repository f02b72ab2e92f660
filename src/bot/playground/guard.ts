import type { FastifyRequest } from 'fastify';

/**
 * Says why a request must not reach the playground, or null. The page lets everybody be anybody, so it is for the
 * person at this machine alone: the connection comes from it, the name in the address bar is its own (a foreign name
 * that resolves here is a rebinding attack), nobody forwards it, and no other site sends it.
 */
export function strangerOf(request: FastifyRequest): string | null {
  const { headers, socket } = request;
  if (!isLoopback(socket.remoteAddress ?? '')) return 'The playground answers this machine only.';
  if (forwarding.some((name) => headers[name] !== undefined))
    return 'The playground does not answer through a proxy.';
  if (!ownName.test(headers.host ?? '')) return 'Open the playground under localhost or 127.0.0.1.';
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`)
    return 'Another site may not use the playground.';
  const site = headers['sec-fetch-site'];
  // A link from elsewhere may open the page; only the page itself may ask for more.
  const opensPage = headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none' && !opensPage) {
    return 'Another site may not use the playground.';
  }
  return null;
}

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
const ownName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
