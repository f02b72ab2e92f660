import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { demoMembers } from '../../../demo/members.ts';
import type { ConnectorName } from '../../../src/domain/action.ts';
import type { Connector, LookupOutcome } from '../../../src/guardrail/connector.ts';
import { type Grant, requireGrant } from '../../../src/guardrail/grant.ts';
import { jobs } from '../../../src/jobs/index.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { scheduleOf } from '../../../src/jobs/schedule-of.ts';
import { latestSlot } from '../../../src/jobs/slots.ts';
import type { RequestContext } from '../../../src/services/context.ts';
import { decideOn } from '../../../src/services/decide-proposal.ts';
import { subscribe } from '../../../src/services/digest/digest-recipients.ts';
import { runEffects } from '../../../src/services/run-effects.ts';
import { changeSubscription } from '../../../src/services/updates/update-targets.ts';
import { openStore } from '../../../src/store/store.ts';
import { testDoor } from '../../support/door.ts';
import { issueOf } from '../../support/issues.ts';
import { knowledgeOf } from '../../support/knowledge.ts';
import { ingest, testContext } from '../../support/services.ts';
import { openSharedClock } from '../shared-clock.ts';
import { watchOperations } from '../watch-operations.ts';
import { weeklyEvents, weeklyNews } from './weekly-events.ts';
import {
  type OutsideLine,
  type WeeklyRequest,
  type WeeklySetup,
  type WeeklyWord,
  weeklyJobs,
} from './weekly-protocol.ts';

// A process that runs what is weekly, made of the product's real jobs, store, policies and worker. It is killed.

const setup = JSON.parse(process.argv[2] ?? '') as WeeklySetup;
const ctx = await open();
say({ say: 'ready' });
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as WeeklyRequest;
  if (request.do === 'seed') await seed();
  else await turn(request.stopBefore);
  say({ say: 'done' });
}

async function open(): Promise<RequestContext> {
  const clock = openSharedClock(setup.clockFile);
  const store = await openStore(setup.database);
  const door = await testDoor([outside('chat', 'lookup'), outside('smtp', 'none')]);
  const made = await testContext(store, clock.now().toISOString(), undefined, door);
  const { customer } = made.content.updates;
  const updates = { ...made.content.updates, customer: { ...customer, segments: ['smb'] } };
  const knowledge = knowledgeOf([issueOf('limits', { error_signatures: ['API_RATE_LIMITED'] })]);
  return { ...made, clock, knowledge, content: { ...made.content, updates } };
}

async function seed(): Promise<void> {
  await ctx.store.writeMembers(demoMembers);
  await ingest(ctx, weeklyEvents(ctx.clock.now()));
  for (const [member, segment] of [
    ['exec1', null],
    ['manager1', 'smb'],
  ] as const)
    await subscribe(ctx, member, { day: 'tue', hour: 9, sections: ['health', 'risks'], segment });
  await changeSubscription(ctx, 'exec1', { segment: 'smb' }, 'mail');
  await changeSubscription(ctx, 'manager1', { account: 'north' }, 'chat');
  await turn(null); // channels and segments are seen
}

/** Everything that is due, the decisions of people, and what goes out. */
async function turn(stopBefore: number | null): Promise<void> {
  const store = stopBefore === null ? ctx.store : watchOperations(ctx.store, stopBefore, () => standStill());
  const within = { ...ctx, store };
  await ingest(within, weeklyNews(ctx.clock.now()));
  for (let round = 0; round < 2; round++) {
    for (const job of jobs.filter(({ name }) => weeklyJobs.includes(name))) {
      const slot = latestSlot(scheduleOf(ctx, job), ctx.clock.now());
      const result = await runJob(within, job, slot, 'clock');
      if (result.outcome === 'failed') say({ say: 'failed', job: job.name, reason: String(result.error) });
    }
    await approveAll(within);
    while (await runEffects(within, setup.name));
  }
}

async function approveAll(within: RequestContext): Promise<void> {
  const manager = demoMembers.find(({ id }) => id === 'manager1') ?? null;
  const waiting = await within.store.listProposals({ states: ['proposed'], limit: 500 });
  for (const { proposal } of waiting)
    await decideOn({ ...within, member: manager }, { id: proposal.id, version: null, verb: 'approve' });
}

/** What reaches it stands in a file, one line each, whatever becomes of the process. */
function outside(name: ConnectorName, delivery: 'lookup' | 'none'): Connector {
  const perform = async (grant: Grant) => {
    requireGrant(grant);
    const { key, proposalId } = grant;
    appendFileSync(setup.outsideFile, `${JSON.stringify({ key, proposalId } satisfies OutsideLine)}\n`);
    return { kind: 'done' as const, receipt: { message: key } };
  };
  return {
    name,
    delivery: () => delivery,
    perform,
    preview: ({ params }) => ({ connector: name, target: 'a file', request: params }),
    ...(delivery === 'lookup' ? { lookup } : {}),
  };
}

async function lookup({ key }: Grant): Promise<LookupOutcome> {
  const text = existsSync(setup.outsideFile) ? readFileSync(setup.outsideFile, 'utf8') : '';
  return text.includes(`"${key}"`) ? { kind: 'happened', receipt: { message: key } } : { kind: 'absent' };
}

/** No line of it runs until it is killed. */
function standStill(): void {
  say({ say: 'still' });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function say(word: WeeklyWord): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}
