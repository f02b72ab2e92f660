import type { Account } from '../../domain/account.ts';
import type { BookLine } from '../../domain/book.ts';
import { counted } from '../../domain/counted.ts';
import { formatMoney } from '../../domain/money.ts';
import { pathSegment } from '../../domain/path-segment.ts';
import type { Play } from '../../domain/play.ts';
import { addDays, daysBetween } from '../../domain/utc-day.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { followedDays, onboardingDay } from '../../rules/onboarding/onboarding-facts.ts';
import type { RequestContext } from '../context.ts';
import { knowRead, toOutcomes } from '../onboarding/get-onboarding.ts';
import { type HeardBefore, readOnboardings } from '../onboarding/read-onboarding.ts';

/** Renewals are looked ahead at. Source: A15. Days. */
const renewalDays = 30;
/** Tasks and goals are named a day ahead. */
const aheadDays = 1;

/** Something that is due. */
export interface DueLine extends BookLine {
  /** The day on which it is. */
  on: string;
}

/** What is due in these accounts: steps of plays, goals of onboardings, renewals; what is overdue first. Days are those of the organisation. */
export async function readDue(
  ctx: RequestContext,
  accounts: readonly Account[],
  { plays, heardBefore }: { plays: ReadonlyMap<string, readonly Play[]>; heardBefore: HeardBefore },
): Promise<DueLine[]> {
  if (accounts.length === 0) return [];
  const { zone } = ctx.content.sla.workingHours;
  const today = localTime(zone, ctx.clock.now()).day;
  const lines = [
    ...readSteps(accounts, plays, { today, zone }),
    ...(await readGoals(ctx, accounts, heardBefore, today)),
    ...readRenewals(accounts, today),
  ];
  return lines.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
}

function readSteps(
  accounts: readonly Account[],
  plays: ReadonlyMap<string, readonly Play[]>,
  { today, zone }: { today: string; zone: string },
): DueLine[] {
  const running = accounts.flatMap((account) =>
    (plays.get(account.id) ?? []).map((play) => ({ account, play })),
  );
  const lines: DueLine[] = [];
  for (const { account, play } of running.sort((one, other) => (one.play.id < other.play.id ? -1 : 1))) {
    const step = play.steps.find(({ state }) => state === 'current');
    if (!step?.dueAt || step.recipe.kind === 'wait' || step.recipe.kind === 'check') continue;
    const on = localTime(zone, new Date(step.dueAt)).day;
    if (on > addDays(today, aheadDays)) continue;
    lines.push({
      on,
      text: `${account.name}: ${step.recipe.title}`,
      link: `/evidence/plays/${pathSegment(play.id)}`,
      detail: `${dueWords(today, on)}, ${play.recipe.title}`,
    });
  }
  return lines;
}

async function readGoals(
  ctx: RequestContext,
  accounts: readonly Account[],
  heardBefore: HeardBefore,
  today: string,
): Promise<DueLine[]> {
  const followed = accounts.filter((account) => {
    const day = onboardingDay(account, ctx.clock.now());
    return day >= 0 && day <= followedDays;
  });
  const ids = followed.map(({ id }) => id);
  const known = await knowRead(ctx, await readOnboardings(ctx, ids, {}, heardBefore));
  return known.flatMap(({ facts, outcomes }) =>
    toOutcomes(outcomes).flatMap(({ label, verdict, dueOn, evidence }): DueLine[] => {
      const days = daysBetween(today, dueOn);
      if (verdict === 'pass' || days > aheadDays || days < -goalOverdueDays) return [];
      return [
        {
          on: dueOn,
          text: `${facts.account.name}: ${label}`,
          link: evidence[0]?.url ?? null,
          detail: `${dueWords(today, dueOn)}, onboarding goal`,
        },
      ];
    }),
  );
}

/** A goal that was missed longer ago is an alert's matter. */
const goalOverdueDays = 3;

function readRenewals(accounts: readonly Account[], today: string): DueLine[] {
  return accounts.flatMap(({ id, name, renewsOn, arr }): DueLine[] => {
    if (renewsOn === null) return [];
    const days = daysBetween(today, renewsOn);
    if (days < 0 || days > renewalDays) return [];
    const worth = arr ? `, ${formatMoney(arr)}` : '';
    return [
      {
        on: renewsOn,
        text: `${name}: renewal`,
        link: `/evidence/scores/${pathSegment(id)}`,
        detail: `${dueWords(today, renewsOn)}${worth}`,
      },
    ];
  });
}

function dueWords(today: string, on: string): string {
  const days = daysBetween(today, on);
  if (days === 0) return 'today';
  if (days < 0) return `${counted(-days, 'day')} late`;
  return days === 1 ? 'tomorrow' : `in ${counted(days, 'day')}`;
}
