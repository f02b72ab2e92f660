import { errorCatalogue } from '../../src/errors.ts';
import { page, table } from './markdown.ts';

const exitCodes = [
  ['0', 'done'],
  ['1', 'refused or failed, with a reason'],
  ['2', 'wrong usage, or could not run'],
  ['3', 'tampering found'],
];

/** The catalogue of errors. */
export function errorsPage(): string {
  const entries = Object.entries(errorCatalogue).map(([name, { meaning, next, exit, http }]) =>
    [`## ${name}`, `${meaning}`, `**Do:** ${next}`, `Exit code ${exit} · HTTP ${http}`].join('\n\n'),
  );
  return page('Errors', 'src/errors.ts', [
    'Every failure has a stable code. A terminal prints code, message and next step on stderr; HTTP answers them as JSON; chat shows the message, the next step and a trace id that finds the line in the log.',
    table(['exit code', 'meaning'], exitCodes),
    ...entries,
  ]);
}
