import type { FastifyInstance } from 'fastify';
import type { Services } from '../services/context.ts';
import { describeOutages } from '../services/describe-outages.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './open-api.ts';

/** How far the product has come up. */
export interface Readiness {
  ready: boolean;
  /** One sentence for people. */
  detail: string;
}

interface StatusOptions {
  services: Services;
  version: string;
  readiness(): Readiness;
  startPage: string | null;
  metrics: Metrics;
}

const storePatienceMs = 2_000;

/** Adds what machines ask a server about itself: `/healthz`, `/readyz`, `/metrics`, `/openapi.json`, and `/`. */
export function registerStatus(server: FastifyInstance, options: StatusOptions): void {
  const { version, readiness, startPage, metrics, services } = options;
  server.get('/healthz', async () => ({ status: 'ok', version }));
  server.get('/readyz', async (_request, reply) => {
    const { ready, detail } = readiness();
    if (!ready) return reply.code(503).header('retry-after', '2').send({ status: 'starting', detail });
    const troubles = await troublesOf(services);
    if (troubles) return { status: 'ready', detail: [detail, ...troubles].join(' ') };
    return reply
      .code(503)
      .header('retry-after', '2')
      .send({ status: 'unavailable', detail: 'The database does not answer.' });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.render()),
  );
  server.get('/openapi.json', async () => openApi(version));
  server.get('/', async (_request, reply) => {
    if (startPage) return reply.redirect(startPage);
    return reply.type('text/plain; charset=utf-8').send('Holdfast runs here and answers in Slack.\n');
  });
}

/**
 * Sources of knowledge whose last reading failed, and platforms that take nothing, each as a sentence: the product
 * answers all the same, so this is no reason to take it out of service. Null = the store does not answer.
 */
async function troublesOf(services: Services): Promise<string[] | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), storePatienceMs);
  const { store } = services;
  const asked = Promise.all([
    store.listFailedSources(),
    describeOutages(services),
    store.lastSequence(),
  ]).then(
    ([failed, outages]) => [
      ...(failed.length === 0 ? [] : [`Sources of knowledge that could not be read: ${failed.join(', ')}.`]),
      ...outages.map((outage) => `${outage}.`),
    ],
    () => null,
  );
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
