import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { addDays, type UtcDay, utcDayOf } from '../domain/utc-day.ts';

const validDays = 30;
const signedPattern =
  /^(\/[^\s#?]*(?:\?[^\s#]*(?=&exp)|(?=\?exp)))[?&]exp=(\d{4}-\d{2}-\d{2})&sig=([A-Za-z0-9_-]{43})$/;

/** Makes and checks the addresses of our own pages. */
export interface Links {
  /** Base of every link, without a slash at the end. */
  baseUrl: string;
  /** A full address that opens for whoever has it; default: for 30 days, and the same all day long. `#…` is kept. */
  linkTo(path: string, expiresOn?: UtcDay): string;
  /** The full address without a signature: opens on this machine only. */
  absolute(path: string): string;
  /** The path behind an address of ours that opens for whoever has it; null = another's, unsigned or expired. */
  pathOf(address: string): string | null;
  /** The last day of a path and query that carry our signature; null = not ours, or expired. */
  expiryOf(pathAndQuery: string): UtcDay | null;
}

/**
 * @param key - hexadecimal; a new key ends every link that was made with the old one
 */
export function createLinks(baseUrl: string, key: string, clock: Clock): Links {
  const secret = Buffer.from(key, 'hex');
  const sign = (path: string, expiresOn: string): string =>
    createHmac('sha256', secret).update(`link\n${path}\n${expiresOn}`).digest('base64url');
  const expiryOf = (pathAndQuery: string): UtcDay | null => {
    const match = signedPattern.exec(pathAndQuery);
    const [, path = '', expiresOn = '', signature = ''] = match ?? [];
    // Compared in any case: the time this takes says nothing about the signature. As letters: four last ones mean one byte.
    const genuine = timingSafeEqual(
      Buffer.from(sign(path, expiresOn)),
      Buffer.from(signature.padEnd(43, 'A')),
    );
    return match !== null && genuine && utcDayOf(clock.now()) <= expiresOn ? expiresOn : null;
  };
  return {
    baseUrl,
    absolute: (path) => baseUrl + path,
    linkTo: (path, expiresOn = addDays(utcDayOf(clock.now()), validDays)) => {
      const [page = '', place] = path.split('#');
      const signature = sign(page, expiresOn);
      const signed = `${baseUrl}${page}${page.includes('?') ? '&' : '?'}exp=${expiresOn}&sig=${signature}`;
      return place === undefined ? signed : `${signed}#${place}`;
    },
    pathOf: (address) => {
      const rest = address.startsWith(`${baseUrl}/`)
        ? (address.slice(baseUrl.length).split('#')[0] ?? '')
        : '';
      return expiryOf(rest) === null ? null : (signedPattern.exec(rest)?.[1] ?? null);
    },
    expiryOf,
  };
}

/** Completes every `url` of a value with a base: our paths become full addresses. */
export function completeUrls<T>(value: T, absolute: (path: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => completeUrls(item, absolute)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === 'url' && typeof item === 'string' && item.startsWith('/')
      ? absolute(item)
      : completeUrls(item, absolute),
  ]);
  return Object.fromEntries(entries) as T;
}
