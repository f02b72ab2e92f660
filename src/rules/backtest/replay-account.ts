import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { Profile } from '../../domain/profile.ts';
import {
  activityDays,
  type DayActivity,
  type RuleSubject,
  rareTypes,
  scoreAges,
} from '../../domain/rule-subject.ts';
import { addDays, dayNumber, endOfDay, startOfDay, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { foldContract, isContractEvent } from '../contract.ts';
import { factReader, ruleHolds } from '../engine.ts';
import { scoreHealth } from '../health/score-health.ts';
import { selectProfile } from '../health/select-profile.ts';
import { type AccountHistory, createAccountHistory } from '../history/account-history.ts';
import { lifecycleStage } from '../lifecycle.ts';
import { firstUses, onboardingStart } from '../onboarding/onboarding-facts.ts';
import type { CompiledRule } from '../packs/compile-pack.ts';

/** A moment of which is known what came after it. */
export interface LabelledMoment {
  asOf: Date;
  /** The account left within the time that is looked ahead. */
  left: boolean;
}

/** One account's whole past. */
export interface AccountPast {
  id: string;
  /** By instant, then source, then id. */
  events: readonly StoredEvent[];
  /** By instant. */
  moments: readonly LabelledMoment[];
  /** The last day that is replayed. */
  until: UtcDay;
  /** When it left; null = it did not, or nobody knows */
  leftAt: Date | null;
}

/** What stays of a past when its events are gone: the figures are made of this. */
export interface PastOutline extends Omit<AccountPast, 'events'> {
  /** What the account sends: types, and types with a key of their payload. */
  sent: ReadonlySet<string>;
}

/** What a rule would have said of one account. */
export interface RuleReplay {
  /** Weeks with at least one day on which it held. */
  weeksHeld: number;
  /** Days on which it began to hold, after not holding for as long as its alert needs to close. */
  onsets: UtcDay[];
  /** Whether it held, by moment. */
  atMoments: boolean[];
}

/** One account's replay: what each rule would have said, and the account's score at each moment. */
export interface AccountReplay {
  account: string;
  weeks: number;
  rules: Map<string, RuleReplay>;
}

/** What a replay stands on besides the account. */
export interface ReplayGround {
  rules: readonly CompiledRule[];
  profiles: readonly Profile[];
  /** From this day on use was reported by anybody: before it silence says nothing. */
  usageKnownFrom: UtcDay | null;
  /** Types of events that anybody ever sent. */
  typesKnown: ReadonlySet<string>;
}

const weekDays = 7;

/** What the figures need of a past, so that the events of one account at a time are held. */
export function outlinePast({ events, ...past }: AccountPast): PastOutline {
  const sent = new Set<string>();
  for (const { event } of events) {
    sent.add(event.type);
    if ('feeds' in event) sent.add(`feeds ${event.feeds}`);
    for (const key of Object.keys(event.payload)) sent.add(`${event.type} ${key}`);
  }
  return { ...past, sent };
}

/**
 * Walks one account's past day by day, and asks every rule at the end of each day and at each labelled moment, with what
 * was known by then. Facts are counted in memory; no clock, no store.
 */
export function replayAccount(past: AccountPast, ground: ReplayGround): AccountReplay {
  const replays = new Map(
    ground.rules.map(({ rule }): [string, RuleReplay] => [
      rule.id,
      { weeksHeld: 0, onsets: [], atMoments: [] },
    ]),
  );
  const [first] = past.events;
  if (!first) return { account: past.id, weeks: 0, rules: replays };
  const walker = createWalker(past, ground);
  const heldUntil = new Map<string, number>();
  const heldWeek = new Map<string, number>();
  const firstDay = utcDayOf(first.event.at);
  let days = 0;
  let moment = 0;
  for (let day = firstDay; day <= past.until; day = addDays(day, 1)) {
    for (; momentOn(past, moment, day); moment++) {
      const subject = walker.at(past.moments[moment]?.asOf ?? endOfDay(day));
      askAll(ground, subject, (id, holds) => replays.get(id)?.atMoments.push(holds));
    }
    const subject = walker.at(endOfDay(day));
    const number = dayNumber(day);
    const week = Math.floor(days / weekDays);
    askAll(ground, subject, (id, holds, clearsAfterDays) => {
      const replay = replays.get(id);
      if (!holds || !replay) return;
      if (heldWeek.get(id) !== week) replay.weeksHeld++;
      heldWeek.set(id, week);
      const last = heldUntil.get(id);
      if (last === undefined || number - last > clearsAfterDays) replay.onsets.push(day);
      heldUntil.set(id, number);
    });
    days++;
  }
  return { account: past.id, weeks: Math.ceil(days / weekDays), rules: replays };
}

/** The rules that hold at each labelled moment, by id. */
export function rulesAtMoments(past: AccountPast, ground: ReplayGround): string[][] {
  const walker = createWalker(past, ground);
  // The days that scores are compared with are looked at on the way: what was open then is not known later.
  const before = past.moments.flatMap(({ asOf }) =>
    scoreAges.map((age) => endOfDay(addDays(utcDayOf(asOf), -age))),
  );
  const ascending = before.sort((a, b) => a.getTime() - b.getTime());
  let next = 0;
  return past.moments.map(({ asOf }) => {
    for (let at = ascending[next]; at && at < asOf; at = ascending[++next]) walker.at(at);
    const held: string[] = [];
    const subject = walker.at(asOf);
    if (subject.account.firstSeenOn <= subject.day)
      askAll(ground, subject, (id, holds) => {
        if (holds) held.push(id);
      });
    return held;
  });
}

function momentOn({ moments }: AccountPast, index: number, day: UtcDay): boolean {
  const moment = moments[index];
  return moment !== undefined && utcDayOf(moment.asOf) <= day;
}

function askAll(
  { rules }: ReplayGround,
  subject: RuleSubject,
  say: (id: string, holds: boolean, clearsAfterDays: number) => void,
): void {
  const read = factReader(subject);
  for (const compiled of rules)
    say(compiled.rule.id, ruleHolds(compiled, subject, read), compiled.rule.clearsAfterDays);
}

/** Gives the subject of one instant after the other; never goes back. */
export function createWalker(past: AccountPast, ground: ReplayGround): { at(asOf: Date): RuleSubject } {
  const history = createAccountHistory(past.id);
  const rare: ReadonlySet<string> = new Set(rareTypes);
  const records: StoredEvent[] = [];
  const contracts: StoredEvent['event'][] = [];
  const firstSeenOn = utcDayOf(past.events[0]?.event.at ?? new Date(0));
  let account: Account = { ...foldContract(past.id, []), id: past.id, firstSeenOn };
  let next = 0;
  return {
    at(asOf) {
      for (let stored = past.events[next]; stored && stored.event.at <= asOf; stored = past.events[++next]) {
        history.add(stored);
        if (rare.has(stored.event.type)) records.push(stored);
        if (!isContractEvent(stored.event)) continue;
        contracts.push(stored.event);
        account = { ...foldContract(past.id, contracts), id: past.id, firstSeenOn };
      }
      const day = utcDayOf(asOf);
      const oldest = dayNumber(day) - activityDays;
      while (records[0] && dayNumber(utcDayOf(records[0].event.at)) <= oldest) records.shift();
      // A moment is asked before its day is over, and the day's end after it: the end stays.
      history.mark(day);
      const seen = { account, asOf, day, history, records };
      return toSubject({ ...seen, newUsers: () => newUsersIn(past.events, next, account) }, ground);
    },
  };
}

interface Seen {
  account: Account;
  asOf: Date;
  day: UtcDay;
  history: AccountHistory;
  records: readonly StoredEvent[];
  newUsers(): RuleSubject['newUsers'];
}

/** Looks back from the latest event to the start of the contract: few rules ask, and only in its first days. */
function newUsersIn(
  events: readonly StoredEvent[],
  until: number,
  account: Account,
): RuleSubject['newUsers'] {
  const start = startOfDay(onboardingStart(account));
  let from = until;
  while (from > 0 && (events[from - 1]?.event.at ?? start) >= start) from--;
  return firstUses(events.slice(from, until)).map(({ seq, event }) => ({ seq, at: event.at }));
}

/** Facts, days and scores are worked out when a rule asks for them: most ask for few. */
function toSubject(seen: Seen, ground: ReplayGround): RuleSubject {
  const { account, asOf, day, history, records } = seen;
  const stage = lifecycleStage(account, day);
  let counted: RuleSubject['counted'] | null = null;
  let days: DayActivity[] | null = null;
  let scores: Map<number, number | null> | null = null;
  return {
    account,
    asOf,
    day,
    stage,
    records,
    typesKnown: ground.typesKnown,
    get counted() {
      counted ??= history.countForRules(day);
      return counted;
    },
    get people() {
      return history.countAt(day);
    },
    get newUsers() {
      return seen.newUsers();
    },
    get days() {
      days ??= toDays(history, day);
      return days;
    },
    get scores() {
      scores ??= toScores(account, day, history, ground);
      return scores;
    },
  };
}

function toDays(history: AccountHistory, day: UtcDay): DayActivity[] {
  const today = dayNumber(day);
  const days: DayActivity[] = [];
  for (let index = history.days.length - 1; index >= 0; index--) {
    const row = history.days[index];
    if (!row || today - row.number >= activityDays) break;
    const {
      actions,
      errors,
      ticketsCreated: tickets,
      ticketsUrgent: urgent,
      sponsorTouches: sponsor,
    } = row.rollup;
    if (actions + errors + tickets + sponsor > 0)
      days.push({ age: today - row.number, actions, errors, tickets, urgent, sponsor });
  }
  return days;
}

function toScores(
  account: Account,
  day: UtcDay,
  history: AccountHistory,
  { profiles, usageKnownFrom }: ReplayGround,
): Map<number, number | null> {
  const profile = selectProfile(profiles, account.segment, lifecycleStage(account, day));
  const sources = {
    usageKnown: usageKnownFrom !== null && usageKnownFrom <= day,
    staleComponents: new Set<never>(),
  };
  const scores = new Map<number, number | null>();
  if (!profile) return scores;
  for (const age of [0, ...scoreAges]) {
    const earlier = addDays(day, -age);
    if (earlier < account.firstSeenOn) continue;
    const facts = history.countAt(earlier);
    scores.set(age, scoreHealth({ ...facts, account }, profile, sources).hundredths);
  }
  return scores;
}
