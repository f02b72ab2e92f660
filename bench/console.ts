import { readFileSync } from 'node:fs';
import { demoMembers } from '../demo/members.ts';
import { scoreAccounts } from '../src/services/score-accounts.ts';
import { consoleServer, signInAs } from '../test/support/console.ts';
import { type Finding, percentile } from './measure.ts';
import type { Bench } from './stores.ts';

/** Every page that counts over all customers, and those that people open again and again. */
const paths = [
  ...['', '/accounts', '/accounts?group=segment&sort=-arr', '/cohorts', '/onboarding', '/alerts?show=all'],
  ...['/support', '/support/causes', '/scorecard', '/retention', '/digests', '/value', '/rules'],
  ...['/approvals', '/approvals?show=waiting', '/approvals?show=settled', '/audit', '/health', '/settings'],
];
const rounds = 25;
/** A page that is far from its limit is opened so often, and so long. */
const fewest = 5;
const longestMs = 5_000;
const limitMs = 150;
const limitKilobytes = 200;

/**
 * Pages of the console over a whole base: the server's time for each, and its weight with both style sheets, which a
 * browser keeps. Each page is opened once before it is measured.
 */
export async function benchConsole(bench: Bench): Promise<Finding[]> {
  const { ctx, engine } = bench;
  await ctx.store.writeMembers(demoMembers);
  await scoreAccounts(ctx);
  const [first] = await ctx.store.listAccounts();
  const server = await consoleServer(ctx);
  const browser = await signInAs(server, ctx, 'admin1');
  const style = ['evidence.css', 'console-parts.css', 'console.css']
    .map((file) => readFileSync(new URL(`../src/console/assets/${file}`, import.meta.url)).length)
    .reduce((sum, bytes) => sum + bytes, 0);
  const findings: Finding[] = [];
  for (const path of [...paths, `/accounts/${first?.id}`]) {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round <= rounds; round++) {
      if (round > fewest && times.reduce((sum, ms) => sum + ms, 0) > longestMs) break;
      const began = performance.now();
      const { statusCode, rawPayload } = await browser.get(`/console${path}`);
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
      if (round > 0) times.push(performance.now() - began);
      bytes = rawPayload.length;
    }
    const name = path === '' ? '/' : path;
    const weight = Math.round((bytes + style) / 1_000);
    findings.push(
      {
        name: `console ${name}, p95, ${engine}`,
        figure: percentile(times, 0.95),
        unit: 'ms',
        sense: 'most',
        limit: limitMs,
        detail: { rounds: times.length, median: Math.round(percentile(times, 0.5)) },
      },
      {
        name: `console ${name}, weight, ${engine}`,
        figure: weight,
        unit: 'kB',
        sense: 'most',
        limit: limitKilobytes,
        detail: { style: Math.round(style / 1_000) },
      },
    );
  }
  await server.close();
  return findings;
}
