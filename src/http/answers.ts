import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Account } from '../domain/account.ts';
import { HoldfastError } from '../errors.ts';
import { answerQuestion } from '../services/answer-question.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { judgeAnswer } from '../services/judge-answer.ts';
import { requireAccountById } from '../services/resolve-account.ts';
import { toAnswerJson } from './answer-json.ts';
import { answerLimits, limitedRoute, registerAnswerLimits } from './answer-limits.ts';
import { questionSchema, verdictSchema } from './answer-shapes.ts';
import { findBearer, type NamedToken } from './bearer.ts';

export interface AnswersOptions {
  services: Services;
  /** The apps that may ask. */
  apps: readonly NamedToken[];
  /** Makes a path of ours an address that opens elsewhere. */
  linkTo(path: string): string;
  /** How often each app may ask; for tests. */
  answersPerMinute?: number;
}

/** Adds `POST /v1/answers`, for help-desk apps, and `POST /v1/answers/:id/verdict`. */
export async function registerAnswers(fastify: FastifyInstance, options: AnswersOptions): Promise<void> {
  await fastify.register(async (scope) => {
    // Before anything of the request is read.
    scope.addHook('onRequest', async (request) => void requireApp(request, options));
    const { apps, answersPerMinute = answerLimits.requestsPerMinute } = options;
    await registerAnswerLimits(scope, apps, answersPerMinute);
    addRoutes(scope, options);
  });
}

function addRoutes(fastify: FastifyInstance, options: AnswersOptions): void {
  const ctx: RequestContext = { ...options.services, member: null };
  fastify.post('/v1/answers', limitedRoute, async (request) => {
    const app = requireApp(request, options);
    const { question, account: accountId, ticketId, audience } = parse(questionSchema, request.body);
    const account = await findAsked(ctx, accountId);
    const { answer, macros } = await answerQuestion(ctx, {
      text: question,
      ticket: ticketId ?? null,
      audience,
      by: app.name,
      account: account?.id ?? null,
    });
    return toAnswerJson({ answer, macros, account }, audience === 'internal' ? options.linkTo : null);
  });
  fastify.post<{ Params: { id: string } }>(
    '/v1/answers/:id/verdict',
    limitedRoute,
    async (request, reply) => {
      const app = requireApp(request, options);
      const { verdict, documentId = null, note } = parse(verdictSchema, request.body);
      await judgeAnswer(ctx, { answerId: request.params.id, verdict, documentId, note, by: app.name });
      return reply.code(204).send();
    },
  );
}

/** Whom a question is about: an app's guess would hand one customer's tickets to another. */
async function findAsked(ctx: RequestContext, id: string | undefined): Promise<Account | null> {
  if (id === undefined) return null;
  return await requireAccountById(
    ctx,
    id,
    "Send the account's id, exactly as events name it; `holdfast accounts` lists them.",
  );
}

function requireApp(request: FastifyRequest, { apps }: AnswersOptions): NamedToken {
  const app = findBearer(request.headers.authorization, apps);
  if (app) return app;
  throw new HoldfastError('HF_UNAUTHORIZED', 'The request carries no valid app token', {
    next: 'Send `Authorization: Bearer` with an app token; they stand under `apps` in the file of HOLDFAST_KEYS.',
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the body';
  throw new HoldfastError('HF_USAGE', `${where}: ${issue?.message}`, {
    next: 'Send JSON as /openapi.json describes it.',
  });
}
