import { parseArgs } from 'node:util';
import { burstProofs } from '../test/crash/burst/burst-proofs.ts';
import { crashProofs } from '../test/crash/crash-proofs.ts';
import { modelProofs } from '../test/model/model-proofs.ts';
import { obedientProofs } from '../test/obedient/obedient-proofs.ts';
import { auditProofs } from '../test/prove/audit-proofs.ts';
import { consoleProofs } from '../test/prove/console-proofs.ts';
import type { Proof, ProofResult } from '../test/prove/proof.ts';
import { teamsClientProofs } from '../test/prove/teams-client/teams-client-proofs.ts';
import { viewProofs } from '../test/prove/view-proofs.ts';

// What the tests show in minutes, shown for as long as you like.

const proofs: readonly Proof[] = [
  ...modelProofs,
  ...crashProofs,
  ...burstProofs,
  ...obedientProofs,
  ...auditProofs,
  ...viewProofs,
  ...teamsClientProofs,
  ...consoleProofs,
];

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  const width = Math.max(...proofs.map(({ name }) => name.length));
  const list = proofs.map(({ name, runs, counts }) => `  ${name.padEnd(width)}  ${runs} ${counts}`);
  console.log(`Shows what the tests show in minutes, for as long as you like.

  --only NAME   one proof; default: all
  --runs N      how often, instead of what stands below
  --seed S      another seed, another course; default: 1
  --json        the results as JSON

Proofs:
${list.join('\n')}

Proofs on a server take HOLDFAST_TEST_DATABASE_URL, or start one of their own.

  npm run prove -- --only kills-server --runs 2500 --seed 7`);
  process.exit(0);
}
const chosen = proofs.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  process.stderr.write(
    `There is no proof '${values.only}'. Try: ${proofs.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

const results: (ProofResult & { name: string; seconds: number })[] = [];
for (const proof of chosen) {
  const runs = values.runs === undefined ? proof.runs : Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1)
    throw new Error(`--runs takes a whole number, not '${values.runs}'`);
  const began = performance.now();
  let told = 0;
  const onProgress = (done: number): void => {
    if (done < runs && performance.now() - told < 5_000) return;
    told = performance.now();
    process.stderr.write(`${proof.name}: ${done} of ${runs} ${proof.counts}\n`);
  };
  const result = await proof.prove({ runs, seed: Number(values.seed), onProgress });
  results.push({ name: proof.name, ...result, seconds: Math.round((performance.now() - began) / 100) / 10 });
}

if (values.json) console.log(JSON.stringify(results, null, 2));
else {
  for (const { name, runs, problems, facts, seconds } of results) {
    const verdict = problems.length === 0 ? 'holds' : `FAILS, ${problems.length} problems`;
    console.log(`${name}: ${verdict} (${runs} runs in ${seconds} s)`);
    for (const [fact, count] of Object.entries(facts)) console.log(`  ${fact}: ${count}`);
    for (const problem of problems.slice(0, 50)) console.log(`  ! ${problem}`);
  }
}
process.exit(results.some(({ problems }) => problems.length > 0) ? 1 : 0);
