import { z } from 'zod';
import { type Action, actionKindNames } from '../domain/action.ts';
import { artifactFormats } from '../domain/artifact.ts';
import { parseInstant } from '../domain/instant.ts';
import { calendarFileName } from '../domain/meeting.ts';

/** What the file outbox keeps of one effect: one JSON file, named by its key. */
export const outboxRecordSchema = z.strictObject({
  /** When it was carried out, ISO 8601 with Z. */
  at: z.string().refine((text) => parseInstant(text) !== null, 'must be an instant'),
  kind: z.enum(actionKindNames),
  proposalId: z.string().min(1).max(200),
  key: z.string().min(1).max(250),
  body: z.strictObject({ account: z.string().nullable(), params: z.record(z.string(), z.json()) }),
});
export type OutboxRecord = z.infer<typeof outboxRecordSchema>;

/** A file's name from an effect's key. Null = the key has no safe one. */
export function outboxFileOf(key: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(key) ? `${key}.json` : null;
}

/** The calendar file beside the effect of a letter that invites to a meeting. */
export function calendarNameOf(key: string): string {
  return `${key}.${calendarFileName}`;
}

/** The whole e-mail beside the effect of one that is set as a page too. */
export function mailNameOf(key: string): string {
  return `${key}.eml`;
}

/** A file that a letter brings along, beside its effect. */
export function attachmentNameOf(key: string, fileName: string): string {
  return `${key}.${fileName}`;
}

/** Whether a file of the outbox lies beside its letter, which says all of it. */
export function liesBeside(file: string): boolean {
  return file.endsWith(calendarNameOf('')) || file.endsWith(mailNameOf('')) || besides.test(file);
}

const besides = new RegExp(`-v\\d+\\.(?:${artifactFormats.join('|')})$`);

/** What of an action goes into the outbox. */
export function outboxBodyOf({ account, params }: Action): Pick<Action, 'account' | 'params'> {
  return { account, params };
}

/** The data folder's outbox. */
export function outboxFolderOf(home: string): string {
  return `${home}/outbox`;
}
