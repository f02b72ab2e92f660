import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type EventFile, type FileFormat, openEventFile } from '../connectors/file/open-file.ts';
import type { RawRecord } from '../domain/raw-record.ts';
import { HoldfastError } from '../errors.ts';
import { type ImportSummary, importEvents } from '../services/import-events.ts';
import type { View } from '../views/view.ts';
import type { Command } from './command.ts';
import { flagOption, textOption, usage } from './options.ts';

const shownRefusals = 10;

/** `import FILE`: a file of events, resumed where it was interrupted. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Imports a file of events; an interrupted import goes on where it stopped.',
  arguments: [{ usage: '<file>', description: 'NDJSON or CSV, also gzipped' }],
  options: [
    { flags: '--format <format>', description: 'ndjson or csv; default: by the file name' },
    { flags: '--source <name>', description: 'source of events that name none; default: import' },
    { flags: '--restart', description: 'begin again at the first line; events already in are recognised' },
  ],
  examples: ['import events.ndjson.gz', 'import usage.csv --source billing --json'],
  run: async ({ context, io }, [name = ''], options) => {
    const source = sourceOf(textOption(options, 'source'));
    const format = formatOf(textOption(options, 'format'));
    const path = resolve(io.cwd, name);
    await requireFile(path);
    const file = await openEventFile(path, format);
    const label = `Importing ${basename(path)}`;
    const summary = await importEvents(await context(), {
      source,
      key: `${source}:${file.key}`,
      name: basename(path),
      records: untilGone(file, io.signal),
      restart: flagOption(options, 'restart'),
      onProgress: ({ linesDone }) =>
        io.progress({ label: `${label}: ${linesDone} lines`, done: file.bytesRead(), total: file.bytes }),
    });
    io.progress(null);
    return { json: summary, view: importView(basename(path), summary) };
  },
};

/** Only a regular file can be recognised again after an interruption, and read by the process that has the data. */
async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: Error) => error);
  if (found instanceof Error) {
    const reason = 'code' in found && found.code === 'ENOENT' ? 'there is no such file' : found.message;
    throw new HoldfastError('HF_FILE_UNREADABLE', `Cannot read ${path}: ${reason}`, { cause: found });
  }
  if (found.isFile() && !/^\/(dev|proc)\//.test(path)) return;
  throw new HoldfastError('HF_FILE_UNREADABLE', `Cannot read ${path}: it is not a regular file`, {
    next: 'Write what comes from a pipe to a file first, so that the import can be resumed.',
  });
}

async function* untilGone(file: EventFile, signal: AbortSignal): AsyncGenerator<RawRecord> {
  for await (const record of file.records()) {
    if (signal.aborted) throw new HoldfastError('HF_INTERRUPTED', 'The import was stopped');
    yield record;
  }
}

function formatOf(text: string | undefined): FileFormat | undefined {
  if (text === undefined || text === 'ndjson' || text === 'csv') return text;
  throw usage(`--format is '${text}'; it must be ndjson or csv`);
}

function sourceOf(text: string | undefined): string {
  if (text === undefined) return 'import';
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text)) return text;
  throw usage(`--source is '${text}'; it must be letters, digits, dots, dashes and underscores, at most 100`);
}

function importView(name: string, summary: ImportSummary): View {
  const { accepted, duplicates, rejected, deadLetters, resumedAfterLine } = summary;
  const first = `${name}: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected.`;
  const resumed =
    resumedAfterLine > 0
      ? ` It went on after line ${resumedAfterLine}; the figures are of the whole file.`
      : '';
  const shown = deadLetters.slice(0, shownRefusals);
  return {
    summary: first,
    blocks: [
      { kind: 'text', spans: [{ text: first + resumed }] },
      ...(rejected === 0
        ? []
        : [
            {
              kind: 'text' as const,
              spans: [
                { text: 'Rejected lines are kept in the dead-letter list: holdfast dead-letters list' },
              ],
            },
            {
              kind: 'list' as const,
              items: shown.map(({ line, reason }) => [{ text: `line ${line ?? '?'}: ${reason}` }]),
            },
          ]),
      ...(rejected > shown.length && rejected > 0
        ? [{ kind: 'note' as const, spans: [{ text: `… and ${rejected - shown.length} more` }] }]
        : []),
    ],
  };
}
