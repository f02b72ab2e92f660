import type { View } from '../../src/views/view.ts';

/** One message as a person reads it. */
export interface Shown {
  id: string;
  text: string;
  buttons: readonly string[];
}

/** Where it is read: the chat with Holdfast, a channel of our own, the channel of approvals. */
export type Where = 'chat' | 'channel' | 'shared' | 'approvals';

/** People at a chat platform, whichever it is: a scenario names members, words and labels, and nothing else. */
export interface Seat {
  say(member: string, text: string, where?: Where): Promise<void>;
  /** What this person reads there from Holdfast, oldest first. */
  shown(member: string, where: Where): Promise<Shown[]>;
  /** Presses the button, or chooses the option, of this label; a form that it opens stays open. */
  press(member: string, where: Where, message: string, label: string): Promise<void>;
  /** Sends the form that is open. @returns what is wrong in it */
  fill(member: string, fields: Readonly<Record<string, string>>): Promise<string[]>;
  post(where: Where, view: View, key: string): Promise<string>;
  update(where: Where, message: string, view: View): Promise<void>;
  close(): Promise<void>;
}
