import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Finding, holds } from './measure.ts';

const help = `Measures speed and memory against peers, in ratios, and writes bench/results/latest.json.

  npm run bench                       both engines; the server one needs HOLDFAST_BENCH_DATABASE_URL
  npm run bench -- --only import      parts whose name contains this: import, memory, audit, actions, knowledge, portfolio, nightly,
                                      backtest, rounds, digest, scorecard, console, charts, packs, slash,
                                      portfolio-questions
  npm run bench -- --json             one JSON value on stdout

A server: export HOLDFAST_BENCH_DATABASE_URL="$(scripts/postgres.sh start >/dev/null && scripts/postgres.sh url --admin)"
Exit code 1 = a limit does not hold.`;

/** Each part runs in a process of its own, so that one's memory and warm code are not another's. */
const parts = [
  'import',
  'memory',
  'audit',
  'actions',
  'knowledge',
  'portfolio',
  'nightly',
  'backtest',
  'rounds',
  'digest',
  'scorecard',
  'console',
  'charts',
  'packs',
  'slash',
  'portfolio-questions',
] as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else await run();

async function run(): Promise<void> {
  const server = process.env.HOLDFAST_BENCH_DATABASE_URL;
  const engines = ['embedded', ...(server ? ['server'] : [])];
  if (!server) console.error('The server engine is not measured: HOLDFAST_BENCH_DATABASE_URL names none.');
  const findings: Finding[] = [];
  for (const part of parts.filter((name) => name.includes(values.only))) {
    for (const engine of engines) {
      console.error(`Measuring ${part} on the ${engine} engine …`);
      for (const finding of await runPart(part, engine)) {
        findings.push(finding);
        if (!values.json) console.log(line(finding));
      }
    }
  }
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const result = { machine, findings: findings.map((finding) => ({ ...finding, holds: holds(finding) })) };
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('latest.json', folder), `${JSON.stringify(result, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(result));
  else console.log(`\nWritten to ${fileURLToPath(new URL('latest.json', folder))}`);
  process.exitCode = findings.every(holds) ? 0 : 1;
}

async function runPart(part: string, engine: string): Promise<Finding[]> {
  const child = fork(new URL('./part.ts', import.meta.url), [part, engine], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const findings: Finding[] = [];
  child.on('message', (message) => findings.push(...(message as Finding[])));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the part ${part} on ${engine} ended with code ${code}`);
  return findings;
}

function line(finding: Finding): string {
  const { name, figure, unit, limit, sense } = finding;
  const verdict = holds(finding) ? 'holds' : 'FAILS';
  const detail = Object.entries(finding.detail).map(([key, value]) => `${key} ${value}`);
  return `${verdict}  ${name.padEnd(48)} ${figure.toFixed(2).padStart(8)} ${unit.padEnd(2)}  ${sense === 'least' ? '≥' : '≤'} ${limit}   ${detail.join(', ')}`;
}
