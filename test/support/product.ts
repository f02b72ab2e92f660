import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './compiled.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const startLimitMs = 90_000;

/** The product as its user starts it: a process of its own, on a folder and a port of its own. */
export interface Product {
  baseUrl: string;
  home: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the product and waits until it is ready. @param withinMs - longer where much is loaded first */
export async function startProduct(
  environment: Record<string, string> = {},
  withinMs = startLimitMs,
): Promise<Product> {
  const home = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  const port = await freePort();
  const env = { ...process.env, ...compiled, HOLDFAST_HOME: home, PORT: String(port), ...environment };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const baseUrl = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(home, { recursive: true, force: true });
  };
  try {
    await ready(child, baseUrl, () => output, withinMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { baseUrl, home, process: child, stop };
}

async function ready(
  child: ChildProcess,
  baseUrl: string,
  output: () => string,
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the product ended with code ${child.exitCode}:\n${output()}`);
    const response = await fetch(`${baseUrl}/readyz`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the product was not ready in ${withinMs} ms:\n${output()}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
