import type { CustomSignal, EventType } from '../../domain/event-types.ts';
import type { ComponentId } from '../../domain/health.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import type { Curve, SignalId } from '../../domain/profile.ts';

/** The curves of a component's signals, as its profile gives them. */
export type Curves = Readonly<Partial<Record<SignalId, Curve>>>;

/** What a component says about an account. */
export interface ComponentVerdict {
  /** 0–10,000, hundredths of a point. */
  hundredths: number | null; // null = the input is missing; unknown is not neutral
  /** One sentence with the figures behind the value, or why there is none. */
  reason: string;
}

/** One signal of the health score: pure, one file each. */
export interface Component {
  id: ComponentId;
  /** Event types whose latest events are its evidence. */
  evidenceTypes: readonly EventType[];
  /** Registered types with one of these signals count as evidence too. */
  evidenceSignals: readonly CustomSignal[];
  judge(facts: HealthFacts, curves: Curves): ComponentVerdict;
}

/** A signal's curve; a loaded profile has one for every signal of the component. */
export function curveOf(curves: Curves, signal: SignalId): Curve {
  return curves[signal] ?? [[0, 0]];
}

/** The verdict of a component whose input is missing. */
export function unknownBecause(reason: string): ComponentVerdict {
  return { hundredths: null, reason };
}

/** `1 day`, `3 days`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `today`, `yesterday`, `5 days ago`. */
export function ago(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
