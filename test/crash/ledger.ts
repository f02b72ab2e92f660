import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import type { LedgerCall, LedgerFaults } from './ledger-protocol.ts';

/** The ledger process, as the harness talks to it. */
export interface Ledger {
  port: number;
  /** Everything that reached the outside in one run, in order of arrival. */
  calls(run: string): Promise<LedgerCall[]>;
  setFaults(run: string, faults: Partial<LedgerFaults>): Promise<void>;
  /** How many calls have arrived so far, of all runs: whatever has a smaller `seq` came before. */
  mark(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the effect ledger on a free port of this machine. */
export async function startLedger(): Promise<Ledger> {
  const child: ChildProcess = fork(new URL('./ledger-process.ts', import.meta.url), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const ask = async <T>(path: string, body?: unknown): Promise<T> =>
    (await askLedger(port, path, body)).body as T;
  return {
    port,
    calls: (run) => ask(`/calls?run=${run}`),
    setFaults: async (run, faults) => void (await ask(`/faults?run=${run}`, faults)),
    mark: async () => (await ask<{ seq: number }>('/mark')).seq,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** One request to the ledger. Rejects when no answer comes. */
export function askLedger(
  port: number,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(
      { host: '127.0.0.1', port, path, method, agent: false, ...(signal ? { signal } : {}) },
      (response) => {
        let got = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          got += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(got) }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}
