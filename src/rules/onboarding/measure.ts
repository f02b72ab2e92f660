import type { StoredEvent } from '../../domain/event.ts';

/** How far one goal is reached by some facts, before anybody asks what day it is. */
export type Measure =
  /** Nobody sends what would tell. */
  | { kind: 'unmeasured'; reason: string }
  | {
      kind: 'measured';
      reached: boolean;
      /** True = it can still turn either way until its last day is over: a rate, a trend. */
      isProvisional: boolean;
      reason: string;
      /** What shows it, at most a handful. */
      evidence: readonly StoredEvent[];
    };

const evidenceAtMost = 5;

/** Nobody sends what would tell. */
export function unmeasured(reason: string): Measure {
  return { kind: 'unmeasured', reason };
}

/** Something to be done: once it is, it stays done. */
export function done(reached: boolean, reason: string, evidence: readonly StoredEvent[] = []): Measure {
  return {
    kind: 'measured',
    reached,
    isProvisional: false,
    reason,
    evidence: evidence.slice(0, evidenceAtMost),
  };
}

/** A rate or a trend, which stands when its days are over. */
export function rated(reached: boolean, reason: string, evidence: readonly StoredEvent[] = []): Measure {
  return {
    kind: 'measured',
    reached,
    isProvisional: true,
    reason,
    evidence: evidence.slice(0, evidenceAtMost),
  };
}
