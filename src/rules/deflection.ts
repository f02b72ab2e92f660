import type { AnswerVerdict } from '../domain/answer.ts';
import { addDays, type UtcDay, utcDayOf } from '../domain/utc-day.ts';

/** A customer's question and what came of it. */
export interface DeflectableAnswer {
  at: Date;
  account: string | null; // null = nobody said whose question it was
  /** The ticket that it was asked in; null = before there was any. */
  ticket: string | null;
  /** The part of the product that it is about; null = nothing was found. */
  topic: string | null;
  /** Whether there was an answer to offer. */
  isCovered: boolean;
  /** What people said of it, the last word; null = nothing. */
  verdict: AnswerVerdict | null;
}

/** A ticket that was opened. */
export interface OpenedTicket {
  account: string;
  id: string;
  at: Date;
}

/**
 * What became of a question. `confirmed`: somebody said that the answer helped; `assumed`: nobody said anything, and
 * nobody came back for a day; `returned`: the account opened another ticket within seven days; `refused`: somebody said
 * that it did not help; `open`: it is too early to tell; `not_covered`: nothing was offered.
 */
export const deflectionOutcomes = [
  'confirmed',
  'assumed',
  'returned',
  'refused',
  'open',
  'not_covered',
] as const;
export type DeflectionOutcome = (typeof deflectionOutcomes)[number];

/** How many questions, how they ended, and what follows from it. Rates are from 0 to 1; null = there was nothing to measure. */
export interface Deflection {
  asked: number;
  outcomes: Readonly<Record<DeflectionOutcome, number>>;
  /** Questions that made no work for a person, of all that were asked. */
  deflectionRate: number | null;
  /** Questions that were given an answer, of all that were asked. */
  involvement: number | null;
  /** Questions that ended with the answer, of those that were given one and whose end is known. */
  resolution: number | null;
  /** Involvement × resolution: how much of what customers ask is done without a person. */
  automation: number | null;
}

const dayMs = 86_400_000;
/** Source: FEATURES F7. */
const returnMs = 7 * dayMs;
/** Source: ours; a day without another word, as help desks count silence. */
const assumedMs = dayMs;

/** What became of one question, as far as it is known now. */
export function outcomeOf(
  answer: DeflectableAnswer,
  tickets: readonly OpenedTicket[],
  now: Date,
): DeflectionOutcome {
  if (!answer.isCovered) return 'not_covered';
  if (answer.verdict === 'not_helpful' || answer.verdict === 'wrong_article') return 'refused';
  const from = answer.at.getTime();
  const cameBack = tickets.some(
    ({ account, id, at }) =>
      account === answer.account &&
      id !== answer.ticket &&
      at.getTime() > from &&
      at.getTime() <= from + returnMs,
  );
  if (cameBack) return 'returned';
  if (answer.verdict === 'helpful') return 'confirmed';
  return now.getTime() >= from + assumedMs ? 'assumed' : 'open';
}

/** Counts questions by how they ended. */
export function measureDeflection(outcomes: readonly DeflectionOutcome[]): Deflection {
  const counts = Object.fromEntries(
    deflectionOutcomes.map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length]),
  ) as Record<DeflectionOutcome, number>;
  const asked = outcomes.length;
  const { confirmed, assumed, returned, refused } = counts;
  const ended = confirmed + assumed;
  const automated = automationParts({ asked, outcomes: counts });
  return {
    asked,
    outcomes: counts,
    deflectionRate: share(ended, asked),
    involvement: share(asked - counts.not_covered, asked),
    resolution: share(ended, confirmed + assumed + returned + refused),
    automation: automated && (automated.answered * automated.settled) / (automated.asked * automated.ended),
  };
}

/** The four counts behind the automation rate: answered of asked, and settled of ended. */
export interface AutomationParts {
  asked: number;
  answered: number;
  settled: number;
  ended: number;
}

/** @returns null = of no question that was answered is the end known */
export function automationParts({
  asked,
  outcomes,
}: Pick<Deflection, 'asked' | 'outcomes'>): AutomationParts | null {
  const settled = outcomes.confirmed + outcomes.assumed;
  const ended = settled + outcomes.returned + outcomes.refused;
  return ended === 0 ? null : { asked, answered: asked - outcomes.not_covered, settled, ended };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The Monday of the week in which something happened, in UTC. */
export function weekOf(at: Date): UtcDay {
  return addDays(utcDayOf(at), -((at.getUTCDay() + 6) % 7));
}
