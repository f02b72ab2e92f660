import { type AccountPart, isInPart } from '../../domain/account-part.ts';
import { type Alert, type AlertNote, alertKey, severityRank } from '../../domain/alert.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import { addDays, endOfDay, utcDayOf } from '../../domain/utc-day.ts';
import { raiseAlert, reconcileAlerts, type SeenFinding } from '../../rules/alert/reconcile-alerts.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { requireChangeable } from '../authorize.ts';
import { configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, findingUrl, scoreUrl } from '../evidence.ts';
import { evidenceOfFindings } from '../risks/evidence-of-findings.ts';
import { type AccountRisks, findRisks } from '../risks/find-risks.ts';
import { toStoredScore } from '../score-accounts.ts';

/** What a look at accounts came to. */
export interface WatchResult {
  accounts: number;
  findings: number;
  raised: number;
  /** Known from history alone: listed, and nobody is called. */
  quiet: number;
  changed: number;
  closed: number;
}

export interface WatchInput {
  /** Default: all. */
  accountIds?: readonly string[] | undefined;
  /** Of all accounts, those of one part: several processes watch side by side. */
  part?: AccountPart | undefined;
  /** Whether what is found in an account that was never looked at before calls somebody; default: it is history. */
  firstSight?: 'call' | 'history';
  /** Written down with the result, in the same transaction: everything up to it was looked at. */
  mark?: number | undefined;
}

/** What held so long ago already is news of history alone, such as of an import. Days. */
const historyDays = 14;
const dayMs = 86_400_000;
const markName = 'alerts.watched';

/**
 * Scores accounts, asks every rule, and brings their alerts up to date: raises, edits, closes, opens again. All of it is
 * written in one transaction, and one watch at a time decides, so that a matter has one alert however many processes
 * look. A rule's file that is broken leaves the last good rules in force.
 */
export async function watchAccounts(ctx: RequestContext, input: WatchInput = {}): Promise<WatchResult> {
  await requireChangeable(ctx, 'scores');
  const asOf = ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const { packs, problem } = await ctx.content.packs.inForce();
  if (problem) ctx.log.warn({ problem }, 'a rule pack is broken; the last good ones are in force');
  const looked: AccountRisks[] = [];
  const accountIds = await namedAccounts(ctx, input);
  for await (const risks of findRisks(ctx, { accountIds, asOf, knownAt, packs })) looked.push(risks);
  const seen = await describe(ctx, looked, asOf, knownAt);
  const clears = new Map(packs.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule.clearsAfterDays])));
  const old = await heldLongAgo(ctx, seen, asOf, knownAt);
  const result = await ctx.store.transaction(async (store) => {
    await store.lockAlerts();
    const plan = await reconcile(ctx, store, { looked, seen, old, clears, input, asOf, knownAt });
    await store.writeAlerts([...plan.raised, ...plan.changed], plan.notes);
    await store.keepChangedScores(
      looked.map(({ scored }) => toStoredScore(scored, asOf, knownAt, ctx.clock.now())),
    );
    await store.writeWatches(
      looked.map(({ account }) => account.id),
      { knownAt, at: asOf },
    );
    if (input.mark !== undefined) await store.writeSetting(markName, { seq: input.mark });
    return plan;
  });
  const quiet = result.raised.filter(({ quiet }) => quiet).length;
  return {
    accounts: looked.length,
    findings: seen.length,
    quiet,
    raised: result.raised.length - quiet,
    changed: result.changed.length,
    closed: result.notes.filter(({ what }) => what === 'closed').length,
  };
}

async function namedAccounts(
  { store }: RequestContext,
  { accountIds, part }: WatchInput,
): Promise<readonly string[] | undefined> {
  if (part === undefined) return accountIds;
  const ids = accountIds ?? (await store.listAccounts()).map(({ id }) => id);
  return ids.filter((id) => isInPart(id, part));
}

/** Looks at the accounts of which anything came in since the last look; at none when nothing did. */
export async function watchNews(ctx: RequestContext): Promise<WatchResult | null> {
  const after = markOf(await ctx.store.readSetting(markName));
  const mark = await ctx.store.lastSequence();
  if (mark <= after) return null;
  const accountIds = await ctx.store.accountsReceiving(after, mark);
  return await watchAccounts(ctx, { accountIds, mark });
}

