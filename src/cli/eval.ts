import { resolve } from 'node:path';
import { counted } from '../domain/counted.ts';
import { said } from '../views/said.ts';
import type { Command, Outcome, Session } from './command.ts';
import { textOption, usage } from './options.ts';

/** What the evaluation of the health score offers; it lies outside `src` and is loaded only here. */
interface HealthEvaluator {
  evaluateHealth(input: {
    eventsFile: string;
    snapshotsFile: string;
    outFile: string;
    onProgress?(done: number, total: number): void;
  }): Promise<{ rows: number }>;
}

/** The same of retrieval. */
interface RetrievalEvaluator {
  evaluateRetrieval(input: {
    setFolder: string;
    outFile: string;
    onProgress?(done: number, total: number): void;
  }): Promise<{ queries: number }>;
}

const healthEvaluator = new URL('../../evals/health.ts', import.meta.url);
const retrievalEvaluator = new URL('../../evals/retrieval.ts', import.meta.url);

/** `eval health` and `eval retrieval`: what the product says of a data set, to be compared with what is right. */
export const evaluate: Command = {
  name: 'eval',
  summary: 'Runs a data set through the product itself, in memory: scores of a log, or answers to questions.',
  arguments: [{ usage: '<what>', description: 'health or retrieval' }],
  options: [
    { flags: '--events <file>', description: 'health: CSV tenant,user,ts,type,payload; also gzipped' },
    { flags: '--snapshots <file>', description: 'health: CSV tenant,asof' },
    { flags: '--set <folder>', description: 'retrieval: a folder with corpus*.jsonl and queries.jsonl' },
    {
      flags: '--out <file>',
      description:
        'to write: CSV tenant,asof,health,band,rules, or JSON lines query_id,ranked,confidence,abstain',
    },
  ],
  examples: [
    'eval health --events events.csv.gz --snapshots snapshots.csv --out health.csv',
    'eval retrieval --set retrieval/kb --out run.jsonl --json',
  ],
  standalone: true,
  run: async ({ io }, [what = ''], options) => {
    const path = (name: string): string => {
      const given = textOption(options, name);
      if (given === undefined) throw usage(`eval ${what} needs --${name}`);
      return resolve(io.cwd, given);
    };
    switch (what) {
      case 'health':
        return await health(io, {
          eventsFile: path('events'),
          snapshotsFile: path('snapshots'),
          outFile: path('out'),
        });
      case 'retrieval':
        return await retrieval(io, { setFolder: path('set'), outFile: path('out') });
      default:
        throw usage(`eval does not know '${what}'`, 'Say eval health or eval retrieval.');
    }
  },
};

async function health(
  io: Session['io'],
  input: { eventsFile: string; snapshotsFile: string; outFile: string },
): Promise<Outcome> {
  const { evaluateHealth } = (await import(healthEvaluator.href)) as HealthEvaluator;
  const onProgress = progress(io, 'Scoring snapshots');
  const { rows } = await evaluateHealth({ ...input, onProgress });
  io.progress(null);
  return written({ rows, outFile: input.outFile }, counted(rows, 'row'));
}

async function retrieval(io: Session['io'], input: { setFolder: string; outFile: string }): Promise<Outcome> {
  const { evaluateRetrieval } = (await import(retrievalEvaluator.href)) as RetrievalEvaluator;
  const onProgress = progress(io, 'Asking questions');
  const { queries } = await evaluateRetrieval({ ...input, onProgress });
  io.progress(null);
  return written({ queries, outFile: input.outFile }, `the answers to ${counted(queries, 'question')}`);
}

function progress(io: Session['io'], label: string): (done: number, total: number) => void {
  return (done, total) => io.progress({ label, done, total });
}

function written(json: { outFile: string } & Record<string, unknown>, what: string): Outcome {
  const text = `Wrote ${what} to ${json.outFile}.`;
  return { json, view: said(text) };
}
