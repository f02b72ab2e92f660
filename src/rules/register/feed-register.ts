import { type Alert, type AlertEnd, alertKey } from '../../domain/alert.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { Money } from '../../domain/money.ts';
import { oneLine } from '../../domain/one-line.ts';
import { opportunityName } from '../../domain/opportunity-words.ts';
import type { Play } from '../../domain/play.ts';
import { type RegisterEntry, registerTextLength, registerTitleLength } from '../../domain/register.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import type { EntryCommand } from './decide-entry.ts';

/** An alert this grave is a risk by itself when it stays open. */
const grave: ReadonlySet<string> = new Set(['critical', 'high']);
const dayMs = 86_400_000;

/** An opportunity as its last record has it. */
export interface FedOpportunity {
  account: { id: string; name: string; owner: string | null };
  opportunityId: string;
  state: 'opened' | 'won' | 'lost';
  arr: Money | null;
  at: string;
}

/** What an entry begins with; the rest is the same for all. */
export type NewEntry = Pick<
  RegisterEntry,
  | 'kind'
  | 'account'
  | 'title'
  | 'description'
  | 'owner'
  | 'severity'
  | 'worth'
  | 'alerts'
  | 'plays'
  | 'matter'
>;

/** What is known when the register is fed. */
export interface FeedFacts {
  /** Those that are not closed, and those that open entries are about. */
  alerts: readonly Alert[];
  /** When each alert came back last. */
  reopenings: ReadonlyMap<string, string>;
  opportunities: readonly FedOpportunity[];
  /** All that are open, and those that ended of these matters and alerts. */
  entries: readonly RegisterEntry[];
  /** The plays of open entries. */
  plays: ReadonlyMap<string, Play>;
  /** Accounts of open entries that have left. */
  left: ReadonlySet<string>;
  /** So long a grave alert stays open before it comes in. */
  riskAfterDays: number;
  now: Date;
}

/** What is to be done with the register. */
export interface FeedPlan {
  open: NewEntry[];
  change: { entry: RegisterEntry; command: EntryCommand }[];
}

/** What comes into the register by itself, and which entries ask to be closed: pure, and nothing twice for one matter. */
export function feedRegister(facts: FeedFacts): FeedPlan {
  const open = [...alertEntries(facts), ...opportunityEntries(facts)];
  const change = facts.entries.flatMap((entry) => {
    const command = entry.state === 'open' ? upkeepOf(entry, facts) : null;
    return command ? [{ entry, command }] : [];
  });
  return { open, change };
}

/** What an entry that is made of an alert says. */
export function entryOfAlert(alert: Alert): NewEntry {
  const { finding, picture, account, assignee, owner, play } = alert;
  const isOpportunity = finding.kind === 'expansion';
  return {
    kind: isOpportunity ? 'opportunity' : 'risk',
    account,
    matter: matterOfAlert(alert),
    title: oneLine(finding.title, registerTitleLength),
    description: oneLine(finding.text, registerTextLength),
    owner: assignee ?? owner,
    severity: isOpportunity ? null : finding.severity,
    worth: picture.arr,
    alerts: [alert.id],
    plays: play ? [play.proposalId] : [],
  };
}

/** One matter has one open entry. */
export function matterOfAlert(alert: Pick<Alert, 'account' | 'finding'>): string {
  return `alert ${alertKey(alert)}`;
}

/** The same of an opportunity that a source names. */
export function matterOfOpportunity({
  account,
  opportunityId,
}: {
  account: { id: string };
  opportunityId: string;
}): string {
  return `opportunity ${JSON.stringify([account.id, opportunityId])}`;
}

function alertEntries({ alerts, reopenings, entries, riskAfterDays, now }: FeedFacts): NewEntry[] {
  const seen = new Set<string>();
  return alerts
    .filter((alert) => {
      if (alert.state !== 'open' && alert.state !== 'acknowledged') return false;
      const matter = matterOfAlert(alert);
      const since = reopenings.get(alert.id) ?? alert.openedAt;
      // What is known from history alone held for two weeks before it was first seen.
      const isRipe = alert.quiet || now.getTime() - Date.parse(since) >= riskAfterDays * dayMs;
      const isOpportunity = alert.finding.kind === 'expansion';
      if (!isOpportunity && !(isRipe && grave.has(alert.finding.severity))) return false;
      if (seen.has(matter)) return false;
      seen.add(matter);
      return !entries.some(
        (entry) =>
          (entry.state === 'open' && (entry.matter === matter || entry.alerts.includes(alert.id))) ||
          // What people ended while it was so stays ended until it comes back.
          (entry.end !== null && entry.alerts.includes(alert.id) && entry.end.at >= since),
      );
    })
    .map(entryOfAlert);
}

