import { CommanderError, Option, Command as Program } from 'commander';
import { version } from '../start/version.ts';
import type { Command, Options } from './command.ts';
import { commands } from './commands.ts';

/** What a line of words asks for. */
export type Parsed =
  | { kind: 'run'; command: Command; args: string[]; options: Options }
  | { kind: 'help'; text: string }
  | { kind: 'usage'; message: string };

/** Reads the words after `holdfast`. */
export function parseArguments(argv: readonly string[], columns: number): Parsed {
  let parsed: Parsed | null = null;
  const written: string[] = [];
  const write = (text: string): void => {
    written.push(text);
  };
  const program = new Program('holdfast')
    .description('Sees customers drifting, with evidence behind every figure.')
    .version(version)
    .enablePositionalOptions() // `decide --version` is the proposal's
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: write,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or failed with a reason, 2 wrong usage or could not run, 3 tampering found.',
    );
  for (const command of commands) {
    addCommand(program, command, (args, options) => {
      parsed = { kind: 'run', command, args, options };
    });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'help', text: written.join('') };
    if (error.code === 'commander.help')
      return { kind: 'usage', message: `No command was given\n\n${written.join('')}` };
    return {
      kind: 'usage',
      message: error.message.replace(/^error: /, '').replace(/\n\(Did you mean/, ' (Did you mean'),
    };
  }
  return parsed ?? { kind: 'usage', message: 'No command was given' };
}

function addCommand(
  program: Program,
  command: Command,
  chosen: (args: string[], options: Options) => void,
): void {
  const sub = program.command(command.name).description(command.summary).allowExcessArguments(false);
  for (const { usage, description } of command.arguments) sub.argument(usage, description);
  for (const { flags, description } of command.options) addOption(sub, flags, description);
  addOption(sub, '--json', 'one JSON value on stdout and nothing else');
  addOption(sub, '--as <member>', 'ask on behalf of this member; default: the installation itself');
  addOption(sub, '--as-of <date>', 'as of the end of this day (YYYY-MM-DD), or of this instant');
  sub.addHelpText(
    'after',
    `\nExamples:\n${command.examples.map((example) => `  holdfast ${example}`).join('\n')}`,
  );
  sub.action((...given: unknown[]) => {
    // The library hands over the arguments, then the options, then itself.
    const args = given
      .slice(0, -2)
      .flat()
      .filter((item) => typeof item === 'string');
    chosen(args, sub.opts());
  });
}

/** An option that may be given once unless its usage ends in `...>`; a second one would silently win. */
function addOption(sub: Program, flags: string, description: string): void {
  const option = new Option(flags, description);
  if (option.required && !option.variadic) {
    option.argParser((value: string, previous: string | undefined) => {
      if (previous === undefined) return value;
      throw new CommanderError(2, 'holdfast.repeated', `option '${flags}' is given twice`);
    });
  }
  sub.addOption(option);
}
