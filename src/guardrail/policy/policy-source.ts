import { HoldfastError } from '../../errors.ts';

/** One policy where it stands: its text, and the place for messages about it. */
export interface PolicySource {
  file: string;
  text: string;
  /** Line of its first word, from 1. */
  line: number;
}

/** The one form of "this policy file is broken". */
export function invalidPolicy(file: string, line: number, reason: string): HoldfastError {
  const message = `policies/${file}:${line}: ${reason}`;
  return new HoldfastError('HF_POLICY_INVALID', message, { fields: { file, line, reason } });
}

/** The line of an offset in bytes, as the engine counts them. */
export function lineAt(text: string, byteOffset: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byteOffset).toString('utf8').split('\n').length;
}

/** What the engine says about a text, as one sentence with its place. */
export interface Complaint {
  message: string;
  help: string | null;
  sourceLocations?: readonly { label: string | null; start: number }[];
}

/** Turns what the engine says about a text into a line of that text and a sentence. */
export function explainComplaint(text: string, complaint: Complaint): { line: number; reason: string } {
  const place = complaint.sourceLocations?.[0];
  const hint = complaint.help ?? place?.label;
  const message = complaint.message.replace(/^for policy `[^`]*`[:,] /, '');
  return { line: lineAt(text, place?.start ?? 0), reason: hint ? `${message} (${hint})` : message };
}
