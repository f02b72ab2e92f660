import type { Alert } from '../../domain/alert.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { type AlertCard, alertView } from '../../views/alert-view.ts';
import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { recommendPlay } from './recommend-play.ts';
import { ruleWorth } from './rule-worth.ts';

/** What several cards have in common, read once. */
export interface CardGround {
  names: AlertCard['names'];
  worth: ReadonlyMap<string, string>;
}

/** Reads what every card of a pass needs. */
export async function cardGround(ctx: RequestContext): Promise<CardGround> {
  return { names: await memberNames(ctx), worth: await ruleWorth(ctx) };
}

/** The card of one alert as it is now. */
export async function alertCard(ctx: RequestContext, alert: Alert, ground: CardGround): Promise<View> {
  return alertView({
    alert,
    play: await recommendPlay(ctx, alert),
    names: ground.names,
    worth: ground.worth.get(alert.finding.rule) ?? null,
    today: utcDayOf(ctx.clock.now()),
  });
}
