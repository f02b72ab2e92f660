import { drawBandHistory } from '../../charts/band-history.ts';
import type { Canvas, Chart } from '../../charts/chart.ts';
import { drawSparkline } from '../../charts/sparkline.ts';
import { drawTrend } from '../../charts/trend.ts';
import { drawWaterfall } from '../../charts/waterfall.ts';
import { counted } from '../../domain/counted.ts';
import type { AccountHealth } from '../../domain/health.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { timelineTitle } from '../../rules/timeline.ts';
import type { RequestContext } from '../context.ts';
import { readSnapshot } from '../digest/read-snapshot.ts';
import { explainAccountHealth, type HealthInput } from '../get-account-health.ts';

/** What is marked on the line of a score: what a customer would remember. */
const markedTypes = ['incident.opened', 'milestone.reached', 'expansion.won'];
const markedAtMost = 4;
const dayMs = 86_400_000;
/** A picture beside a figure has one size. */
const sparkWidth = 140;

/** The pictures of one account's score. */
export const scorePictures = ['trend', 'waterfall'] as const;
export type ScorePicture = (typeof scorePictures)[number];

/**
 * Draws a picture of a score, as of the moment and under the profile that the score was computed with.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_PROFILE_UNKNOWN
 */
export async function drawScorePicture(
  ctx: RequestContext,
  picture: ScorePicture,
  input: HealthInput,
  canvas: Canvas,
): Promise<Chart> {
  const { health, today } = await explainAccountHealth(ctx, input);
  if (picture === 'waterfall') return await drawWaterfall(partsOf(health), canvas);
  const [, amber, green] = today.profile.bands.map(({ from }) => from);
  return await drawTrend(
    {
      title: `Health score of ${health.account.name}`,
      points: health.history.map(({ on, score }) => ({ day: on, value: score })),
      isScore: true,
      ...(amber === undefined || green === undefined ? {} : { bands: { amber, green } }),
      events: await markedEvents(ctx, health),
    },
    canvas,
  );
}

function partsOf({ account, score, components }: AccountHealth): Parameters<typeof drawWaterfall>[0] {
  return {
    title: `Score of ${account.name}`,
    total: score,
    parts: components.map(({ id, value, contribution, effectiveWeight }) => ({
      label: id.charAt(0).toUpperCase() + id.slice(1),
      value: value === null ? null : contribution,
      most: effectiveWeight,
    })),
  };
}

/** The latest of them, each on the day of the week before which it happened. */
async function markedEvents(
  ctx: RequestContext,
  { account, asOf, knownAt, history }: AccountHealth,
): Promise<{ day: string; label: string }[]> {
  const since = history[0]?.on;
  if (since === undefined) return [];
  const moment = { asOf: new Date(asOf), knownAt };
  const events = await ctx.store.readEvents(account.id, moment, markedTypes);
  const days = history.map(({ on }) => on);
  const marked = events
    .filter(({ event }) => event.at >= new Date(Date.parse(since) - 7 * dayMs))
    .flatMap(({ event }) => {
      const day = days.find((on) => on >= utcDayOf(event.at));
      return day === undefined ? [] : [{ day, label: timelineTitle(event) }];
    });
  return [...new Map(marked.map((one) => [one.day, one])).values()].slice(-markedAtMost);
}

/** The pictures of a digest: the base by band, and how many are red, to stand beside a figure. */
export const digestPictures = ['bands', 'red'] as const;
export type DigestPicture = (typeof digestPictures)[number];

/** Draws the base of a digest, week by week. @throws {HoldfastError} HF_NOT_FOUND, HF_DIGEST_TAMPERED */
export async function drawDigestPicture(
  ctx: RequestContext,
  picture: DigestPicture,
  id: string,
  canvas: Canvas,
): Promise<Chart> {
  const { weeks } = (await readSnapshot(ctx, id)).snapshot;
  if (picture === 'bands') return await drawBandHistory({ title: 'Customers by band', weeks }, canvas);
  const title = `Red customers over ${counted(weeks.length, 'week')}`;
  return await drawSparkline(
    { title, values: weeks.map(({ red }) => red) },
    { ...canvas, width: sparkWidth },
  );
}