/** Up to where everything was looked at; 0 = nothing yet. */
function markOf(kept: unknown): number {
  return kept !== null && typeof kept === 'object' && 'seq' in kept && typeof kept.seq === 'number'
    ? kept.seq
    : 0;
}

/** Findings with everything that a card needs. */
async function describe(
  ctx: RequestContext,
  looked: readonly AccountRisks[],
  asOf: Date,
  knownAt: number,
): Promise<SeenFinding[]> {
  const evidence = await evidenceOfFindings(
    ctx,
    looked.flatMap(({ findings }) => findings),
    { asOf, knownAt },
  );
  const configuration = configurationId(ctx.content);
  const found = looked.filter(({ findings }) => findings.length > 0).map(({ account }) => account.id);
  const contracts = await ctx.store.latestContractRecords(found, ['arr', 'renewsOn'], knownAt, asOf);
  const records = new Map(contracts.map(({ account, key, seq }) => [`${key} ${account}`, eventUrl(seq)]));
  const seen: SeenFinding[] = [];
  for (const { account, scored, findings } of looked) {
    if (findings.length === 0) continue;
    const picture: Alert['picture'] = {
      accountName: account.name,
      tier: account.tier,
      segment: account.segment,
      arr: account.arr,
      renewsOn: account.renewsOn,
      band: scored.score.band,
      score: scored.score.hundredths === null ? null : scored.score.hundredths / 100,
      scoreUrl: scoreUrl(account.id, asOf, knownAt, configuration),
      arrUrl: records.get(`arr ${account.id}`) ?? null,
      renewsUrl: records.get(`renewsOn ${account.id}`) ?? null,
    };
    for (const finding of findings) {
      const page = findingUrl(account.id, finding, { asOf, knownAt, configuration });
      seen.push({
        finding,
        evidence: evidence[seen.length] ?? [],
        owner: account.owner,
        picture: { ...picture, findingUrl: page },
      });
    }
  }
  return seen;
}

interface Plan {
  raised: Alert[];
  changed: Alert[];
  notes: AlertNote[];
}

interface Seen {
  looked: readonly AccountRisks[];
  seen: readonly SeenFinding[];
  /** Matters that are old news, by key, with the severity that they had then already. */
  old: ReadonlyMap<string, Severity>;
  clears: ReadonlyMap<string, number>;
  input: WatchInput;
  asOf: Date;
  knownAt: number;
}

async function reconcile(
  ctx: RequestContext,
  store: StoreTransaction,
  { looked, seen, old, clears, input, asOf, knownAt }: Seen,
): Promise<Plan> {
  const before = await store.readWatches(looked.map(({ account }) => account.id));
  // Whoever looked with more knowledge has settled it, though they began later.
  const isOutdated = (account: string): boolean => (before.get(account)?.knownAt ?? 0) > knownAt;
  const current = looked.filter(({ account }) => !isOutdated(account.id));
  const ids = current.map(({ account }) => account.id);
  // What somebody does with an alert meanwhile waits for this, and is not written over.
  await store.lockAlertsOf(ids);
  const latest = await store.latestAlerts(ids);
  const { raise, changed, notes } = reconcileAlerts(
    latest,
    seen.filter(({ finding }) => !isOutdated(finding.account)),
    {
      clearsAfterDays: (rule) => clears.get(rule) ?? 7,
      left: new Set(
        current.filter(({ account }) => account.status === 'ended').map(({ account }) => account.id),
      ),
      now: asOf,
    },
  );
  const raised = raise.map((one) => {
    const isFirst = !before.has(one.finding.account) && input.firstSight !== 'call';
    const quiet = (isFirst && !isNewcomer(looked, one, asOf)) || isOld(old, one.finding);
    return raiseAlert(one, ctx.ids.proposal(asOf), quiet, asOf);
  });
  const raisedNotes = raised.map(
    ({ id, finding, quiet }): AlertNote => ({
      alertId: id,
      at: asOf.toISOString(),
      by: null,
      what: 'raised',
      detail: { severity: finding.severity, quiet },
    }),
  );
  return { raised, changed: endQuiet(changed, notes, old), notes: [...raisedNotes, ...notes] };
}

