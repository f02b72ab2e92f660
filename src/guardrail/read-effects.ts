import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { actionLimits } from '../domain/action.ts';
import { compareText } from '../domain/compare-text.ts';
import { parseStrictJson } from '../domain/strict-json.ts';
import { liesBeside, type OutboxRecord, outboxFileOf, outboxRecordSchema } from './outbox-record.ts';

/** What lies in the outbox, oldest first, and the files that are no effects. */
export interface EffectList {
  effects: OutboxRecord[];
  skipped: { file: string; reason: string }[];
}

/** An action, and what stands around it in its file. */
const maxFileBytes = 2 * actionLimits.bytes;

/**
 * Reads what the file outbox received. Files that Holdfast did not write are skipped with a reason, never followed.
 * @param since - leaves out what was carried out before; null = everything
 */
export async function readEffects(folder: string, since: Date | null): Promise<EffectList> {
  const list: EffectList = { effects: [], skipped: [] };
  for (const file of (await namesIn(folder)).sort()) {
    // Half-written files begin with a dot until they are complete.
    if (file.startsWith('.')) continue;
    if (liesBeside(file)) continue;
    const read = await readEffect(folder, file);
    if (typeof read === 'string') list.skipped.push({ file, reason: read });
    else if (since === null || new Date(read.at) >= since) list.effects.push(read);
  }
  list.effects.sort((a, b) => compareText(a.at, b.at) || compareText(a.key, b.key));
  return list;
}

/** The effect in one file, or why it is none. */
export async function readEffect(folder: string, file: string): Promise<OutboxRecord | string> {
  const text = await readSmallFile(join(folder, file));
  if (text === null) return 'is no readable file of a fitting size';
  const json = parseStrictJson(text, actionLimits.depth + 2);
  if (!json.ok) return `is no JSON: ${json.reason}`;
  const record = outboxRecordSchema.safeParse(json.value);
  if (!record.success) return 'does not have the fields of an effect';
  return outboxFileOf(record.data.key) === file ? record.data : 'has another name than its key';
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null for links, folders, pipes and what is too large: none of them is opened or read to its end. */
async function readSmallFile(path: string): Promise<string | null> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size, mode } = await handle.stat();
      const isFile = (mode & constants.S_IFMT) === constants.S_IFREG;
      return isFile && size <= maxFileBytes ? await handle.readFile('utf8') : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
