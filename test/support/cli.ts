import { execute } from '../../src/cli/execute.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { readConfig } from '../../src/config.ts';
import type { RequestContext } from '../../src/services/context.ts';
import type { OpenServices } from '../../src/start/open-services.ts';

/** What a command of the terminal left behind. */
export interface CliRun {
  exit: number;
  out: string;
  err: string;
  progress: unknown[];
}

/** Runs a command of the terminal in this process, in a folder and over a context of a test. */
export async function runCli(folder: string, ctx: RequestContext, argv: readonly string[]): Promise<CliRun> {
  const ran: CliRun = { exit: -1, out: '', err: '', progress: [] };
  const parsed = parseArguments([...argv], 100);
  if (parsed.kind !== 'run') throw new Error(`not understood: ${JSON.stringify(parsed)}`);
  const io = {
    out: (text: string) => {
      ran.out += text;
    },
    err: (text: string) => {
      ran.err += text;
    },
    progress: (progress: unknown) => void ran.progress.push(progress),
    columns: 100,
    color: false,
    cwd: folder,
    signal: new AbortController().signal,
  };
  const config = readConfig({ HOLDFAST_HOME: folder, HOLDFAST_LOG: 'silent' });
  ran.exit = await execute(parsed, io, {
    config: () => config,
    services: async () => ({ ...ctx, config }) as unknown as OpenServices,
    baseUrl: () => 'http://h',
  });
  return ran;
}
