import { link, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactReader } from '../../domain/artifact.ts';
import { canonicalJson, digestOf } from '../../domain/canonical-json.ts';
import type { Clock } from '../../domain/clock.ts';
import type { CalendarWriter } from '../../domain/meeting.ts';
import { meetingOf } from '../actions/message-customer.ts';
import type { CallOutcome, Connector } from '../connector.ts';
import { type Grant, requireGrant } from '../grant.ts';
import { type MailParts, type MailWriter, mailSourceOf, setMail } from '../mail-writer.ts';
import {
  attachmentNameOf,
  calendarNameOf,
  mailNameOf,
  type OutboxRecord,
  outboxBodyOf,
  outboxFileOf,
} from '../outbox-record.ts';
import { readEffect } from '../read-effects.ts';
import { type Attachment, areRead, readAttachments } from './attachments.ts';
import { composeMail } from './compose-mail.ts';

/**
 * Carries every kind out as one file in a folder, so that a fresh machine has an effect to look at. The same key twice
 * is one file, also across processes and crashes: a file gets its name by `link`, which only one caller can win.
 * A letter that invites to a meeting has its calendar file beside it, one that brings artifacts has them there, and one that
 * is set as a page too the whole e-mail.
 * @param folder - absolute; its parent exists
 */
export function createFileOutbox(
  folder: string,
  clock: Clock,
  {
    writeCalendar,
    writeMail,
    readArtifact,
  }: {
    writeCalendar?: CalendarWriter | undefined;
    writeMail?: MailWriter | undefined;
    readArtifact?: ArtifactReader | undefined;
  } = {},
): Connector {
  return {
    name: 'outbox',
    delivery: () => 'idempotent',
    preview: (action) => ({
      connector: 'outbox',
      target: `a file in ${folder}`,
      request: { kind: action.kind, body: outboxBodyOf(action) },
    }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      if (meetingOf(grant.action) && !writeCalendar)
        return failed('this process writes no calendar files', true);
      const source = mailSourceOf(grant.action);
      const parts = source && (await setMail(source, writeMail));
      if (typeof parts === 'string') return failed(parts, true);
      const files = await readAttachments(grant.action, readArtifact);
      if (!areRead(files)) return files;
      const calendar = calendarFileOf(grant, writeCalendar);
      const mail = parts && (await mailFileOf(grant, parts, files));
      return await performOnce(folder, grant, clock, signal, [
        ...(calendar === null ? [] : [{ name: calendarNameOf(grant.key), content: calendar }]),
        ...(mail === null ? [] : [{ name: mailNameOf(grant.key), content: mail }]),
        ...files.map(({ fileName, bytes }) => ({
          name: attachmentNameOf(grant.key, fileName),
          content: bytes,
        })),
      ]);
    },
  };
}

async function performOnce(
  folder: string,
  grant: Grant,
  clock: Clock,
  signal: AbortSignal,
  beside: readonly { name: string; content: string | Uint8Array }[],
): Promise<CallOutcome> {
  const file = outboxFileOf(grant.key);
  if (!file) return failed('its key cannot be the name of a file', true);
  if (signal.aborted) return failed('it was stopped before it began', false);
  const record: OutboxRecord = {
    at: clock.now().toISOString(),
    kind: grant.action.kind,
    proposalId: grant.proposalId,
    key: grant.key,
    body: outboxBodyOf(grant.action) as OutboxRecord['body'],
  };
  let draft: string;
  try {
    await makeFolder(folder);
    // First what belongs to it: once the effect has its name, all of it is there.
    for (const { name, content } of beside) await keepBeside(folder, name, content);
    draft = await writeDraft(folder, file, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    return failed(`${folder} cannot be written (${codeOf(error)})`, false);
  }
  try {
    await link(draft, join(folder, file));
    await syncFolder(folder);
    return { kind: 'done', receipt: { file, at: record.at, again: false } };
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return await recogniseEarlier(folder, file, record);
    return { kind: 'unknown', reason: `${file} was not confirmed (${codeOf(error)})` };
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** The calendar file of a letter; the same grant gives the same bytes. Null = it invites to nothing */
function calendarFileOf({ action, grantedAt }: Grant, write: CalendarWriter | undefined): string | null {
  const meeting = meetingOf(action);
  if (!meeting || !write) return null;
  const to = (action.params.to as readonly string[]).map(String);
  return write({ meeting, to, organizer: meeting.organizer ?? null, writtenAt: new Date(grantedAt) });
}

/** The whole e-mail, for a mail program to open; the same grant gives the same bytes on the same day. */
async function mailFileOf(
  { action, key, grantedAt }: Grant,
  words: MailParts,
  files: readonly Attachment[],
): Promise<string> {
  const message = await composeMail({
    from: 'holdfast@localhost',
    to: (action.params.to as readonly string[]).map(String),
    subject: String(action.params.subject),
    messageId: `<${key}@localhost>`,
    words,
    files,
    fixed: { date: new Date(grantedAt), boundary: digestOf(key).slice(0, 32) },
  });
  return message.toString('utf8');
}

/** Written by an attempt before, it is the same to the byte. */
async function keepBeside(folder: string, file: string, text: string | Uint8Array): Promise<void> {
  const draft = await writeDraft(folder, file, text);
  try {
    await link(draft, join(folder, file));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** A file of this name is there: the same effect carried out before, or something that nobody can vouch for. */
async function recogniseEarlier(folder: string, file: string, record: OutboxRecord): Promise<CallOutcome> {
  const earlier = await readEffect(folder, file);
  const same =
    typeof earlier !== 'string' &&
    canonicalJson({ ...earlier, at: null }) === canonicalJson({ ...record, at: null });
  return same
    ? { kind: 'done', receipt: { file, at: earlier.at, again: true } }
    : { kind: 'unknown', reason: `${file} is there already and is not this effect` };
}

/** A complete file under a name that readers skip. A crash leaves it behind, harmless. */
async function writeDraft(folder: string, file: string, text: string | Uint8Array): Promise<string> {
  for (let count = 0; ; count += 1) {
    const draft = join(folder, `.${file}.${process.pid}.${count}`);
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return draft;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || count >= 1_000) throw error;
    }
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** The name itself is durable only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function failed(reason: string, permanent: boolean): CallOutcome {
  return { kind: 'not_happened', reason, permanent, retryAfterMs: null };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
