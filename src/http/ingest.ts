import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RawRecord } from '../domain/raw-record.ts';
import { HoldfastError } from '../errors.ts';
import { checkManyRecords } from '../services/check-records.ts';
import type { Services } from '../services/context.ts';
import { ingestEvents } from '../services/ingest-events.ts';
import { findBearer, type NamedToken } from './bearer.ts';
import type { Metrics } from './metrics.ts';
import { ingestLimits, readBody } from './read-body.ts';
import { splitJson, splitNdjson } from './split-body.ts';

/** Records per transaction: large enough to be fast, small enough that a chat acknowledgement never waits for one. */
const batchRecords = 2_000;
/** Refusals that the answer lists; the rest are counted, and all are stored. */
const listedRefusals = 1_000;

export interface IngestOptions {
  services: Services;
  /** Who may send; the name is the source of events that carry none. */
  sources: readonly NamedToken[];
  metrics: Metrics;
}

/** What `POST /v1/events` answers. */
interface IngestAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  deadLetters: { line: number | null; reason: string }[];
}

/** Adds `POST /v1/events`. The token is checked before a byte of the body is read. */
export async function registerIngest(fastify: FastifyInstance, options: IngestOptions): Promise<void> {
  let running = 0;
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The handler reads the raw stream itself, within limits of its own.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.post('/v1/events', async (request, reply) => {
      const source = findBearer(request.headers.authorization, options.sources);
      if (!source) {
        reply.header('www-authenticate', 'Bearer realm="holdfast"');
        throw new HoldfastError('HF_UNAUTHORIZED', 'The request carries no valid source token');
      }
      if (running >= ingestLimits.concurrentRequests) return refuseForNow(reply);
      running++;
      try {
        return await ingest(request, reply, source, options);
      } finally {
        running--;
      }
    });
  });
}

async function ingest(
  request: FastifyRequest,
  reply: FastifyReply,
  source: NamedToken,
  options: IngestOptions,
): Promise<FastifyReply> {
  const format = formatOf(request.headers['content-type']);
  if (format === null && hasBody(request)) {
    throw new HoldfastError(
      'HF_MEDIA_TYPE',
      `Content-Type '${shortened(request.headers['content-type'])}' is not read here`,
    );
  }
  const body = await readBody(request.raw, ingestLimits);
  const records = format === 'json' ? splitJson(body) : splitNdjson(body);
  return reply.code(202).send(await storeRecords(options, source.name, limited(records)));
}

async function storeRecords(
  options: IngestOptions,
  source: string,
  records: Iterable<RawRecord>,
): Promise<IngestAnswer> {
  const answer: IngestAnswer = { accepted: 0, duplicates: 0, rejected: 0, deadLetters: [] };
  for (const batch of batches(records)) {
    const { accepted, duplicates, refused } = await ingestEvents(
      options.services,
      await checkManyRecords(options.services, source, batch),
    );
    const counts = { accepted, duplicates, rejected: refused.length };
    options.metrics.countEvents(counts);
    answer.accepted += accepted;
    answer.duplicates += duplicates;
    answer.rejected += refused.length;
    const room = listedRefusals - answer.deadLetters.length;
    answer.deadLetters.push(...refused.slice(0, room).map(({ line, reason }) => ({ line, reason })));
  }
  return answer;
}

function* batches(records: Iterable<RawRecord>): Generator<RawRecord[]> {
  let batch: RawRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchRecords) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** All records, or a refusal before the first is stored. */
function limited(records: Iterable<RawRecord>): RawRecord[] {
  const kept: RawRecord[] = [];
  for (const record of records) {
    if (kept.length === ingestLimits.records) {
      throw new HoldfastError(
        'HF_BODY_TOO_LARGE',
        `The body holds more than ${ingestLimits.records} records`,
      );
    }
    kept.push(record);
  }
  return kept;
}

function formatOf(contentType: string | undefined): 'ndjson' | 'json' | null {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) return null;
  if (type === 'application/x-ndjson' || type === 'application/ndjson') return 'ndjson';
  return type === 'application/json' ? 'json' : null;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function shortened(text: string | undefined): string {
  return (text ?? '').slice(0, 80);
}

function refuseForNow(reply: FastifyReply): never {
  reply.header('retry-after', '1');
  throw new HoldfastError(
    'HF_BUSY',
    `${ingestLimits.concurrentRequests} ingest requests are running already`,
  );
}
