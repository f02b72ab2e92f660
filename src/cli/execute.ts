import type { Config } from '../config.ts';
import { createIds } from '../domain/ids.ts';
import { HoldfastError } from '../errors.ts';
import { completeUrls } from '../http/links.ts';
import { createLog } from '../log.ts';
import type { RequestContext } from '../services/context.ts';
import type { OpenServices } from '../start/open-services.ts';
import { failureLines, reportFailure } from '../start/report-failure.ts';
import type { CliIo, Command, Options, Session } from './command.ts';
import { flagOption, momentOption, requirePast, textOption, usage } from './options.ts';
import { renderView } from './render-view.ts';

/** A command that was understood. */
export interface Invocation {
  command: Command;
  args: readonly string[];
  options: Options;
}

/** Where a command finds its data. */
export interface DataSource {
  config(): Config;
  baseUrl(): string;
  services(): Promise<OpenServices>;
}

/** Runs one command and prints its answer or its failure. @returns the exit code; never throws */
export async function execute(
  { command, args, options }: Invocation,
  io: CliIo,
  data: DataSource,
): Promise<number> {
  const json = flagOption(options, 'json');
  try {
    const absolute = (path: string): string => data.baseUrl() + path;
    const asOf = momentOption(options, 'asOf', '--as-of');
    if (asOf && command.nowOnly)
      throw usage(`${command.name} is about now; it takes no --as-of`, 'Leave --as-of out.');
    const session: Session = {
      io,
      absolute,
      config: data.config,
      services: data.services,
      asOf,
      context: async () => {
        const context = await createContext(data, textOption(options, 'as'));
        requirePast(asOf, '--as-of', context.clock.now());
        return context;
      },
    };
    const outcome = await command.run(session, args, options);
    io.progress(null);
    io.out(
      json
        ? `${JSON.stringify(completeUrls(outcome.json, absolute))}\n`
        : renderView(outcome.view, { ...io, absolute }),
    );
    return outcome.exit ?? 0;
  } catch (error) {
    io.progress(null);
    return printFailure(error, json, io, data);
  }
}

async function createContext(data: DataSource, memberId: string | undefined): Promise<RequestContext> {
  const services = await data.services();
  if (memberId === undefined) return { ...services, member: null };
  const member = await services.store.findMember(memberId);
  if (member) return { ...services, member };
  const known = (await services.store.listMembers()).map(({ id }) => id).join(', ');
  throw new HoldfastError('HF_USAGE', `Nobody here is called '${memberId}'; --as takes the id of a member`, {
    next: known ? `Members are ${known}.` : 'Write members down in members.yaml.',
  });
}

/** Prints a failure: two lines for people, one JSON value for machines. @returns the exit code */
export function printFailure(
  error: unknown,
  json: boolean,
  io: Pick<CliIo, 'out' | 'err'>,
  data?: DataSource,
): number {
  const { failure, trace } = reportFailure(error, { ids: createIds(), log: createLog(logLevelOf(data)) });
  const { code, message, next } = failure;
  if (json) io.out(`${JSON.stringify({ error: { code, message, next, ...(trace ? { trace } : {}) } })}\n`);
  else io.err(failureLines(failure));
  return failure.exitCode;
}

function logLevelOf(data: DataSource | undefined): string {
  try {
    return data?.config().logLevel ?? 'warn';
  } catch {
    return 'warn';
  }
}
