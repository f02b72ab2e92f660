import { answerLimits } from './answer-limits.ts';
import { answerShape, questionShape, verdictShape } from './answer-shapes.ts';

const jsonSchema = (schema: object): object => ({ content: { 'application/json': { schema } } });
const errorSchema = {
  type: 'object',
  required: ['code', 'message', 'next', 'trace'],
  properties: {
    code: { type: 'string', description: 'A stable HF_* code; docs/reference/errors.md lists them.' },
    message: { type: 'string' },
    next: { type: 'string', description: 'What to do next.' },
    trace: { type: 'string', description: 'Stands in the log beside the cause.' },
  },
};
const eventSchema = {
  type: 'object',
  required: ['id', 'type', 'account', 'ts'],
  properties: {
    id: { type: 'string', description: "The source's own id, unique within the source." },
    type: { type: 'string', example: 'feature.used' },
    account: { type: 'string', description: '`tenant` is accepted for it.' },
    ts: { type: 'string', format: 'date-time', description: 'ISO 8601 with a zone.' },
    user: { type: 'string' },
    source: { type: 'string', description: 'Default: the name of the token.' },
    environment: { type: 'string' },
    region: { type: 'string' },
    payload: { type: 'object' },
  },
};
const ingestSchema = {
  type: 'object',
  required: ['accepted', 'duplicates', 'rejected', 'deadLetters'],
  properties: {
    accepted: { type: 'integer' },
    duplicates: { type: 'integer' },
    rejected: { type: 'integer' },
    deadLetters: {
      type: 'array',
      items: { type: 'object', properties: { line: { type: 'integer' }, reason: { type: 'string' } } },
    },
  },
};

const failed = (description: string): object => ({
  description,
  ...jsonSchema({ $ref: '#/components/schemas/Error' }),
});
const limited = {
  ...failed(
    `The app has sent more than ${answerLimits.requestsPerMinute} requests to this address within a minute; repeat after Retry-After.`,
  ),
  headers: {
    'Retry-After': { description: 'Seconds until it may ask again.', schema: { type: 'integer' } },
  },
};

const answerPaths = {
  '/v1/answers': {
    post: {
      summary:
        'Ask the knowledge, for a help-desk app: cited sentences, or that nothing covers the question.',
      security: [{ app: [] }],
      requestBody: jsonSchema({ $ref: '#/components/schemas/Question' }),
      responses: {
        '200': { description: 'The answer.', ...jsonSchema({ $ref: '#/components/schemas/Answer' }) },
        '400': failed('The question is empty, without a word or too long, or the body is another one.'),
        '401': failed('No valid app token.'),
        '404': failed('No account has this id.'),
        '413': failed('The body is larger than 1 MB.'),
        '415': failed('Another content type than application/json.'),
        '429': limited,
      },
    },
  },
  '/v1/answers/{id}/verdict': {
    post: {
      summary: 'Say what came of an answer; the last word of each app counts.',
      security: [{ app: [] }],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: jsonSchema({ $ref: '#/components/schemas/Verdict' }),
      responses: {
        '204': { description: 'Kept.' },
        '400': failed('The body is another one.'),
        '401': failed('No valid app token.'),
        '404': failed('There is no such answer, or it names no such article.'),
        '413': failed('The body is larger than 1 MB.'),
        '415': failed('Another content type than application/json.'),
        '429': limited,
      },
    },
  },
};

/** The description of what this server answers to machines. */
export function openApi(version: string): object {
  const text = (description: string): object => ({
    description,
    content: { 'text/plain': { schema: { type: 'string' } } },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Holdfast', version },
    paths: {
      '/v1/events': {
        post: {
          summary: 'Send events: NDJSON, a JSON array or one JSON object; gzip is optional.',
          security: [{ source: [] }],
          requestBody: {
            content: {
              'application/x-ndjson': { schema: { $ref: '#/components/schemas/Event' } },
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
              },
            },
          },
          responses: {
            '202': {
              description: 'Stored. Lines that are no events are in the dead-letter list, with their reason.',
              ...jsonSchema({ $ref: '#/components/schemas/Ingested' }),
            },
            '400': failed('The body cannot be read at all.'),
            '401': failed('No valid source token.'),
            '413': failed('Too large: at most 10 MB sent, 50 MB unpacked, 250,000 records.'),
            '415': failed('Another content type or encoding.'),
            '503': failed('The store does not answer; repeat after Retry-After. Nothing is stored twice.'),
            '507': failed('The disk is full.'),
          },
        },
      },
      ...answerPaths,
      '/slack/events': {
        post: { summary: 'Requests of Slack, signed.', responses: { '200': text('Acknowledged.') } },
      },
      '/healthz': {
        get: { summary: 'Whether the process runs.', responses: { '200': { description: 'It does.' } } },
      },
      '/readyz': {
        get: {
          summary: 'Whether the product answers with all its data.',
          responses: { '200': { description: 'It does.' }, '503': { description: 'Not yet, or not now.' } },
        },
      },
      '/metrics': {
        get: { summary: 'Figures in Prometheus text form.', responses: { '200': text('Figures.') } },
      },
    },
    components: {
      securitySchemes: {
        source: { type: 'http', scheme: 'bearer' },
        app: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Event: eventSchema,
        Ingested: ingestSchema,
        Error: errorSchema,
        Question: questionShape,
        Verdict: verdictShape,
        Answer: answerShape,
      },
    },
  };
}