/** What was history calls people when it gets worse, or comes back, unless that is history too. */
function endQuiet(changed: readonly Alert[], notes: readonly AlertNote[], old: Seen['old']): Alert[] {
  const turned = notes.filter(({ what }) => what === 'worsened' || what === 'reopened');
  const ids = new Set(turned.map(({ alertId }) => alertId));
  return changed.map((alert) =>
    alert.quiet && ids.has(alert.id) && !isOld(old, alert.finding) ? { ...alert, quiet: false } : alert,
  );
}

/** Whether it was as bad two weeks ago. */
function isOld(old: Seen['old'], finding: Finding): boolean {
  const then = old.get(alertKey({ account: finding.account, finding }));
  return then !== undefined && severityRank(then) <= severityRank(finding.severity);
}

/** Whose first event came within a day has no history that could be imported. */
function isNewcomer(looked: readonly AccountRisks[], { finding }: SeenFinding, asOf: Date): boolean {
  const account = looked.find(({ account: { id } }) => id === finding.account)?.account;
  return account !== undefined && account.firstSeenOn >= addDays(utcDayOf(asOf), -1);
}

/**
 * Matters that nobody has heard of, or not in this severity, and that came in with history: they would have been found
 * two weeks ago already, had then been known what is known now, or every record that they name was as old when we heard
 * of it. Asked outside of the transaction, which would wait for its own answer.
 */
async function heldLongAgo(
  ctx: RequestContext,
  seen: readonly SeenFinding[],
  asOf: Date,
  knownAt: number,
): Promise<ReadonlyMap<string, Severity>> {
  const ids = [...new Set(seen.map(({ finding }) => finding.account))];
  const heard = new Map((await ctx.store.latestAlerts(ids)).map((alert) => [alertKey(alert), alert]));
  const watched = await ctx.store.readWatches(ids);
  const unheard = seen.filter(
    (one) => watched.has(one.finding.account) && isNews(heard.get(alertKey(keyOf(one))), one),
  );
  if (unheard.length === 0) return new Map();
  const held = await toldLate(ctx, unheard);
  const accountIds = [...new Set(unheard.map(({ finding }) => finding.account))];
  const then = endOfDay(addDays(utcDayOf(asOf), -historyDays));
  for await (const { findings } of findRisks(ctx, { accountIds, asOf: then, knownAt }))
    for (const finding of findings) {
      const key = alertKey({ account: finding.account, finding });
      if (!held.has(key)) held.set(key, finding.severity);
    }
  return held;
}

/** Whether somebody would be called for it: there is no alert, or a quiet one that gets worse or comes back. */
function isNews(alert: Alert | undefined, { finding }: SeenFinding): boolean {
  if (!alert) return true;
  if (!alert.quiet) return false;
  return alert.state === 'closed' || severityRank(finding.severity) < severityRank(alert.finding.severity);
}

/** Of these matters, those of which every named record is of long before it came in; with their severity now. */
async function toldLate(
  ctx: RequestContext,
  unheard: readonly SeenFinding[],
): Promise<Map<string, Severity>> {
  const named = [...new Set(unheard.flatMap(recordsOf))];
  const late = new Set(
    (await ctx.store.findEvents(named))
      .filter(({ event, receivedAt }) => receivedAt.getTime() - event.at.getTime() >= historyDays * dayMs)
      .map(({ seq }) => seq),
  );
  const isLate = (records: readonly number[]): boolean =>
    records.length > 0 && records.every((seq) => late.has(seq));
  const found = unheard.filter((one) => isLate(recordsOf(one)));
  return new Map(found.map((one) => [alertKey(keyOf(one)), one.finding.severity]));
}

/** The very records that a finding names. */
function recordsOf({ finding }: SeenFinding): number[] {
  return finding.evidence.parts.flatMap(({ records }) => records ?? []);
}

function keyOf({ finding }: SeenFinding): Pick<Alert, 'account' | 'finding'> {
  return { account: finding.account, finding };
}
