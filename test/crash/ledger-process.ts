import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LedgerCall, LedgerFaults } from './ledger-protocol.ts';

// The outside, as a process of its own: it outlives every worker and remembers what reached it, in order of arrival.

const calls: LedgerCall[] = [];
const faults = new Map<string, LedgerFaults>();
const noFaults: LedgerFaults = { lostPercent: 0, busyPercent: 0, answerAfterMs: 0 };

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://ledger');
  const run = url.searchParams.get('run') ?? '';
  const body = await bodyOf(request);
  switch (url.pathname) {
    case '/effect':
      return take(run, JSON.parse(body) as Omit<LedgerCall, 'seq' | 'run' | 'isEffect'>, response);
    case '/lookup': {
      const key = url.searchParams.get('key');
      const found = calls.find((call) => call.run === run && call.key === key && call.isEffect);
      return reply(response, found ? 200 : 404, found ?? null);
    }
    case '/faults':
      faults.set(run, { ...noFaults, ...(JSON.parse(body) as Partial<LedgerFaults>) });
      return reply(response, 200, null);
    case '/mark':
      return reply(response, 200, { seq: calls.length });
    case '/calls':
      return reply(
        response,
        200,
        calls.filter((call) => call.run === run),
      );
    default:
      return reply(response, 404, null);
  }
}

function take(
  run: string,
  call: Omit<LedgerCall, 'seq' | 'run' | 'isEffect'>,
  response: ServerResponse,
): void {
  const { lostPercent, busyPercent, answerAfterMs } = faults.get(run) ?? noFaults;
  const earlier = calls.filter((one) => one.run === run && one.key === call.key).length;
  const dice = diceOf(`${call.key}/${earlier}`);
  if (dice < busyPercent) {
    reply(response, 503, null);
    return;
  }
  const again = call.delivery === 'idempotent' && earlier > 0;
  calls.push({ ...call, seq: calls.length, run, isEffect: !again });
  if (dice >= 100 - lostPercent) {
    response.destroy();
    return;
  }
  setTimeout(() => reply(response, 200, { again }), answerAfterMs);
}

/** 0 to 99, the same for the same text. */
function diceOf(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return (hash >>> 8) % 100;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
