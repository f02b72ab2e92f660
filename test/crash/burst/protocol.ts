import type { FastClockSetup } from './fast-clock.ts';

/** What a product process of a burst is told at its start; the rest stands in its environment, as for any other. */
export interface BurstSetup {
  clock: FastClockSetup;
  /** Fills the data folder, and ends; or serves until it is killed. */
  do: { fill: 'alerts' | 'posts'; count: number } | 'serve';
}

/** One message that Slack took, in order of arrival. */
export interface Arrival {
  /** When, by the clock of all processes. */
  at: number;
  channel: string;
  key: string;
  /** Of a message that goes on in others: which part, from 1. */
  part: number;
  text: string;
  thread: string | null;
}

/** How Slack behaves from now on. */
export interface Weather {
  /** `refusing` = no connection is made; `broken` = every call ends with 503. */
  state: 'up' | 'refusing' | 'broken';
  /** Of a hundred posts so many are carried out and their answer is lost. */
  lostPercent: number;
  /** Of a hundred posts so many are answered with 429 and Retry-After. */
  busyPercent: number;
  retryAfterSeconds: number;
  answerAfterMs: number;
  /** How long whoever introduces themselves waits: what starts beside has begun by then. */
  greetAfterMs: number;
}

/** What Slack's process is asked; each gets one answer. */
export type SlackRequest = { do: 'weather'; weather: Weather } | { do: 'arrivals' };

/** What it says by itself. */
export type SlackWord =
  | { say: 'ready'; url: string; token: string }
  /** A post has arrived and was carried out; its answer is not out yet. */
  | { say: 'arrived'; count: number }
  | { say: 'answer'; result: unknown };

/** What Slack saw. */
export interface Seen {
  arrivals: Arrival[];
  /** Pauses that it asked for, by channel. */
  pauses: { channel: string; at: number; untilMs: number }[];
  /** Posts of any channel that came while it asked for a pause there, or that it turned away in an outage. */
  turnedAway: number;
}
