import type { CustomSignal, EventType } from '../../domain/event-types.ts';
import type { ComponentId } from '../../domain/health.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import type { Curve, SignalId } from '../../domain/profile.ts';
import { meanOf, pointsAt } from './curve.ts';

/** The curves of a component's signals, as its profile gives them. */
export type Curves = Readonly<Partial<Record<SignalId, Curve>>>;

/** What a component says about an account. */
export interface ComponentVerdict {
  /** 0–10,000, hundredths of a point. */
  hundredths: number | null; // null = the input is missing; unknown is not neutral
  /** One sentence with the figures behind the value, or why there is none. */
  reason: string;
}

/** One number that a component read, and what its curve made of it. */
export interface SignalReading {
  signal: SignalId;
  /** The number on the curve's own scale, always whole. */
  value: number;
  /** 0–10,000, hundredths of a point. */
  points: number;
  /** How often the points count in a mean. */
  weight: number;
  /** Where the number comes from, as a sum that a reader can check. */
  working: string | null; // null = it was counted, not computed
}

/** A verdict with the readings that it follows from; none when the input is missing. */
export interface ComponentJudgement extends ComponentVerdict {
  readings: SignalReading[];
}

/** How the points of several readings become one value. */
export type Combination = 'mean' | 'lowest';

/** One signal of the health score: pure, one file each. */
export interface Component {
  id: ComponentId;
  /** Event types whose latest events are its evidence. */
  evidenceTypes: readonly EventType[];
  /** Registered types with one of these signals count as evidence too. */
  evidenceSignals: readonly CustomSignal[];
  combines: Combination;
  judge(facts: HealthFacts, curves: Curves): ComponentJudgement;
}

/** A signal's curve; a loaded profile has one for every signal of the component. */
function curveOf(curves: Curves, signal: SignalId): Curve {
  return curves[signal] ?? [[0, 0]];
}

/** Reads one signal off its curve. */
export function readSignal(
  curves: Curves,
  signal: SignalId,
  value: number,
  options: { weight?: number; working?: string | null } = {},
): SignalReading {
  const points = pointsAt(curveOf(curves, signal), value);
  return { signal, value, points, weight: options.weight ?? 1, working: options.working ?? null };
}

/** The judgement that follows from readings: their mean, or the lowest of them. */
export function judgeBy(
  combines: Combination,
  readings: SignalReading[],
  reason: string,
): ComponentJudgement {
  const points = readings.map((reading) => reading.points);
  const weights = readings.map((reading) => reading.weight);
  return {
    hundredths: combines === 'mean' ? meanOf(points, weights) : Math.min(...points),
    reason,
    readings,
  };
}

/** The judgement of a component whose input is missing. */
export function unknownBecause(reason: string): ComponentJudgement {
  return { hundredths: null, reason, readings: [] };
}

/** `today`, `yesterday`, `5 days ago`. */
export function ago(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
