import { existsSync, readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { loadContent } from '../../../src/content/content.ts';
import { openAction } from '../../../src/domain/action.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { jobs } from '../../../src/jobs/index.ts';
import { scheduleOf } from '../../../src/jobs/schedule-of.ts';
import { latestSlot } from '../../../src/jobs/slots.ts';
import { latestDue } from '../../../src/rules/business-time/weekly-due.ts';
import { rebuildDigest } from '../../../src/services/digest/draw-digest.ts';
import { readWeek } from '../../../src/services/updates/draw-update.ts';
import { type DatabaseLocation, openDatabase } from '../../../src/store/database.ts';
import type { Schema } from '../../../src/store/schema.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import { testContext } from '../../support/services.ts';
import type { OutsideLine } from './weekly-protocol.ts';

/** When a process looked at what is due, and whether it came to its end. */
export interface Look {
  from: Date;
  to: Date;
  isWhole: boolean;
}

export interface WeeklyRecord {
  database: DatabaseLocation;
  outsideFile: string;
  /** Since then channels and members are known; what was due before is nobody's. */
  since: Date;
  looks: readonly Look[];
  now: Date;
}

/** Everything that is sent weekly, with the day on which each was due. */
interface Sendings {
  digests: Sent[];
  updates: Sent[];
}
interface DigestRow {
  recipient: string;
  due_on: string;
  snapshot_id: string;
  proposal_id: string;
  details_id: string | null;
}

interface Sent {
  to: string;
  dueOn: string;
  snapshotId: string | null;
  proposalId: string | null;
}

/**
 * Holds the database against what reached the outside and against the times at which somebody looked: one of each kind,
 * recipient and week; nothing of a week in which nobody looked; nothing half-written, nothing sent twice.
 */
export async function judgeWeekly(
  record: WeeklyRecord,
): Promise<{ problems: string[]; facts: Record<string, number> }> {
  const opened = await openDatabase(record.database);
  const store = createStore(opened);
  try {
    const proposals = (await store.listProposals({ limit: 100_000 })).map((one) => ({
      ...one.proposal,
      params: (openAction(one.body)?.params ?? {}) as Params,
    }));
    const { rows: digests } =
      await sql<DigestRow>`select recipient, due_on::text as due_on, snapshot_id, proposal_id,
      details_id from digest_sendings`.execute(opened.queries);
    const sendings: Sendings = {
      digests: digests.map((row) => ({
        to: row.recipient,
        dueOn: row.due_on,
        snapshotId: row.snapshot_id,
        proposalId: row.proposal_id,
      })),
      updates: (await store.listUpdateSendings(100_000)).map(({ target, account, ...row }) => ({
        ...row,
        to: `${target} ${account}`,
      })),
    };
    const details = digests.flatMap(({ details_id }) => details_id ?? []);
    const posts = await postsOf(record, proposals, await errorsSeen(opened.queries));
    const outside = readOutside(record.outsideFile);
    const known = [...sendings.digests, ...sendings.updates].flatMap(({ proposalId }) => proposalId ?? []);
    return {
      problems: [
        ...(await weeksMissing(record, sendings)),
        ...posts.problems,
        ...orphans(proposals, new Set([...known, ...details, ...posts.ids])),
        ...proposals.flatMap((proposal) => effectsOf(proposal, outside)),
        ...(await withoutDetails(digests, proposals, record.looks)),
        ...(await unreadable(store, record.now, sendings)),
      ],
      facts: {
        looks: record.looks.length,
        'looks left alone': record.looks.filter(({ isWhole }) => isWhole).length,
        digests: sendings.digests.length,
        updates: sendings.updates.filter(({ to }) => !to.startsWith('customer')).length,
        letters: sendings.updates.filter(({ to }) => to.startsWith('customer')).length,
        'posts of jobs': posts.ids.length,
        'effects nobody knows of': proposals.filter(({ state }) => state === 'unknown').length,
      },
    };
  } finally {
    await store.close();
  }
}

type Params = { view?: { summary?: string }; thread?: string };
type Known = Proposal & { params: Params };

/** What is due by each schedule at a look, against what was sent. */
async function weeksMissing(
  { since, looks }: WeeklyRecord,
  { digests, updates }: Sendings,
): Promise<string[]> {
  const { digest, updates: pack, sla } = await loadContent(null);
  const own = { day: 'tue', hour: 9 } as const;
  const schedules = [
    ...digest.channels.map((schedule) => ({ to: /^channel /, schedule, of: digests })),
    { to: /^member exec1$/, schedule: own, of: digests },
    { to: /^member manager1$/, schedule: own, of: digests },
    { to: /^member exec1 north$/, schedule: pack.executive, of: updates },
    { to: /^member exec1 south$/, schedule: pack.executive, of: updates },
    { to: /^member manager1 north$/, schedule: pack.executive, of: updates },
    { to: /^customer east$/, schedule: pack.customer, of: updates },
    { to: /^customer north$/, schedule: pack.customer, of: updates },
  ];
  return schedules.flatMap(({ to, schedule, of }) => {
    const due = (at: Date) => latestDue(schedule, sla.workingHours, at);
    const ofLook = ({ from, to: end }: Look) =>
      [due(from), due(end)].filter(({ at }) => at > since).map((one) => one.of);
    const allowed = new Set(looks.flatMap(ofLook));
    const wanted = new Set(
      looks.filter(({ isWhole }) => isWhole).flatMap((look) => ofLook(look).slice(0, 1)),
    );
    const sent = of.filter((one) => to.test(one.to)).map(({ dueOn }) => dueOn);
    return [
      ...[...wanted].filter((day) => !sent.includes(day)).map((day) => `${to}: lost: nothing of ${day}`),
      ...sent.filter((day) => !allowed.has(day)).map((day) => `${to}: of ${day}, and nobody looked then`),
      ...sent.filter((day, at) => sent.indexOf(day) !== at).map((day) => `${to}: doubled: ${day}`),
    ];
  });
}

async function errorsSeen(queries: Kysely<Schema>): Promise<Date[]> {
  const { rows } = await sql<{ at: Date }>`select at from events where type = 'error.raised'`.execute(
    queries,
  );
  return rows.map(({ at }) => at);
}

/** What is posted once for each slot of its job. A week without a cause has no friction. */
async function postsOf({ looks }: WeeklyRecord, proposals: readonly Known[], errors: readonly Date[]) {
  const hasCause = (slot: string): boolean => {
    const until = Date.parse(slot);
    return errors.some((at) => at.getTime() < until && at.getTime() >= until - weekMs);
  };
  const kinds = {
    'friction.weekly': /friction/i,
    'register.review': /register/i,
    'scorecard.monthly': /^Scorecard/,
  };
  const problems: string[] = [];
  const ids: string[] = [];
  for (const [name, words] of Object.entries(kinds)) {
    const slotOf = await slotsOf(name);
    const own = proposals.filter(({ params }) => words.test(params.view?.summary ?? ''));
    ids.push(...own.map(({ id }) => id));
    const slots = own.map(({ proposedAt }) => slotOf(new Date(proposedAt)));
    const wanted = new Set(looks.filter(({ isWhole }) => isWhole).map(({ from }) => slotOf(from)));
    problems.push(
      ...slots.filter((slot, at) => slots.indexOf(slot) !== at).map((slot) => `${name}: doubled: ${slot}`),
      ...[...wanted]
        .filter((slot) => !slots.includes(slot) && (name !== 'friction.weekly' || hasCause(slot)))
        .map((slot) => `${name}: lost: ${slot}`),
    );
  }
  return { ids, problems };
}

/** In which slot of a job an instant lies. */
async function slotsOf(name: string): Promise<(at: Date) => string> {
  const content = await loadContent(null);
  const job = jobs.find((one) => one.name === name);
  if (!job) throw new Error(`no job is called ${name}`);
  return (at) => latestSlot(scheduleOf({ content }, job), at).toISOString();
}

/** A proposal that no row knows of is one that was written without the other half of its transaction. */
function orphans(proposals: readonly Known[], known: ReadonlySet<string>): string[] {
  return proposals
    .filter(({ id, kind }) => kind.startsWith('message.') && !known.has(id))
    .map(({ id, summary }) => `${id}: half-written: no row knows of it: ${summary.slice(0, 80)}`);
}

function effectsOf({ id, state, summary }: Known, outside: ReadonlyMap<string, number>): string[] {
  const count = outside.get(id) ?? 0;
  const expected = state === 'done' ? count === 1 : state === 'unknown' ? count <= 1 : count === 0;
  return expected
    ? []
    : [`${id}: ${state}, and it reached the outside ${count} times: ${summary.slice(0, 80)}`];
}

const weekMs = 7 * 86_400_000;
/** For two weeks it is looked after what hangs under a digest. */
const detailsWithinMs = 13 * 86_400_000;

/** Its details hang under a digest as soon as the job comes to its next slot after the message was there. */
async function withoutDetails(
  digests: readonly DigestRow[],
  proposals: readonly Known[],
  looks: readonly Look[],
): Promise<string[]> {
  const slotOf = await slotsOf('digest.send');
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  return digests.flatMap(({ recipient, proposal_id, details_id }) => {
    const { finishedAt = null, state, proposedAt = '' } = byId.get(proposal_id) ?? {};
    if (state !== 'done' || finishedAt === null || details_id !== null) return [];
    const there = slotOf(new Date(finishedAt));
    const untilMs = Date.parse(proposedAt) + detailsWithinMs;
    const isLooked = looks.some(
      ({ from, isWhole }) => isWhole && slotOf(from) > there && from.getTime() < untilMs,
    );
    return isLooked ? [`${recipient}: a digest of ${proposedAt} went out and nothing hangs under it`] : [];
  });
}

/** Snapshots whose bytes are not those of their id, or that are gone. */
async function unreadable(store: Store, now: Date, { digests, updates }: Sendings): Promise<string[]> {
  const ctx = await testContext(store, now.toISOString());
  const problems: string[] = [];
  const read = async (ids: readonly (string | null)[], look: (id: string) => Promise<unknown>) => {
    for (const id of new Set(ids.flatMap((one) => one ?? [])))
      await look(id).catch((error: unknown) => problems.push(`${id}: ${String(error)}`));
  };
  await read(
    digests.map(({ snapshotId }) => snapshotId),
    (id) => rebuildDigest(ctx, id),
  );
  await read(
    updates.map(({ snapshotId }) => snapshotId),
    (id) => readWeek(ctx, id),
  );
  return problems;
}

function readOutside(file: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines.filter((one) => one !== '')) {
    const { proposalId } = JSON.parse(line) as OutsideLine;
    counts.set(proposalId, (counts.get(proposalId) ?? 0) + 1);
  }
  return counts;
}