function opportunityEntries({ opportunities, entries }: FeedFacts): NewEntry[] {
  const known = new Set(entries.flatMap(({ matter }) => matter ?? []));
  return opportunities
    .filter((one) => one.state === 'opened' && !known.has(matterOfOpportunity(one)))
    .map((one) => ({
      kind: 'opportunity',
      account: one.account.id,
      matter: matterOfOpportunity(one),
      title: oneLine(`Expansion: ${opportunityName(one.opportunityId)}`, registerTitleLength),
      description: `On record since ${dayWords(one.at)}.`,
      owner: one.account.owner,
      severity: null,
      worth: one.arr,
      alerts: [],
      plays: [],
    }));
}

const ends: Readonly<Record<AlertEnd, string>> = {
  cleared: 'the reason for it is gone',
  left: 'the customer has left',
  not_useful: 'it was called not useful',
  settled: 'it was settled',
};

/** What is to be done with an open entry; null = nothing */
function upkeepOf(entry: RegisterEntry, facts: FeedFacts): EntryCommand | null {
  const alerts = entry.alerts.map((id) => facts.alerts.find((alert) => alert.id === id) ?? null);
  const isBack = alerts.some((alert) => alert !== null && alert.state !== 'closed');
  if (isBack)
    return entry.asksToClose !== null && entry.askedFor?.startsWith('alert ')
      ? { by: null, kind: 'return', because: 'Its alert is open again.' }
      : (stepUpkeep(entry, facts) ?? null);
  if (alerts.length > 0) return askOnce(entry, alertsOver(entry.alerts, alerts));
  const opportunity = facts.opportunities.find((one) => matterOfOpportunity(one) === entry.matter);
  if (opportunity && opportunity.state !== 'opened')
    return askOnce(entry, {
      because: `The opportunity was ${opportunity.state} on ${dayWords(opportunity.at)}.`,
      end: `opportunity ${opportunity.state} ${opportunity.at}`,
    });
  if (entry.account !== null && facts.left.has(entry.account))
    return askOnce(entry, { because: 'The customer has left.', end: 'left' });
  return stepUpkeep(entry, facts);
}

function alertsOver(
  ids: readonly string[],
  alerts: readonly (Alert | null)[],
): { because: string; end: string } {
  const last = alerts
    .filter((alert) => alert?.end)
    .sort((one, other) => ((one?.end?.at ?? '') < (other?.end?.at ?? '') ? 1 : -1))[0];
  if (!last?.end)
    return { because: 'Its alert is not on record any more.', end: `alert gone ${ids.join(' ')}` };
  const { because, at } = last.end;
  const which = ids.length === 1 ? 'Its alert is over' : 'Its alerts are over';
  return { because: `${which}: ${ends[because]} (${dayWords(at)}).`, end: `alert ${last.id} ${at}` };
}

/** An action that is a step of a play is done when the step is. */
function stepUpkeep(entry: RegisterEntry, { plays }: FeedFacts): EntryCommand | null {
  if (entry.step === null) return null;
  const { play: playId, step: stepId } = entry.step;
  const step = plays.get(playId)?.steps.find(({ recipe }) => recipe.id === stepId);
  if (!step) return askOnce(entry, { because: 'Its play is not on record any more.', end: 'play gone' });
  if (step.state === 'done')
    return {
      by: step.by === 'system' ? null : step.by,
      kind: 'done',
      reason: 'The step of its play was done.',
    };
  if (step.state === 'current' || step.state === 'pending') return null;
  return askOnce(entry, {
    because: `The step of its play is over: ${step.state.replace('-', ' ')}.`,
    end: `step ${step.state}`,
  });
}

function askOnce(
  { askedFor }: RegisterEntry,
  { because, end }: { because: string; end: string },
): EntryCommand | null {
  return askedFor === end ? null : { by: null, kind: 'ask', because, end };
}

/** The entry that begins with these words. */
export function beginEntry(
  given: NewEntry & Partial<Pick<RegisterEntry, 'dueOn' | 'nextReviewOn' | 'step'>>,
  { id, by, now, today }: { id: string; by: string | null; now: Date; today: UtcDay },
): RegisterEntry {
  const at = now.toISOString();
  return {
    id,
    dueOn: null,
    nextReviewOn: by === null ? today : addDays(today, 7),
    step: null,
    ...given,
    state: 'open',
    asksToClose: null,
    askedFor: null,
    revision: 1,
    createdAt: at,
    createdBy: by,
    updatedAt: at,
    end: null,
  };
}

/** The day of a step's end, if it has one. */
export function dueDayOf(dueAt: string | null): UtcDay | null {
  return dueAt === null ? null : utcDayOf(new Date(dueAt));
}
