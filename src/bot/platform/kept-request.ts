import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { decidingActions } from '../../views/view.ts';
import type { Asked, ChatRequest } from '../reply.ts';

/** A request as it is kept: sealed with a key outside the database, so that a row of anybody else decides nothing. */
export type KeptRequest = ChatRequest & { seal: string };

/** One kept row that was never answered. */
export interface KeptClick {
  key: string;
  request: unknown;
}

/** Whether it decides something: then it is kept before it is acknowledged. Every form does. */
export function isDeciding(asked: Asked): boolean {
  return asked.kind === 'submit' || (asked.kind === 'click' && decidingActions.has(asked.action));
}

/** Adds the seal. @param sealKey - hexadecimal */
export function sealRequest(key: string, request: ChatRequest, sealKey: string): KeptRequest {
  return { ...request, seal: sealOf(key, request, sealKey) };
}

/** The request out of a kept row; null = this row was not written by us, or under another key. */
export function openRequest({ key, request }: KeptClick, sealKey: string): ChatRequest | null {
  if (request === null || typeof request !== 'object' || !('seal' in request)) return null;
  const { seal, ...rest } = request;
  if (typeof seal !== 'string') return null;
  const given = Buffer.from(seal, 'hex');
  const expected = Buffer.from(sealOf(key, rest, sealKey), 'hex');
  // What the seal fits is what `sealRequest` was given.
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? (rest as unknown as ChatRequest)
    : null;
}

function sealOf(key: string, request: unknown, sealKey: string): string {
  return createHmac('sha256', Buffer.from(sealKey, 'hex'))
    .update(canonicalJson(['kept click', key, request]))
    .digest('hex');
}
