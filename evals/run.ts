import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type HealthRow, scoreSnapshots } from './health.ts';
import { areaUnderCurve, type Judged, precisionAtTenth } from './metrics.ts';
import { evaluatePortfolio, type PortfolioEvaluation, portfolioBars } from './portfolio.ts';
import { readCsv } from './read-csv.ts';
import { measureRetrieval, retrievalTable } from './retrieval-table.ts';

const defaultData = fileURLToPath(new URL('../../shared/data', import.meta.url));

const help = `Measures the default health score on real logs, and the copilot's retrieval on real questions.

  npm run eval                          every set that is present
  npm run eval -- --only git-orgs       sets whose name contains this
  npm run eval -- --data DIR --json     another folder; one JSON value

DIR/health/SET holds events.csv.gz (tenant,user,ts,type,payload) and snapshots.csv.gz (tenant,asof,label).
Prints AUC and precision in the riskiest tenth, beside recency alone.

DIR/retrieval/SET holds corpus*.jsonl, queries.jsonl, qrels.jsonl, and examples.jsonl or history.jsonl.
Prints each figure beside what it has to reach, and its 95 % interval. A set is encoded once, which takes minutes.

Questions about many accounts stand in evals/portfolio-questions.ts, each with the exact query that it means.`;

interface SetResult {
  set: string;
  rows: number;
  baseRate: number;
  auc: number | null;
  recencyAuc: number | null;
  precisionAtTenth: number;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: defaultData },
    only: { type: 'string', default: 'git-orgs,cdnow,collegemsg,kb-,faq-,macro-,dup-' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else await run(values.data, values.only.split(','), values.json);

async function run(data: string, only: readonly string[], json: boolean): Promise<void> {
  const health = await measureHealth(join(data, 'health'), only);
  const retrieval = await measureRetrieval(join(data, 'retrieval'), only, (set, done, total) =>
    progress(set, 'queries')(done, total),
  );
  const questions = evaluatePortfolio();
  if (json) {
    console.log(JSON.stringify({ health, retrieval, portfolio: questions }));
    return;
  }
  if (health.length > 0) print(health);
  else console.log(`No logs for the health score in ${data}/health: skipped. Name a folder with --data DIR.`);
  if (retrieval.length > 0) console.log(retrievalTable(retrieval).join('\n'));
  else
    console.log(`No questions for retrieval in ${data}/retrieval: skipped. Name a folder with --data DIR.`);
  printQuestions(questions);
}

function printQuestions({ questions, exact, silentlyWrong, missed }: PortfolioEvaluation): void {
  const share = (count: number): string => `${((100 * count) / questions).toFixed(1)} %`;
  console.log(`\nQuestions about many accounts: ${questions}, of our own making`);
  console.log(`  understood exactly   ${share(exact)}, at least ${portfolioBars.exact * 100} %`);
  console.log(
    `  silently otherwise   ${share(silentlyWrong)}, at most ${portfolioBars.silentlyWrong * 100} %`,
  );
  for (const { question, read } of missed) console.log(`  missed: ${question} → ${read.join(' · ')}`);
  const holds =
    exact / questions >= portfolioBars.exact && silentlyWrong / questions <= portfolioBars.silentlyWrong;
  if (!holds) process.exitCode = 1;
}

async function measureHealth(folder: string, only: readonly string[]): Promise<SetResult[]> {
  const sets = existsSync(folder)
    ? readdirSync(folder).filter((set) => only.some((part) => set.includes(part)) && snapshotsOf(folder, set))
    : [];
  const judged = new Map<string, { score: Judged[]; recency: Judged[] }>();
  for (const set of sets) judged.set(set, await judgeSet(folder, set));
  const results = sets.map((set) => summarize(set, judged.get(set) ?? { score: [], recency: [] }));
  const family = sets.filter((set) => set.startsWith('git-orgs-'));
  if (family.length > 1) {
    const pooled = family.map((set) => judged.get(set));
    results.push(
      summarize('git-orgs pooled', {
        score: pooled.flatMap((part) => part?.score ?? []),
        recency: pooled.flatMap((part) => part?.recency ?? []),
      }),
    );
  }
  return results;
}

async function judgeSet(folder: string, set: string): Promise<{ score: Judged[]; recency: Judged[] }> {
  const eventsFile = join(folder, set, 'events.csv.gz');
  const rows = await scoreSnapshots({
    eventsFile,
    snapshotsFile: snapshotsOf(folder, set) ?? '',
    onProgress: progress(set, 'snapshots'),
  });
  const ages = await recencies(eventsFile, rows);
  return {
    score: rows.map((row) => ({ risk: -(row.health ?? 0), happened: row.label === '1' })),
    recency: rows.map((row, index) => ({
      risk: ages[index] ?? Number.POSITIVE_INFINITY,
      happened: row.label === '1',
    })),
  };
}

/** Seconds since the account last used anything: the peer that a score has to beat. */
async function recencies(eventsFile: string, rows: readonly HealthRow[]): Promise<number[]> {
  const uses = new Map<string, number[]>();
  for await (const row of readCsv(eventsFile, ['tenant', 'ts', 'type'])) {
    if (row.type !== 'feature.used') continue;
    const list = uses.get(row.tenant ?? '') ?? [];
    list.push(Number(row.ts));
    uses.set(row.tenant ?? '', list);
  }
  return rows.map((row) => {
    const last = (uses.get(row.tenant) ?? []).findLast((ts) => ts <= row.asof);
    return last === undefined ? Number.POSITIVE_INFINITY : row.asof - last;
  });
}

function summarize(set: string, { score, recency }: { score: Judged[]; recency: Judged[] }): SetResult {
  return {
    set,
    rows: score.length,
    baseRate: score.filter((row) => row.happened).length / score.length,
    auc: areaUnderCurve(score),
    recencyAuc: areaUnderCurve(recency),
    precisionAtTenth: precisionAtTenth(score),
  };
}

function print(results: readonly SetResult[]): void {
  console.log('set                       rows  base rate    AUC  recency alone  precision@10 %');
  for (const { set, rows, baseRate, auc, recencyAuc, precisionAtTenth: precision } of results) {
    const cells = [
      String(rows).padStart(7),
      share(baseRate).padStart(9),
      share(auc).padStart(7),
      share(recencyAuc).padStart(13),
      share(precision).padStart(15),
    ];
    console.log(`${set.padEnd(22)} ${cells.join(' ')}`);
  }
}

function share(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function snapshotsOf(folder: string, set: string): string | null {
  const names = ['snapshots.csv.gz', 'snapshots.csv'].map((name) => join(folder, set, name));
  return names.find((name) => existsSync(name)) ?? null;
}

function progress(set: string, what: string): (done: number, total: number) => void {
  return (done, total) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${set}: ${done} of ${total} ${what}${done === total ? '\n' : ''}`);
  };
}
