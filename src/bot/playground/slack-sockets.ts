import type { Ids } from '../../domain/ids.ts';
import type { Envelope } from './envelopes.ts';
import { isRecord, type Method } from './slack-answers.ts';
import { acceptSocket, type SocketRequest, type TextSocket, type Wire } from './web-socket.ts';
import { workspaceIds } from './workspace.ts';

/** Socket Mode, seen from Slack's side. */
export interface SlackSockets {
  /** `apps.connections.open` */
  open: Method;
  /** How many connections are open. */
  count(): number;
  /**
   * Sends a request over the newest connection.
   * @returns what it was acknowledged with; null = it was not, within the time
   */
  deliver(
    envelope: Envelope,
    options?: { retries?: number; withinMs?: number },
  ): Promise<{ payload: unknown } | null>;
  /** Asks every client to connect anew, as Slack does every few hours. */
  refresh(): void;
  close(): void;
}

/** The part of a server that web sockets need. */
interface SocketServer {
  on(event: 'upgrade', listener: (request: SocketRequest, wire: Wire) => void): unknown;
  address(): unknown;
}

/** Slack waits this long for an acknowledgement. */
const patienceMs = 3_000;

/** Takes connections on a server that runs already; each with a ticket that opens once. */
export function createSockets(server: SocketServer, ids: Ids): SlackSockets {
  const tickets = new Set<string>();
  const sockets: TextSocket[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();

  server.on('upgrade', (request, wire) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return wire.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const socket = acceptSocket(request, wire, {
      text: (text) => {
        const said: unknown = JSON.parse(text);
        if (!isRecord(said)) return;
        waiting.get(String(said.envelope_id))?.(said.payload);
        waiting.delete(String(said.envelope_id));
      },
      closed: () => {
        const index = sockets.indexOf(socket);
        if (index >= 0) sockets.splice(index, 1);
      },
    });
    sockets.push(socket);
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: workspaceIds.app },
      }),
    );
  });

  return {
    open: () => {
      const ticket = ids.secret();
      tickets.add(ticket);
      const address = server.address();
      const port = isRecord(address) ? Number(address.port) : 0;
      return { ok: true, url: `ws://127.0.0.1:${port}/link/?ticket=${ticket}` };
    },
    count: () => sockets.length,
    async deliver(envelope, { retries = 0, withinMs = patienceMs } = {}) {
      const id = ids.trace();
      const { promise: acknowledged, resolve } = Promise.withResolvers<{ payload: unknown } | null>();
      waiting.set(id, (payload) => resolve({ payload }));
      const timer = setTimeout(() => resolve(null), withinMs);
      const retry = retries > 0 ? { retry_attempt: retries, retry_reason: 'timeout' } : {};
      const accepts = { accepts_response_payload: true };
      sockets.at(-1)?.send(JSON.stringify({ envelope_id: id, ...accepts, ...kindOf(envelope), ...retry }));
      const answer = await acknowledged;
      clearTimeout(timer);
      return answer;
    },
    refresh: () => {
      for (const socket of [...sockets]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
        socket.close();
      }
    },
    close: () => {
      for (const socket of [...sockets]) socket.close();
    },
  };
}

/** What a request is called over a connection, and what it carries. */
function kindOf({ contentType, body }: Envelope): { type: string; payload: unknown } {
  if (contentType === 'application/json') return { type: 'events_api', payload: JSON.parse(body) };
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields.payload === undefined
    ? { type: 'slash_commands', payload: fields }
    : { type: 'interactive', payload: JSON.parse(fields.payload) };
}
