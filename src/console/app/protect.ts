import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../../domain/member.ts';
import type { Session } from '../../domain/session.ts';
import { HoldfastError } from '../../errors.ts';
import { findSignedIn } from '../../services/sign-in/sign-in.ts';
import { html, type Piece } from '../escape.ts';
import type { ConsoleOptions } from './options.ts';
import { cookieNames, cookieOptions } from './session-cookie.ts';

/** Somebody whose cookie is good. */
interface SignedIn {
  session: Session;
  member: Member;
}

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** No script at all; forms go to us alone. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const limits = { requestsPerMinute: 240, minuteMs: 60_000, formBytes: 256 * 1024, browsers: 2_000 };

type OnError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** What stands before every page: limits, cookies, who it is, and that a form is ours. */
export async function protect(
  scope: FastifyInstance,
  options: ConsoleOptions,
  onError: OnError,
): Promise<void> {
  const { services, secret, baseUrl, requestsPerMinute = limits.requestsPerMinute } = options;
  const cookies = cookieOptions(baseUrl.startsWith('https:'));
  await scope.register(cookie);
  await scope.register(csrf, {
    cookieKey: cookieNames.csrf,
    cookieOpts: cookies,
    csrfOpts: { hmacKey: secret },
    getToken: (request: FastifyRequest) => (request.body as Record<string, string> | null)?._csrf,
    getUserInfo: userOf,
  });
  const known = new Set<string>();
  await limitRequests(scope, requestsPerMinute, known);
  scope.removeAllContentTypeParsers(); // forms alone
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: limits.formBytes },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  scope.decorateRequest('signedIn', null);
  scope.addHook('onRequest', async (_request, reply) => void reply.headers(pageHeaders));
  // After the limit, which costs no look into the store.
  scope.addHook('preParsing', async (request) => {
    const token = request.cookies[cookieNames.session];
    request.signedIn = token === undefined ? null : await findSignedIn(services, token);
    if (token === undefined || !request.signedIn) return;
    if (known.size >= limits.browsers) known.clear(); // each comes back with its next request
    known.add(token);
  });
  scope.addHook('preHandler', (request, reply, done) => {
    if (request.method === 'POST') scope.csrfProtection(request, reply, done);
    else done();
  });
  scope.setErrorHandler(onError);
}

/** @param known - cookies that were found good; any other is anybody's invention, and counts for its address */
async function limitRequests(scope: FastifyInstance, max: number, known: ReadonlySet<string>): Promise<void> {
  const asked = `The console was asked more than ${max} times within a minute`;
  const next = 'Wait a minute, then open the page again.';
  await scope.register(rateLimit, {
    max,
    timeWindow: limits.minuteMs,
    keyGenerator: ({ cookies, ip }) => {
      const token = cookies[cookieNames.session];
      return token !== undefined && known.has(token) ? token : ip;
    },
    errorResponseBuilder: () => new HoldfastError('HF_TOO_MANY_REQUESTS', asked, { next }),
  });
}

/** A form of one person is of no use to another. */
function userOf(request: FastifyRequest): string {
  return request.signedIn?.session.id ?? 'nobody';
}

/** The field that every form carries. */
export function csrfField(request: FastifyRequest, reply: FastifyReply): Piece {
  const token = reply.generateCsrf({ userInfo: userOf(request) });
  return html`<input type="hidden" name="_csrf" value="${token}">`;
}
