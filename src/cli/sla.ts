import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { counted } from '../domain/counted.ts';
import { HoldfastError } from '../errors.ts';
import { requireReadable } from '../services/authorize.ts';
import { memberNames } from '../services/member-names.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { countMonths } from '../services/sla/count-months.ts';
import { findRootCauses } from '../services/sla/find-root-causes.ts';
import { getHypercare } from '../services/sla/get-hypercare.ts';
import { getSla } from '../services/sla/get-sla.ts';
import { hypercareView } from '../views/hypercare-view.ts';
import { rootCausesView } from '../views/root-causes-view.ts';
import { said } from '../views/said.ts';
import { slaView } from '../views/sla-view.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { flagOption, numberOption, textOption, usage } from './options.ts';

/** What the evaluation of a log's promises offers; it lies outside `src` and is loaded only here. */
interface SlaEvaluator {
  evaluateSla(input: {
    eventsFile: string;
    outcomesFile?: string | undefined;
    outFile: string;
    onProgress?(tickets: number): void;
  }): Promise<{ tickets: number; months: number; outcomesFile: string | null }>;
}

const slaEvaluator = new URL('../../evals/sla.ts', import.meta.url);

/** `sla`: the clocks of open tickets, promises kept by tier and month, root causes, and the seeds' promises by month. */
export const slaCommand: Command = {
  name: 'sla',
  summary: 'The clocks of open tickets, and how many promises were kept, by tier and month.',
  arguments: [{ usage: '[account]', description: 'only this account' }],
  options: [
    {
      flags: '--months <number>',
      description: 'how many months to look back, this one included; default: 3',
    },
    { flags: '--causes', description: 'what the repeat tickets of a week came from instead' },
    { flags: '--golden <file>', description: 'writes tickets by account and month as CSV instead' },
    {
      flags: '--events <file>',
      description: 'with --golden: a log, CSV tenant,user,ts,type,payload, also gzipped',
    },
    {
      flags: '--outcomes <file>',
      description: 'with --events: CSV ticket,sla_breached; default: labels.csv[.gz] beside the log',
    },
  ],
  examples: ['sla acme --months 6', 'sla --golden sla.csv --events events.csv.gz --json'],
  run: async (session, [account], options) => {
    const out = textOption(options, 'golden');
    if (out !== undefined) return await golden(session, resolve(session.io.cwd, out), options);
    for (const name of ['events', 'outcomes'] as const) {
      if (textOption(options, name) !== undefined) throw usage(`--${name} goes with --golden`);
    }
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    if (flagOption(options, 'causes')) {
      const value = await findRootCauses(ctx, { until: session.asOf });
      return { json: value, view: rootCausesView(value, await memberNames(ctx)) };
    }
    const months = numberOption(options, 'months', { flag: '--months', from: 1, to: 24 });
    const id = account === undefined ? undefined : await requireAccount(ctx, account);
    const value = await getSla(ctx, { asOf: session.asOf, account: id, months });
    return { json: value, view: slaView(value) };
  },
};

/** `hypercare`: accounts in their first days. */
export const hypercareCommand: Command = {
  name: 'hypercare',
  summary: 'Accounts in their first days, with their open tickets and the state of every clock.',
  arguments: [{ usage: '[account]', description: 'only this account' }],
  options: [],
  examples: ['hypercare', 'hypercare acme --json'],
  run: async (session, [account]) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const id = account === undefined ? undefined : await requireAccount(ctx, account);
    const value = await getHypercare(ctx, { asOf: session.asOf, account: id });
    return { json: value, view: hypercareView(value, await memberNames(ctx)) };
  },
};

async function golden(session: Session, outFile: string, options: Options): Promise<Outcome> {
  const { io } = session;
  const given = (name: string): string | undefined => {
    const path = textOption(options, name);
    return path === undefined ? undefined : resolve(io.cwd, path);
  };
  const [eventsFile, outcomesFile] = [given('events'), given('outcomes')];
  if (eventsFile === undefined) {
    if (outcomesFile !== undefined) throw usage('--outcomes goes with --events');
    return await goldenOfStore(session, outFile);
  }
  const { evaluateSla } = (await import(slaEvaluator.href)) as SlaEvaluator;
  const result = await evaluateSla({ eventsFile, outcomesFile, outFile });
  const source = result.outcomesFile === null ? 'counted by our own clock' : `as ${result.outcomesFile} says`;
  return written({ ...result, outFile }, `Broken promises are ${source}.`);
}

async function goldenOfStore(session: Session, outFile: string): Promise<Outcome> {
  const ctx = await session.context();
  await requireReadable(ctx, 'account', null);
  const { csv, ...counts } = await countMonths(ctx, session.asOf);
  try {
    await writeFile(outFile, csv);
  } catch (error) {
    throw new HoldfastError('HF_FILE_UNREADABLE', `Cannot write ${outFile}: ${(error as Error).message}`, {
      next: 'Name a file in a folder that is there and can be written to.',
      cause: error,
    });
  }
  return written({ ...counts, outcomesFile: null, outFile }, brokenWords(counts));
}

/** Sources that keep their own clock are believed; nobody should take their word for ours. */
function brokenWords({ tickets, saidBySource }: { tickets: number; saidBySource: number }): string {
  if (saidBySource === 0) return 'Broken promises are counted by our own clock.';
  const said = 'are as the source says (slaBreached)';
  if (saidBySource === tickets) return `Broken promises ${said}.`;
  return `Broken promises of ${counted(saidBySource, 'ticket')} ${said}, of the other ${tickets - saidBySource} by our own clock.`;
}

function written(
  json: { tickets: number; months: number; outFile: string } & Record<string, unknown>,
  note: string,
): Outcome {
  const text = `Wrote ${counted(json.months, 'month')} of ${counted(json.tickets, 'ticket')} to ${json.outFile}. ${note}`;
  return { json, view: said(text) };
}
