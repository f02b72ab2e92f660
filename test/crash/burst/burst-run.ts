import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../../src/config.ts';
import { severityRank } from '../../../src/domain/alert.ts';
import { createIds } from '../../../src/domain/ids.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { createLog } from '../../../src/log.ts';
import { verifyAudit } from '../../../src/services/verify-audit.ts';
import { readOrCreateKeys } from '../../../src/start/keys.ts';
import { type OpenServices, openServices } from '../../../src/start/open-services.ts';
import { createDice, type Dice } from '../dice.ts';
import { type BurstFigures, checkBurst, type Due } from './check-burst.ts';
import { type FastClockSetup, openFastClock } from './fast-clock.ts';
import { fillProduct, killProducts, type ProductHandle, startProduct } from './product.ts';
import type { Weather } from './protocol.ts';
import { type SlackHandle, startSlack } from './slack.ts';

export interface BurstOptions {
  /** Alerts of one instant, which fold into a thread; or single posts to ten channels. */
  what: 'alerts' | 'posts';
  count: number;
  kills: number;
  seed: number;
  /** Seconds of the product's clock in one of the system's. */
  rate: number;
  weather?: Partial<Weather>;
  /** An outage of so long by the product's clock, when a quarter has arrived. */
  outageMs?: number;
  /** The product ran before, and was away for so long by its clock when the burst comes in: its jobs are due at once. */
  awayMs?: number;
  onProgress?(arrived: number): void;
}

export interface BurstResult {
  problems: string[];
  figures: BurstFigures & { due: number; kills: number; auditEntries: number; outageMinutes: number };
}

/** How long one message may take at most before a run counts as stuck. */
const stuckMs = 180_000;
const longestLifeMs = 4_000;

