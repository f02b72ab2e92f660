import { execute } from '../cli/execute.ts';
import { parseArguments } from '../cli/parse.ts';
import type { CommandRoute } from '../http/remote-commands.ts';
import type { OpenServices } from './open-services.ts';

interface CommandServer {
  services: OpenServices;
  baseUrl: string;
  token: string;
  /** The server stops: long commands end too, and can be repeated. */
  stop: AbortSignal;
}

/** Runs commands of terminals in the process that has the data open. */
export function createCommandRoute({ services, baseUrl, token, stop }: CommandServer): CommandRoute {
  return {
    token,
    run: async ({ argv, cwd, columns, color }, send, gone) => {
      const parsed = parseArguments(argv, columns);
      if (parsed.kind !== 'run') {
        // The terminal has read the same words; only another version of it comes here.
        send({
          stream: 'stderr',
          data: parsed.kind === 'help' ? parsed.text : `holdfast: ${parsed.message}\n`,
        });
        return parsed.kind === 'help' ? 0 : 2;
      }
      const io = {
        out: (data: string) => send({ stream: 'stdout', data }),
        err: (data: string) => send({ stream: 'stderr', data }),
        progress: (progress: { label: string; done: number; total: number } | null) => send({ progress }),
        columns,
        color,
        cwd,
        signal: AbortSignal.any([gone, stop]),
      };
      const data = { config: () => services.config, baseUrl: () => baseUrl, services: async () => services };
      return await execute(parsed, io, data);
    },
  };
}
