import type { FastifyRequest } from 'fastify';

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
const ownNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request comes from this machine: over loopback, under a loopback name (a foreign name that resolves here
 * is a rebinding attack), and through no proxy.
 */
export function isLocalRequest({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  if (!isLoopbackAddress(socket.remoteAddress ?? '')) return false;
  if (forwardingHeaders.some((name) => headers[name] !== undefined)) return false;
  const url = `http://${headers.host ?? ''}`;
  return URL.canParse(url) && ownNames.has(new URL(url).hostname);
}

/** Whether the other end of a connection is this machine, under whatever address it listens. */
export function isSameMachine({ socket }: Pick<FastifyRequest, 'socket'>): boolean {
  const from = socket.remoteAddress ?? '';
  return isLoopbackAddress(from) || (from !== '' && from === socket.localAddress);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
