import { resolve } from 'node:path';
import type { Command } from './command.ts';
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

const evaluator = new URL('../../evals/health.ts', import.meta.url);

/** `eval health`: scores snapshots of a log, to be compared with what became of the customers. */
export const evaluate: Command = {
  name: 'eval',
  summary: 'Scores the snapshots of a log with the product itself, in memory.',
  arguments: [{ usage: '<what>', description: 'health' }],
  options: [
    { flags: '--events <file>', description: 'CSV tenant,user,ts,type,payload; also gzipped' },
    { flags: '--snapshots <file>', description: 'CSV tenant,asof' },
    { flags: '--out <file>', description: 'CSV to write: tenant,asof,health,band,rules' },
  ],
  examples: [
    'eval health --events events.csv.gz --snapshots snapshots.csv --out health.csv',
    'eval health --events log.csv --snapshots days.csv --out out.csv --json',
  ],
  standalone: true,
  run: async ({ io }, [what = ''], options) => {
    if (what !== 'health') throw usage(`eval does not know '${what}'`, 'Say eval health.');
    const file = (name: string): string => {
      const given = textOption(options, name);
      if (given === undefined) throw usage(`eval health needs --${name}`);
      return resolve(io.cwd, given);
    };
    const outFile = file('out');
    const { evaluateHealth } = (await import(evaluator.href)) as HealthEvaluator;
    const { rows } = await evaluateHealth({
      eventsFile: file('events'),
      snapshotsFile: file('snapshots'),
      outFile,
      onProgress: (done, total) => io.progress({ label: 'Scoring snapshots', done, total }),
    });
    io.progress(null);
    const text = `Wrote ${rows} rows to ${outFile}.`;
    return {
      json: { rows, outFile },
      view: { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] },
    };
  },
};
