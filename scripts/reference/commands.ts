import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { code, page, table } from './markdown.ts';

const everywhere = [
  ['`--json`', 'one JSON value on stdout and nothing else'],
  ['`--as <member>`', 'ask on behalf of this member; default: the installation itself'],
  ['`--as-of <date>`', 'as of the end of this day (YYYY-MM-DD), or of this instant'],
];

/** The commands of the terminal. */
export function commandsPage(): string {
  return page('Commands', 'src/cli/commands.ts', [
    'Type `npm run -s holdfast -- COMMAND`. While the product runs, the command is answered by the process that holds the data; otherwise it opens the data itself.',
    'Exit codes: 0 done, 1 refused or failed with a reason, 2 wrong usage or could not run, 3 tampering found. What went wrong: [errors](errors.md).',
    'Every command takes:',
    table(['option', 'meaning'], everywhere),
    ...commands.map(describeCommand),
  ]);
}

function describeCommand(command: Command): string {
  const usage = [command.name, ...command.arguments.map((argument) => argument.usage)].join(' ');
  const rows = [
    ...command.arguments.map((argument) => [code(argument.usage), argument.description]),
    ...command.options.map((option) => [code(option.flags), option.description]),
  ];
  return [
    `## ${command.name}`,
    command.summary,
    `\`\`\`sh\nholdfast ${usage}\n\`\`\``,
    rows.length > 0 ? table(['word', 'meaning'], rows) : '',
    `For example: ${command.examples.map(code).join(' · ')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
