import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { errorCatalogue, HoldfastError } from '../errors.ts';

/** The open port. It answers from the first moment, and hands requests on once there is something to hand them to. */
export interface Listener {
  port: number;
  serve(app: FastifyInstance): void;
  /** Takes no new connection, lets running requests finish until the deadline, then cuts what is left. */
  close(deadlineMs: number): Promise<void>;
}

/** Against senders that are slow on purpose: a whole request, its headers, silence on an open connection. */
const timeouts = {
  requestMs: 120_000,
  headersMs: 15_000,
  silenceMs: 300_000,
  keepAliveMs: 10_000,
  checkMs: 5_000,
};

const maximumConnections = 1_000;

/**
 * Opens the port.
 * @throws {HoldfastError} HF_PORT_IN_USE, or HF_CONFIG_INVALID when the address cannot be used
 */
export async function openListener(host: string, port: number): Promise<Listener> {
  let app: FastifyInstance | null = null;
  const server = createServer(
    {
      requestTimeout: timeouts.requestMs,
      headersTimeout: timeouts.headersMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkMs,
    },
    (request, response) => {
      if (app) app.routing(request, response);
      else answerStarting(request, response);
    },
  );
  server.setTimeout(timeouts.silenceMs);
  server.maxConnections = maximumConnections;
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    serve: (ready) => {
      app = ready;
    },
    close: (deadlineMs) => close(server, deadlineMs),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, () => resolve());
  try {
    await promise;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new HoldfastError('HF_PORT_IN_USE', `Port ${port} of ${host} is taken by another process`);
    throw new HoldfastError(
      'HF_CONFIG_INVALID',
      `HOST '${host}' with PORT ${port} cannot be listened on (${code})`,
      { cause: error },
    );
  }
  server.off('error', reject);
}

function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  const alive = request.url === '/healthz';
  const { meaning, next } = errorCatalogue.HF_STARTING;
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('connection', 'close');
  response.statusCode = alive ? 200 : 503;
  if (!alive) response.setHeader('retry-after', '2');
  if (!alive && request.headers.accept?.includes('text/html')) {
    response.setHeader('refresh', '1'); // a browser that came too early asks again by itself
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end('Holdfast is starting; this page opens in a few seconds.\n');
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(
    JSON.stringify(alive ? { status: 'ok' } : { code: 'HF_STARTING', message: meaning, next, trace: '' }),
  );
}

async function close(server: Server, deadlineMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await promise;
  clearTimeout(timer);
}
