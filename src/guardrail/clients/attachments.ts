import type { Action } from '../../domain/action.ts';
import { type ArtifactReader, artifactFormats, artifactTypes } from '../../domain/artifact.ts';
import { sha256Of } from '../../domain/sha256.ts';
import { attachmentsOf } from '../actions/message-customer.ts';
import type { CallOutcome } from '../connector.ts';
import { notHappened } from './http-outcome.ts';

/** A file of a letter, as it was approved. */
export interface Attachment {
  fileName: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * The files of a letter, or why it cannot go: each has exactly the bytes whose hash was approved, whoever touched them
 * since.
 */
export async function readAttachments(
  action: Action,
  read: ArtifactReader | undefined,
): Promise<Attachment[] | CallOutcome> {
  const approved = attachmentsOf(action);
  const files: Attachment[] = [];
  for (const { artifactId, fileName, sha256 } of approved) {
    if (!read) return notHappened('this process reads no artifacts', true);
    let bytes: Uint8Array | null;
    try {
      bytes = await read({ id: artifactId, fileName });
    } catch (error) {
      return notHappened(`${fileName} cannot be read now (${(error as Error).message.slice(0, 200)})`, false);
    }
    if (bytes === null)
      return notHappened(`${fileName} is gone, so it cannot be sent as it was approved`, true);
    if (sha256Of(bytes) !== sha256)
      return notHappened(`${fileName} is not the file that was approved: its bytes have changed`, true);
    files.push({ fileName, contentType: typeOf(fileName), bytes });
  }
  return files;
}

/** Whether reading came to its end. */
export function areRead(read: Attachment[] | CallOutcome): read is Attachment[] {
  return Array.isArray(read);
}

function typeOf(fileName: string): string {
  const format = artifactFormats.find((known) => fileName.endsWith(`.${known}`));
  return format ? artifactTypes[format] : 'application/octet-stream';
}
