import type { Action } from '../../domain/action.ts';
import { endOfDay, utcDayOf } from '../../domain/utc-day.ts';
import { overrideInForce } from '../../rules/health/override.ts';
import { sentimentInForce } from '../../rules/health/sentiment.ts';
import type { StoreTransaction } from '../../store/store.ts';

type Before = Action['before'];

/** What our own store has now where an action would put something else; empty = nothing, or it replaces nothing. */
export async function readOwnBefore(
  store: Pick<StoreTransaction, 'latestJudgements' | 'listKillSwitches'>,
  { kind, account, params }: Action,
  now: Date,
): Promise<Before> {
  switch (kind) {
    case 'score.override': {
      if (account === null) return {};
      const found = overrideInForce((await store.latestJudgements(account, now)).overrides, now);
      const { hundredths, reason, until } = found ?? {};
      return until ? { scoreHundredths: hundredths ?? 0, reason: reason ?? '', until: untilOf(until) } : {};
    }
    case 'sentiment.set': {
      if (account === null) return {};
      const found = sentimentInForce((await store.latestJudgements(account, now)).sentiments, now);
      return found ? { sentiment: found.value, reason: found.reason, until: untilOf(found.until) } : {};
    }
    case 'kill.flip': {
      const found = (await store.listKillSwitches()).find(({ scope }) => scope === params.scope);
      // Who halted it and when is part of what would be ended: another halt is another thing.
      return found?.on ? { on: true, by: found.by, since: found.at.toISOString() } : { on: false };
    }
    default:
      return {};
  }
}

/** As it was given: a day, or an instant. */
function untilOf(until: Date): string {
  const day = utcDayOf(until);
  return until.getTime() === endOfDay(day).getTime() ? day : until.toISOString();
}
