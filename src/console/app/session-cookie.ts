import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Cookies of the console. None of them says anything to whoever reads it but the server that set it. */
export const cookieNames = {
  session: 'holdfast_session',
  csrf: 'holdfast_csrf',
  signIn: 'holdfast_sign_in',
  notice: 'holdfast_notice',
} as const;

/**
 * No script reads them and no other site's form sends them. They end with the browser; the session itself ends
 * earlier, in the store. `lax`, since whoever comes back from the provider comes from another site.
 */
export function cookieOptions(isSecure: boolean): CookieSerializeOptions {
  return { path: '/console', httpOnly: true, sameSite: 'lax', secure: isSecure };
}

/** One sentence for the next page. */
export interface Notice {
  text: string;
  tone: 'good' | 'bad';
}

/** Keeps what an act came to until the next page is drawn. */
export function keepNotice(reply: FastifyReply, notice: Notice, options: CookieSerializeOptions): void {
  const value = Buffer.from(JSON.stringify([notice.tone, notice.text.slice(0, 800)])).toString('base64url');
  void reply.setCookie(cookieNames.notice, value, options);
}

/** Takes the kept sentence; it is shown once. */
export function takeNotice(
  request: FastifyRequest,
  reply: FastifyReply,
  options: CookieSerializeOptions,
): Notice | null {
  const kept = request.cookies[cookieNames.notice];
  if (kept === undefined) return null;
  void reply.clearCookie(cookieNames.notice, options);
  try {
    const [tone, text] = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')) as unknown[];
    return typeof text === 'string' ? { tone: tone === 'good' ? 'good' : 'bad', text } : null;
  } catch {
    return null; // not ours
  }
}
