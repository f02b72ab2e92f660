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
/** How long a body may take to come. */
const bodyPatienceMs = 20_000;
/** What all bodies together may hold at once, read or being read. */
const heldBytes = ingestLimits.concurrentRequests * ingestLimits.unpackedBytes;

export interface IngestOptions {
  services: Services;
  /** Who may send; the name is the source of events that carry none. */
  sources: readonly NamedToken[];
  metrics: Metrics;
  /** How long a body may take to come; for tests. */
  bodyPatienceMs?: number;
}

/** What all requests share. */
interface Load {
  /** Requests whose records are being stored. */
  storing: number;
  heldBytes: number;
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
  const load: Load = { storing: 0, heldBytes: 0 };
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
      return await ingest(request, reply, source, { ...options, load });
    });
  });
}

async function ingest(
  request: FastifyRequest,
  reply: FastifyReply,
  source: NamedToken,
  options: IngestOptions & { load: Load },
): Promise<FastifyReply> {
  const { load } = options;
  const format = formatOf(request.headers['content-type']);
  if (format === null && hasBody(request)) {
    throw new HoldfastError(
      'HF_MEDIA_TYPE',
      `Content-Type '${shortened(request.headers['content-type'])}' is not read here`,
    );
  }
  let ownBytes = 0;
  const hold = (bytes: number): void => {
    ownBytes += bytes;
    load.heldBytes += bytes;
    if (load.heldBytes > heldBytes) refuseForNow(reply, 'The ingest requests under way hold all the memory');
  };
  try {
    const body = await readBody(request.raw, {
      ...ingestLimits,
      patienceMs: options.bodyPatienceMs ?? bodyPatienceMs,
      hold,
    });
    // Only now: a sender whose body comes slowly keeps nobody else out.
    return reply.code(202).send(await storeInTurn(options, reply, source.name, format, body));
  } finally {
    load.heldBytes -= ownBytes;
  }
}

async function storeInTurn(
  options: IngestOptions & { load: Load },
  reply: FastifyReply,
  source: string,
  format: 'ndjson' | 'json' | null,
  body: Buffer,
): Promise<IngestAnswer> {
  const { load } = options;
  if (load.storing >= ingestLimits.concurrentRequests)
    return refuseForNow(reply, `${ingestLimits.concurrentRequests} ingest requests are running already`);
  load.storing++;
  try {
    const records = format === 'json' ? splitJson(body) : splitNdjson(body);
    return await storeRecords(options, source, limited(records));
  } finally {
    load.storing--;
  }
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

function refuseForNow(reply: FastifyReply, why: string): never {
  reply.header('retry-after', '1');
  throw new HoldfastError('HF_BUSY', why);
}
