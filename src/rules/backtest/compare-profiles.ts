import { type Band, bands } from '../../domain/health.ts';
import type { Profile } from '../../domain/profile.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { bandOf } from '../health/score-health.ts';
import { selectProfile } from '../health/select-profile.ts';
import { lifecycleStage } from '../lifecycle.ts';
import { type AccountPast, createWalker, type ReplayGround } from './replay-account.ts';

/** What a band was worth: how often it stood there, and how many of those left. */
export interface BandMeasure {
  band: Band;
  moments: number;
  /** Of those, the share whose account left, 0–1; null = it never stood there */
  precision: number | null;
  /** Of the moments whose account left, the share that stood there, 0–1; null = nobody left */
  recall: number | null;
}

/** What other weights would have changed. */
export interface ProfileComparison {
  before: BandMeasure[];
  after: BandMeasure[];
  /** How many moments went from one band to another. */
  moved: { from: Band; to: Band; moments: number }[];
  /** Accounts whose band at their last moment is another one, by id. */
  accounts: { id: string; from: Band; to: Band }[];
}

/** A labelled moment under both sets of profiles. */
export interface JudgedMoment {
  account: string;
  left: boolean;
  from: Band | null;
  to: Band | null;
  isLast: boolean;
}

/** Scores every labelled moment of one account under two sets of profiles (B7). */
export function judgeMoments(
  past: AccountPast,
  ground: ReplayGround,
  candidates: readonly Profile[],
): JudgedMoment[] {
  const [now, then] = [createWalker(past, ground), createWalker(past, { ...ground, profiles: candidates })];
  return past.moments.map(({ asOf, left }, index) => ({
    account: past.id,
    left,
    isLast: index === past.moments.length - 1,
    from: bandAt(now.at(asOf), ground.profiles),
    to: bandAt(then.at(asOf), candidates),
  }));
}

/** Sums up what other profiles would have changed. */
export function compareProfiles(judged: readonly JudgedMoment[]): ProfileComparison {
  return {
    before: bands.map((band) => measure(judged, band, ({ from }) => from)),
    after: bands.map((band) => measure(judged, band, ({ to }) => to)),
    moved: bands.flatMap((from) =>
      bands
        .filter((to) => to !== from)
        .map((to) => ({
          from,
          to,
          moments: judged.filter((one) => one.from === from && one.to === to).length,
        }))
        .filter(({ moments }) => moments > 0),
    ),
    accounts: judged.flatMap(({ account: id, from, to, isLast }) =>
      isLast && from !== null && to !== null && from !== to ? [{ id, from, to }] : [],
    ),
  };
}

function bandAt(
  { account, asOf, scores }: ReturnType<ReturnType<typeof createWalker>['at']>,
  profiles: readonly Profile[],
): Band | null {
  const profile = selectProfile(profiles, account.segment, lifecycleStage(account, utcDayOf(asOf)));
  const hundredths = scores.get(0) ?? null;
  return profile && hundredths !== null ? bandOf(hundredths, profile) : null;
}

function measure(
  judged: readonly JudgedMoment[],
  band: Band,
  of: (one: JudgedMoment) => Band | null,
): BandMeasure {
  const there = judged.filter((one) => of(one) === band);
  const left = judged.filter((one) => one.left);
  const both = there.filter((one) => one.left).length;
  return {
    band,
    moments: there.length,
    precision: there.length === 0 ? null : both / there.length,
    recall: left.length === 0 ? null : both / left.length,
  };
}
