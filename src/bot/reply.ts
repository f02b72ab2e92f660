import type { FormView, View } from '../views/view.ts';

/** Who asks from where, after the platform's adapter has verified and translated the request. */
export interface ChatRequest {
  platform: 'slack' | 'teams' | 'local';
  team: string;
  user: string;
  channel: string;
  /** What people call it, where the platform said so with this request. */
  channelName?: string;
  /** What kind of place it is; account data never goes into a shared one. */
  place: 'direct' | 'channel' | 'external';
  /** A thread keeps its account for follow-ups; null = no thread. */
  thread: string | null;
  asked: Asked;
}

export type Asked =
  | { kind: 'command'; text: string }
  | { kind: 'message'; text: string }
  /** Their own page of the app was opened. */
  | { kind: 'home' }
  | { kind: 'click'; action: string; value: string }
  /** A form that was filled in; `fields` by the names of its inputs, all text. */
  | { kind: 'submit'; form: string; value: string; fields: Record<string, string> };

/** What the bot answers to whoever asked, in that place. Always private unless the place is a direct chat. */
export interface Reply {
  view: View;
  /** Read out in errors and written to the log, so that a report finds its line. */
  trace: string;
  /** Opens this instead of answering. */
  form?: FormView;
  /** Of a form that was filled in: it stays open and shows these, by input. */
  fieldErrors?: Record<string, string>;
}
