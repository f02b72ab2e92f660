import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const script = new URL('../../scripts/postgres.sh', import.meta.url).pathname;

/** A PostgreSQL server of our own, to be killed. */
export interface PrivateServer {
  /** Superuser's URL. */
  url: string;
  start(): Promise<void>;
  /** SIGKILL to the postmaster, as a machine that runs out of memory does it. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** Sets one up on a port of its own, with PostgreSQL's own durability. */
export async function startPrivateServer(port: number): Promise<PrivateServer> {
  const env = { ...process.env, HOLDFAST_PG_PORT: String(port) };
  const start = async (): Promise<void> => void (await run(script, ['start'], { env }));
  await start();
  const url = (await run(script, ['url', '--admin'], { env })).stdout.trim();
  return {
    url,
    start,
    kill: async () => {
      process.kill(await postmasterOf(url), 'SIGKILL');
    },
    remove: async () => void (await run(script, ['remove'], { env })),
  };
}

/** The parent of the process that answers us. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const status = readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8');
  await client.end();
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]);
}
