import type { Action } from '../domain/action.ts';
import type { View } from '../views/view.ts';

/** What an e-mail is set from: a stored view for our own people, the lines of a letter for customers. */
export type MailSource =
  | { kind: 'view'; subject: string; view: View }
  | { kind: 'letter'; subject: string; body: string /** Path of our own page. */; optOut: string };

/** The same words twice: as HTML and as text. */
export interface MailParts {
  html: string;
  text: string;
}

/** Sets an e-mail; the same source gives the same parts on the same day. */
export type MailWriter = (source: MailSource) => Promise<MailParts>;

/** What an action's e-mail is set from; null = its body is all there is, as text */
export function mailSourceOf({ kind, params }: Action): MailSource | null {
  const subject = String(params.subject);
  if (kind === 'message.member') return { kind: 'view', subject, view: params.view as unknown as View };
  if (kind !== 'message.customer' || params.format !== 'letter') return null;
  return { kind: 'letter', subject, body: String(params.body), optOut: String(params.optOut) };
}

/** Sets an e-mail before anything is sent. @returns a sentence instead when it cannot be set */
export async function setMail(
  source: MailSource,
  write: MailWriter | undefined,
): Promise<MailParts | string> {
  if (!write) return 'this process sets no letters';
  try {
    return await write(source);
  } catch (error) {
    return `the letter could not be set: ${error instanceof Error ? error.message : String(error)}`;
  }
}
