import type { Pack } from '../../domain/account-pack.ts';
import { artifactFormats } from '../../domain/artifact.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { Scorecard } from '../../domain/metric.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { fitPack } from '../../rules/account-pack/fit-pack.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { monthNamed } from '../../rules/business-time/month-of.ts';
import { scorecardPack } from '../../views/scorecard-pack.ts';
import type { RequestContext } from '../context.ts';
import { keepPack, linkDays, type MadePack } from '../packs/keep-pack.ts';
import { getScorecard } from './get-scorecard.ts';
import type { ScorecardInput } from './metric-moment.ts';

/**
 * Makes the scorecard of a month as files. What came in since and changed no figure makes no new version.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_USAGE, HF_STORAGE_FAILED
 */
export async function makeScorecardPack(ctx: RequestContext, input: ScorecardInput = {}): Promise<MadePack> {
  return await keepScorecard(ctx, await getScorecard(ctx, input));
}

/** Keeps a scorecard as files. @throws {HoldfastError} HF_STORAGE_FAILED */
export async function keepScorecard(ctx: RequestContext, card: Scorecard): Promise<MadePack> {
  return await keepPack(ctx, drawScorecard(ctx, card), {
    subject: card.month,
    formats: artifactFormats,
    contentDigest: digestOf(drawScorecard(ctx, { ...card, knownAt: 0 })),
    linksUntil: (madeAt) => addDays(utcDayOf(madeAt), linkDays),
  });
}

function drawScorecard({ content }: RequestContext, card: Scorecard): Pack {
  const { zone } = content.sla.workingHours;
  const month = monthNamed(card.month, zone);
  if (!month) throw new TypeError(`a scorecard of '${card.month}'`);
  const last = new Date(Date.parse(card.asOf) - 1);
  const words = `${dayWords(localTime(zone, month.from).day)} to ${dayWords(localTime(zone, last).day)}`;
  const period = { from: month.from.toISOString(), until: card.asOf, words };
  return fitPack(scorecardPack({ card, period, template: content.packTemplates.scorecard }));
}
