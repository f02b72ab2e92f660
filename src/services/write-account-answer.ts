import type { CitedRecord } from '../copilot/check-figures.ts';
import type { AccountHealth, TimelineEntry } from '../domain/health.ts';
import { pathSegment } from '../domain/path-segment.ts';
import { endOfDay } from '../domain/utc-day.ts';
import type { Question } from '../rules/question/question.ts';
import { formatChange, formatDay, formatInstant, formatPercent } from '../views/format.ts';
import { headline } from '../views/health-view.ts';
import { overrideSentence, sentimentSentence } from '../views/judgement-view.ts';
import { whyHeadline } from '../views/why-view.ts';
import type { AskResult } from './ask-result.ts';
import type { RequestContext } from './context.ts';
import { explainChange } from './explain-change.ts';
import { getAccountHealth } from './get-account-health.ts';
import { getTimeline } from './get-timeline.ts';

/** An answer with the records that its figures stand in. */
export type Written = Omit<AskResult, 'citations' | 'trace' | 'abstained'> & { records: CitedRecord[] };
/** A question about one account. */
export type AccountQuestion = Extract<Question, { kind: 'health' | 'timeline' | 'why' }>;

export async function writeAccountAnswer(
  ctx: RequestContext,
  question: AccountQuestion,
  accountId: string,
  asOf: Date | undefined,
): Promise<Written> {
  switch (question.kind) {
    case 'health':
      return writeHealth(
        await getAccountHealth(ctx, { accountId, asOf: question.asOf ? endOfDay(question.asOf) : asOf }),
      );
    case 'timeline': {
      const timeline = await getTimeline(ctx, {
        accountId,
        asOf,
        limit: 5,
        days: question.days,
        kinds: question.kinds,
      });
      const { account, entries } = timeline;
      const title = `${account.name}, timeline`;
      const text = entries.length > 0 ? sentences(entries) : 'Nothing happened in this time.';
      return {
        kind: 'timeline',
        text: `${title}: ${text}`,
        account,
        records: [named(account), ...entries.map(entryRecord)],
      };
    }
    case 'why': {
      const explained = await explainChange(ctx, {
        accountId,
        asOf,
        since: question.since ?? undefined,
        until: question.until,
      });
      const moved = explained.components
        .filter((component) => component.contributionChange !== 0)
        .slice(0, 3);
      const parts = moved.map(
        (part) => `${part.id} ${formatChange(part.contributionChange)}: ${part.reasonAfter}`,
      );
      const text = `${whyHeadline(explained)}. ${parts.join(' ')}`;
      const content = JSON.stringify(explained, null, 1); // what the page of the change shows
      const record = {
        id: `change:${accountId}:${explained.since}`,
        title: `Change of the score of ${explained.account.name}`,
        url: explained.url,
        content,
      };
      return { kind: 'why', text, account: explained.account, records: [record] };
    }
  }
}

function writeHealth(health: AccountHealth): Written {
  const { account, change7d, change30d } = health;
  const changes = [
    change7d === null ? '' : `${formatChange(change7d)} in 7 days`,
    change30d === null ? '' : `${formatChange(change30d)} in 30 days`,
  ].filter(Boolean);
  const weakest = health.components
    .filter((component) => component.value !== null)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .slice(0, 2);
  const text = [
    `${headline(health)}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}, as of ${formatInstant(health.asOf)}, confidence ${formatPercent(health.confidence)}.`,
    health.override ? overrideSentence(health.override) : '',
    health.sentiment ? sentimentSentence(health.sentiment) : '',
    ...weakest.map((component) => `Lowest: ${component.id}. ${component.reason}`),
    ...health.stale.map((source) => `Degraded: ${source.signal} is ${source.ageHours} h old.`),
    health.timeline.length > 0 ? `Latest: ${sentences(health.timeline.slice(0, 2))}` : '',
  ]
    .filter(Boolean)
    .join(' ');
  return {
    kind: 'health',
    text,
    account,
    confidence: health.confidence,
    records: [scoreRecord(health), ...health.timeline.map(entryRecord)],
  };
}

/** What the page of the score holds, from the answer itself: words that are only formatted may not cite themselves. */
function scoreRecord(health: AccountHealth): CitedRecord {
  const { score, asOf, change7d, change30d, confidence, override, sentiment } = health;
  const figures = health.components.map(({ value, contribution, reason }) => ({
    value,
    contribution,
    reason,
  }));
  const ages = health.stale.map(({ ageHours }) => ({ ageHours }));
  // Keys keep the numbers apart: `3.48,0.14` would be one figure.
  const held = {
    name: health.account.name,
    score,
    asOf,
    change7d,
    change30d,
    figures,
    ages,
    override,
    sentiment,
  };
  const content = `of 100, in 7 days, in 30 days, ${Math.round(100 * confidence)} % ${JSON.stringify(held)}`;
  return {
    id: `score:${health.account.id}`,
    title: `Score of ${health.account.name}`,
    url: health.url,
    content,
  };
}

function entryRecord(entry: TimelineEntry): CitedRecord {
  return { id: entry.eventId, title: entry.title, url: entry.url, content: formatDay(entry.at) };
}

function named(account: { id: string; name: string }): CitedRecord {
  return {
    id: account.id,
    title: account.name,
    url: `/evidence/scores/${pathSegment(account.id)}`,
    content: account.id,
  };
}

function sentences(entries: readonly TimelineEntry[]): string {
  return entries.map((entry) => `${formatDay(entry.at)} ${entry.title}`).join('; ');
}
