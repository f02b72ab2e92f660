import { z } from 'zod';

/** Forms of texts that operators write in settings. */

/** An address of a web server. */
export const httpUrl = z
  .string()
  .refine(isHttpUrl, 'an address that begins with http:// or https://, without user, password, ? or #');
/** An address of a database. */
export const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:$/.test(protocolOf(text)),
    'an address like postgres://user:password@host:5432/database',
  );
/** A token of another system. */
export const token = z.string().regex(/^[!-~]{8,1000}$/, 'a token: at least 8 characters without blanks');
/** A place in the file system. */
export const path = z.string().refine((text) => !text.includes('\0'), 'a path');

/** An e-mail address without a name. */
export const bareAddress = /^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** The name of a bucket. */
export const bucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
  );

/** The region of a bucket. */
export const regionName = z.string().regex(/^[a-z0-9-]{1,50}$/, 'a region, such as eu-central-1');

/** An address of a mail server. */
export const smtpUrl = z.string().refine(isSmtpUrl, 'an address like smtp://user:password@host:587');

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

function isHttpUrl(text: string): boolean {
  if (!/^https?:$/.test(protocolOf(text))) return false;
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:$/.test(protocolOf(text))) return false;
  const url = new URL(text);
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return false;
  }
  return url.hostname !== '' && url.search === '' && url.hash === '' && /^\/?$/.test(url.pathname);
}

/** Whether an address is of this very machine. */
export function isLoopbackUrl(text: string): boolean {
  const { hostname } = new URL(text);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** An id of Microsoft's directory. */
export const guid = z
  .string()
  .regex(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'an id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  )
  .transform((text) => text.toLowerCase());

/** Who mail is from where nobody says: the user of the mail server, or Holdfast at it. */
export function senderOf(smtpUrl: string): string {
  const { username, hostname } = new URL(smtpUrl);
  const user = decodeURIComponent(username);
  if (bareAddress.test(user)) return user;
  return `holdfast@${/^[a-z0-9.-]*[a-z]$/i.test(hostname) ? hostname : 'localhost'}`;
}
