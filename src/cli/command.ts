import type { Config } from '../config.ts';
import type { RequestContext } from '../services/context.ts';
import type { OpenServices } from '../start/open-services.ts';
import type { View } from '../views/view.ts';

/** Where a command's words go, and what the terminal can do. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** Shows how far a long command has come; null = it is over. */
  progress(progress: { label: string; done: number; total: number } | null): void;
  columns: number;
  color: boolean;
  /** Folder that file names are relative to. */
  cwd: string;
  /** Says that nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Options as they were typed, by their long name in camel case. */
export type Options = Readonly<Record<string, unknown>>;

/** What a command works with. */
export interface Session {
  io: CliIo;
  /** @throws {HoldfastError} HF_CONFIG_INVALID */
  config(): Config;
  /** Opens the data, or joins the process that has it open. */
  services(): Promise<OpenServices>;
  /** The services on behalf of `--as`; null there = the installation itself. */
  context(): Promise<RequestContext>;
  /** `--as-of`; undefined = now. */
  asOf: Date | undefined;
  /** Makes a full address of one of our paths. */
  absolute(path: string): string;
}

/** What a command answers: one value for machines, one picture for people. */
export interface Outcome {
  json: unknown;
  view: View;
  /** Default 0. */
  exit?: 0 | 1 | 2 | 3;
}

export interface CommandArgument {
  /** `<account>` is required, `[account…]` takes any number. */
  usage: string;
  description: string;
}

export interface CommandOption {
  flags: string;
  description: string;
}

/** One command of the terminal. */
export interface Command {
  name: string;
  summary: string;
  arguments: readonly CommandArgument[];
  options: readonly CommandOption[];
  /** What to type after `holdfast`. */
  examples: readonly [string, string];
  /** Is about now alone: `--as-of` is refused. */
  nowOnly?: true;
  /** Touches no data of the installation, so it runs in the terminal's own process. */
  standalone?: true | ((options: Options) => boolean);
  run(session: Session, args: readonly string[], options: Options): Promise<Outcome>;
}
