import type { FastifyInstance } from 'fastify';
import type { Services } from '../services/context.ts';
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
    const failed = await failedSources(services);
    if (failed) return { status: 'ready', detail: detailOf(detail, failed) };
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

/** The product answers without them, so this is no reason to take it out of service. */
function detailOf(detail: string, failed: readonly string[]): string {
  const names = failed.join(', ');
  return names === '' ? detail : `${detail} Sources of knowledge that could not be read: ${names}.`;
}

/** Names of the sources of knowledge whose last reading failed; null = the store does not answer. */
async function failedSources({ store }: Services): Promise<string[] | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), storePatienceMs);
  const asked = Promise.all([store.listFailedSources(), store.lastSequence()]).then(
    ([failed]) => failed,
    () => null,
  );
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
