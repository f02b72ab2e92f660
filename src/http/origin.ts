import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress, originOf } from '../domain/loopback.ts';

type Arrived = Pick<FastifyRequest, 'headers' | 'socket' | 'raw'>;

/** Whether a request comes from this machine: over loopback, under a loopback name, and through no proxy. */
export function isLocalRequest({ headers, socket, raw }: Arrived): boolean {
  const { remoteAddress = '' } = socket;
  return originOf({ remoteAddress, httpVersion: raw.httpVersion, headers }) === 'this machine';
}

/** Whether the other end of a connection is this machine, under whatever address it listens. */
export function isSameMachine({ socket }: Pick<FastifyRequest, 'socket'>): boolean {
  const from = socket.remoteAddress ?? '';
  return isLoopbackAddress(from) || (from !== '' && from === socket.localAddress);
}
