import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HoldfastError } from '../errors.ts';
import { findBearer, type NamedToken } from './bearer.ts';
import { jsonAdvice } from './body-advice.ts';

/** What one app may ask of one process. */
export const answerLimits = {
  /** Requests of one app within a minute, to each of the two addresses. More are told when to come back. */
  requestsPerMinute: 60,
} as const;

const minuteMs = 60_000;

/** To be put on a route of apps: it is limited, and reads JSON. */
export const limitedRoute = { config: { rateLimit: {}, bodyAdvice: jsonAdvice } };

/**
 * Lets each app send so many requests a minute to each route that says so, counted in this process alone. Whoever has no
 * valid token has to be refused before.
 */
export async function registerAnswerLimits(
  fastify: FastifyInstance,
  apps: readonly NamedToken[],
  perMinute: number,
): Promise<void> {
  const appOf = (request: FastifyRequest): string =>
    findBearer(request.headers.authorization, apps)?.name ?? '';
  await fastify.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: minuteMs,
    keyGenerator: appOf,
    errorResponseBuilder: (request) =>
      new HoldfastError(
        'HF_TOO_MANY_REQUESTS',
        `'${appOf(request)}' has sent more than ${perMinute} requests to this address within a minute`,
      ),
  });
}
