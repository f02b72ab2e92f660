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
    if (await storeAnswers(services)) return { status: 'ready', detail };
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

async function storeAnswers({ store }: Services): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), storePatienceMs);
  const asked = store.lastSequence().then(
    () => true,
    () => false,
  );
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
