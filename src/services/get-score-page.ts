import { type AccountHealth, type ComponentId, componentIds, type Evidence } from '../domain/health.ts';
import type { ScoreOverride, Sentiment } from '../domain/judgement.ts';
import type { Profile } from '../domain/profile.ts';
import type { SignalReading } from '../rules/health/component.ts';
import {
  countedHundredths,
  type ExplainedComponent,
  explainComponent,
} from '../rules/health/score-health.ts';
import { timelineTitle } from '../rules/timeline.ts';
import type { RequestContext } from './context.ts';
import { explainAccountHealth } from './get-account-health.ts';
import type { MomentInput } from './moment.ts';

export type { SignalReading };

/** A record that bears on a component, in words. */
export interface EvidenceLine {
  url: string;
  title: string;
  at: string;
}

/** A component's judgement with the records behind it. */
export interface ComponentPage extends ExplainedComponent {
  id: ComponentId;
  /** What it counts as, in hundredths of a point: its value, or what the profile puts in place of a missing one. */
  countsAs: number | null; // null = left out
  records: EvidenceLine[];
}

/** A score with everything that it was computed from. */
export interface ScorePage {
  health: AccountHealth;
  profile: Profile;
  components: ComponentPage[];
  /** What people said by this moment, over ones included, newest first. */
  judgements: { overrides: ScoreOverride[]; sentiments: Sentiment[] };
  /** The address of exactly this page. */
  url: string;
}

export interface ScorePageInput extends MomentInput {
  /** `id@version`; default: the profile in force. */
  profileVersion?: string | undefined;
}

/**
 * The score of an account, recomputed as of a moment from the records known then, with each signal's reading.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_PROFILE_UNKNOWN
 */
export async function getScorePage(
  ctx: RequestContext,
  accountId: string,
  input: ScorePageInput,
): Promise<ScorePage> {
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = input.knownAt ?? (await ctx.store.lastSequence());
  const { profileVersion } = input;
  const { health, today: day } = await explainAccountHealth(ctx, {
    accountId,
    asOf,
    knownAt,
    profileVersion,
  });
  const [records, overrides, sentiments] = await Promise.all([
    readRecords(ctx, health),
    ctx.store.listScoreOverrides(accountId, asOf),
    ctx.store.listSentiments(accountId, asOf),
  ]);
  const components = componentIds.map((id) => {
    const evidence = health.components.find((component) => component.id === id)?.evidence ?? [];
    const explained = explainComponent(id, day.facts, day.profile, day.sources);
    return {
      id,
      ...explained,
      countsAs: countedHundredths({ id, hundredths: explained.hundredths }, day.profile),
      records: evidence.flatMap(({ url }) => records.get(url) ?? []),
    };
  });
  return { health, profile: day.profile, components, judgements: { overrides, sentiments }, url: health.url };
}

async function readRecords(ctx: RequestContext, health: AccountHealth): Promise<Map<string, EvidenceLine>> {
  const urls = new Set(health.components.flatMap(({ evidence }) => evidence).map(({ url }: Evidence) => url));
  const records = new Map<string, EvidenceLine>();
  for (const url of urls) {
    // The last part of a record's page is its sequence number.
    const stored = await ctx.store.findEvent(Number(url.slice(url.lastIndexOf('/') + 1)));
    if (!stored) continue;
    records.set(url, { url, title: timelineTitle(stored.event), at: stored.event.at.toISOString() });
  }
  return records;
}