/** Fills a folder with a burst, lets the product deliver it, kills it again and again, and judges on Slack's side. */
export async function runBurst(options: BurstOptions): Promise<BurstResult> {
  const { what, count, seed, rate } = options;
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-burst-'));
  const originMs = openFastClock({ originMs: 0, rate: 1, file: join(folder, 'none') })
    .now()
    .getTime();
  const setup: FastClockSetup = { originMs, rate, file: join(folder, 'clock') };
  const slack = await startSlack(setup, seed);
  const environment = {
    HOLDFAST_HOME: join(folder, 'home'),
    HOLDFAST_DEMO: '0',
    PORT: '0',
    HOLDFAST_LOG: 'fatal',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.url,
    HOLDFAST_ALERTS_CHANNEL: 'C0ALERTS',
    SLACK_SIGNING_SECRET: '0123456789abcdef'.repeat(2),
  };
  try {
    if (options.awayMs !== undefined) await runBefore(setup, environment, options.awayMs);
    const due = await fillProduct({ clock: setup, do: { fill: what, count } }, environment);
    await slack.setWeather(options.weather ?? {});
    // Over that the product waits for: what folds has a head.
    const expected = what === 'alerts' && due > 10 ? due + 1 : due;
    const run = { ...options, setup, environment, slack, expected };
    const { kills, outageMinutes } = await deliver(run);
    const judged = await judge(run);
    const missing = due === count ? [] : [`${due} of ${count} were raised`];
    return {
      problems: [...missing, ...judged.problems],
      figures: { due, kills, outageMinutes, ...judged.figures },
    };
  } finally {
    await killProducts();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the product, so that its jobs are known, and stops it. */
async function runBefore(
  setup: FastClockSetup,
  environment: Record<string, string>,
  awayMs: number,
): Promise<void> {
  const product = await startProduct(setup, environment);
  await product.stop();
  openFastClock(setup).advance(awayMs);
}

interface Run extends BurstOptions {
  setup: FastClockSetup;
  environment: Record<string, string>;
  slack: SlackHandle;
  /** How many messages there will be. */
  expected: number;
}

/** Starts the product, and again after each kill, until everything has arrived. */
async function deliver(run: Run): Promise<{ kills: number; outageMinutes: number }> {
  const { slack, setup, environment, expected } = run;
  const dice = createDice(run.seed);
  let kills = 0;
  let outageMinutes = 0;
  for (let life = 0; ; life++) {
    const product = await startProduct(setup, environment);
    if (life === run.kills) {
      await arrivalOf(slack, expected, run.onProgress);
      await settled(run);
      await product.stop();
      return { kills, outageMinutes };
    }
    // Kills are spread over the whole course.
    await arrivalOf(slack, Math.ceil((expected * (life + 1)) / (run.kills + 1)), run.onProgress);
    if (run.outageMs !== undefined && outageMinutes === 0 && slack.count() >= expected / 4) {
      outageMinutes = await outage(run, product);
      kills += 2;
      continue;
    }
    await instant(slack, dice);
    await product.kill();
    kills++;
  }
}

/** Some die while a message is there and its answer is not; the others at any instant. */
async function instant(slack: SlackHandle, dice: Dice): Promise<void> {
  if (dice.next(2) === 0) await Promise.race([slack.nextArrival(), wait(longestLifeMs)]);
  else await wait(dice.next(1_500));
}

async function arrivalOf(slack: SlackHandle, count: number, onProgress?: (n: number) => void): Promise<void> {
  while (slack.count() < count) {
    const before = slack.count();
    await Promise.race([slack.nextArrival(), wait(stuckMs, null, { ref: false })]);
    if (slack.count() === before) throw new Error(`nothing arrived for ${stuckMs} ms; ${before} of ${count}`);
    onProgress?.(slack.count());
  }
}

/** First nobody is there, then everything breaks; the process dies in between and starts while nobody is there. */
async function outage(
  { slack, setup, environment, outageMs = 0 }: Run,
  first: ProductHandle,
): Promise<number> {
  const clock = openFastClock(setup);
  let product = first;
  const begun = clock.now().getTime();
  const stepMs = 60_000;
  await slack.setWeather({ state: 'refusing' });
  for (let part = 0; part < 2; part++) {
    const until = begun + (outageMs * (part + 1)) / 2;
    while (clock.now().getTime() < until) {
      clock.advance(stepMs);
      await wait(200);
    }
    if (part > 0) break;
    await product.kill();
    product = await startProduct(setup, environment);
    await slack.setWeather({ state: 'broken' });
  }
  await slack.setWeather({});
  await product.kill();
  return Math.round((clock.now().getTime() - begun) / 60_000);
}

/** A lost answer is looked up when its minute is over; the audit is sealed once a second. */
async function settled({ rate, weather }: Run): Promise<void> {
  await wait((weather?.lostPercent ? 75_000 / rate : 0) + 1_500);
}

async function judge({ what, environment, slack, setup }: Run): Promise<{
  problems: string[];
  figures: BurstFigures & { auditEntries: number };
}> {
  const config = readConfig(environment);
  const ids = createIds();
  const ground = { config, clock: openFastClock(setup), ids, log: createLog('fatal') };
  const services = await openServices(ground, { decidesMembers: true });
  try {
    const ctx = { ...services, member: null };
    const posts = (await services.store.listProposals({ limit: 100_000 }))
      .map(({ proposal }) => proposal)
      .filter(({ kind }) => kind === 'message.post');
    const due = what === 'alerts' ? await dueAlerts(services) : duePosts(posts);
    const { problems, figures } = checkBurst({ due, seen: await slack.seen(), posts });
    const verdict = await verifyAudit(ctx, {
      keys: await readOrCreateKeys(config.keysFile, ids),
      checkpointFile: config.checkpointsFile,
      mustExist: true,
    });
    if (!verdict.ok) problems.push(`audit: entry ${verdict.firstBad?.seq}: ${verdict.firstBad?.reason}`);
    return { problems, figures: { ...figures, auditEntries: verdict.entries } };
  } finally {
    await services.store.close();
  }
}

async function dueAlerts({ store, database }: OpenServices): Promise<Due[]> {
  const alerts = await store.listAlerts({ states: ['open', 'acknowledged'], limit: 100_000 });
  const rows = await database.queries.selectFrom('alert_posts').select(['alert_id', 'proposal_id']).execute();
  const cards = new Map(rows.map((row) => [row.alert_id, row.proposal_id]));
  return alerts.map(({ id, account, finding: { severity } }) => {
    const card = cards.get(id);
    const key = card === undefined ? null : `hf-${card}-1`;
    return { what: `the alert of ${account}`, key, rank: severityRank(severity) };
  });
}

/** Ids follow each other in the order in which they were asked for. */
function duePosts(posts: readonly Pick<Proposal, 'id' | 'version' | 'summary'>[]): Due[] {
  const inOrder = posts.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return inOrder.map(({ id, version, summary }, rank) => ({
    what: summary,
    key: `hf-${id}-${version}`,
    rank,
  }));
}
