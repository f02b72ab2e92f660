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
  /** The message that it was asked in, where a thread can hang under it. */
  message?: string;
  /** What people call the channel that they look at while they ask. */
  viewing?: string;
  asked: Asked;
}

/** A message that somebody points at, as the platform showed it. */
export interface AboutMessage {
  /** Names the message, whoever points at it. */
  key: string;
  text: string;
  /** Who wrote it, by name. */
  author: string;
  /** Where it stands; null = nobody could say */
  url: string | null;
}

/** What can be begun from a message, or from anywhere. */
export const shortcutNames = ['note', 'ask', 'alert'] as const;
export type ShortcutName = (typeof shortcutNames)[number];

export type Asked =
  | { kind: 'command'; text: string }
  | { kind: 'message'; text: string }
  /** They begin to talk to us: what could they ask? */
  | { kind: 'prompts' }
  /** Their own page of the app was opened. */
  | { kind: 'home' }
  | { kind: 'click'; action: string; value: string }
  /** Something is begun in a form; `about` null = not from a message. */
  | { kind: 'shortcut'; name: ShortcutName; about: AboutMessage | null }
  /** Somebody posted the address of one of our pages for others to see. */
  | { kind: 'link'; path: string }
  /** A message was marked to be noted. */
  | { kind: 'mark'; about: AboutMessage }
  /** A form that was filled in; `fields` by the names of its inputs, all text. */
  | { kind: 'submit'; form: string; value: string; fields: Record<string, string> };

/** What the bot answers to whoever asked, in that place. Always private unless the place is a direct chat. */
export interface Reply {
  view: View;
  /** Read out in errors and written to the log, so that a report finds its line. */
  trace: string;
  /** Opens this instead of answering. */
  form?: FormView;
  /** What could be asked next, at most four: what stands on the button, and what it says. */
  prompts?: { title: string; message: string }[];
  /** What a posted link leads to, for everybody who sees it; absent = nothing is shown. */
  preview?: View;
  /** Of a form that was filled in: it stays open and shows these, by input. */
  fieldErrors?: Record<string, string>;
}

/** A reply before it has its trace. */
export type Answer = Omit<Reply, 'trace'>;
