import type { Delivery } from '../../src/guardrail/connector.ts';

/** One call that reached the outside. */
export interface LedgerCall {
  /** Its place in the order of arrival, over all runs. */
  seq: number;
  /** Whose call it is: one run, one database. */
  run: string;
  key: string;
  proposalId: string;
  /** SHA-256 of the bytes that were to be sent. */
  digest: string;
  delivery: Delivery;
  /** By the clock of the worker, ISO 8601 with Z. */
  sentAt: string;
  worker: string;
  /** False = the key was known already and the outside did nothing. */
  isEffect: boolean;
}

/** How the outside misbehaves. A call's fate depends on its key and on how often that came, on nothing else. */
export interface LedgerFaults {
  /** Of a hundred calls, so many are done and never answered. */
  lostPercent: number;
  /** So many are refused before anything happens. */
  busyPercent: number;
  answerAfterMs: number;
}
