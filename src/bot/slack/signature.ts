import { createHmac, timingSafeEqual } from 'node:crypto';
import { slackLimits } from './limits.ts';

/** Headers as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A signing secret and until when it is accepted; null = until it is replaced. */
export interface SigningSecret {
  secret: string;
  until: Date | null;
}

export type SignatureVerdict = 'valid' | 'missing' | 'stale' | 'wrong';

/**
 * Checks that Slack signed exactly these bytes, at most five minutes away from now. Never throws, whatever stands in
 * the headers, and takes the same time for every wrong signature.
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function checkSignature(
  headers: RequestHeaders,
  rawBody: Buffer,
  secrets: readonly SigningSecret[],
  now: Date,
): SignatureVerdict {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return 'missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'wrong';
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > slackLimits.signatureAgeSeconds) return 'stale';
  const given = Buffer.from(signature, 'utf8');
  const live = secrets.filter(({ secret, until }) => secret !== '' && (until === null || now < until));
  return live.some(({ secret }) => sameBytes(given, signatureOf(secret, timestamp, rawBody)))
    ? 'valid'
    : 'wrong';
}

/** The value of `x-slack-signature` for these bytes. */
export function signatureOf(secret: string, timestamp: string, rawBody: Buffer): Buffer {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex');
  return Buffer.from(`v0=${digest}`, 'utf8');
}

/** `timingSafeEqual` throws on unequal lengths; the length of a signature is no secret. */
function sameBytes(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
