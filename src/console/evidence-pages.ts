import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HoldfastError } from '../errors.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { getDigestPage } from '../services/digest/get-digest-page.ts';
import { explainChange } from '../services/explain-change.ts';
import { getAnswerPage } from '../services/get-answer-page.ts';
import { getEventPage } from '../services/get-event-page.ts';
import { getFiguresPage } from '../services/get-figures-page.ts';
import { getScorePage } from '../services/get-score-page.ts';
import { getIssuePage } from '../services/issues/get-issue-page.ts';
import { getKnowledgePage } from '../services/knowledge-page.ts';
import { getCohorts } from '../services/metrics/get-cohorts.ts';
import { getMetric } from '../services/metrics/get-metric.ts';
import { getNotePage } from '../services/note-account.ts';
import { getPlayPage } from '../services/plays/get-play-page.ts';
import { getEntryPage } from '../services/register/get-entry-page.ts';
import { getWeekPage } from '../services/register/get-week-page.ts';
import { getFindingPage } from '../services/risks/get-finding-page.ts';
import { getHandOffPage } from '../services/sla/get-hand-off-page.ts';
import { countWeek, readWeek } from '../services/updates/draw-update.ts';
import { renderAnswerPage } from './answer-page.ts';
import { renderChangePage } from './change-page.ts';
import { renderCohortPage } from './cohort-page.ts';
import { renderDigestPage } from './digest-page.ts';
import { renderEventPage } from './event-page.ts';
import { renderFiguresPage } from './figures-page.ts';
import { renderFindingPage } from './finding-page.ts';
import { renderHandOffPage } from './hand-off-page.ts';
import { renderIssuePage } from './issue-page.ts';
import { renderKnowledgePage } from './knowledge-page.ts';
import { type LinkTo, stylePath } from './layout.ts';
import { renderMetricPage } from './metric-page.ts';
import { renderNotePage } from './note-page.ts';
import { renderPlayPage } from './play-page.ts';
import { type Problem, problem, problemOf, renderProblemPage } from './problem-page.ts';
import { type Query, readDay, readMoment, readSequence, readText } from './read-address.ts';
import { renderRegisterPage } from './register-page.ts';
import { renderRegisterWeekPage } from './register-week-page.ts';
import { renderScorePage } from './score-page.ts';
import { renderUpdatePage } from './update-page.ts';

export interface EvidencePagesOptions {
  services: Services;
  /** Whether this request may open a page: yes, no, or no with a sentence that says why. */
  mayOpen(request: FastifyRequest): boolean | string;
  /** The address under which this reader may open another of our pages; default: its path. */
  linkTo?(path: string, request: FastifyRequest): string;
}

/** No script at all, styles from one file, nothing from anywhere else. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const style = readFileSync(new URL('./assets/evidence.css', import.meta.url));

/** Adds the pages behind every figure, at `/evidence`. */
export async function registerEvidencePages(
  fastify: FastifyInstance,
  options: EvidencePagesOptions,
): Promise<void> {
  const { services } = options;
  const ctx: RequestContext = { ...services, member: null };
  fastify.get(stylePath, (_request, reply) =>
    reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }).send(style),
  );
  const show = (path: string, draw: Draw) => {
    // A wildcard, since a named parameter is limited to 100 characters and an account's id is not.
    fastify.get(`${path}/*`, (request, reply) => answer(options, request, reply, draw));
  };
  show('/evidence/events', async (_query, seq, linkTo) =>
    renderEventPage(await getEventPage(ctx, readSequence(seq)), linkTo),
  );
  show('/evidence/figures', async (query, account, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    return renderFiguresPage(await getFiguresPage(ctx, account, moment), linkTo);
  });
  show('/evidence/scores', async (query, account, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    const profileVersion = readText(query, 'profile');
    return renderScorePage(await getScorePage(ctx, account, { ...moment, profileVersion }), linkTo);
  });
  show('/evidence/findings', async (query, account, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    const rule = readText(query, 'rule');
    if (rule === undefined)
      throw new HoldfastError('HF_USAGE', 'The address names no rule', {
        next: 'Add one, such as ?rule=no-login.',
      });
    const under = { configuration: readText(query, 'profile'), pack: readText(query, 'pack') };
    return renderFindingPage(await getFindingPage(ctx, { account, rule, ...moment, ...under }), linkTo);
  });
  show('/evidence/changes', async (query, accountId, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    const input = {
      accountId,
      ...moment,
      since: readDay(query, 'since'),
      configuration: readText(query, 'profile'),
    };
    return renderChangePage(await explainChange(ctx, input), linkTo);
  });
  show('/evidence/knowledge', async (_query, id, linkTo) =>
    renderKnowledgePage(await getKnowledgePage(ctx, id), linkTo),
  );
  show('/evidence/plays', async (_query, id, linkTo) => {
    const { play, accountName } = await getPlayPage(ctx, id);
    return renderPlayPage(play, accountName, linkTo);
  });
  show('/evidence/notes', async (_query, id, linkTo) =>
    renderNotePage(await getNotePage(ctx, readSequence(id)), linkTo),
  );
  show('/evidence/register', async (_query, id, linkTo) =>
    renderRegisterPage(await getEntryPage(ctx, id), linkTo),
  );
  show('/evidence/register-weeks', async (_query, at, linkTo) =>
    renderRegisterWeekPage(await getWeekPage(ctx, at), linkTo),
  );
  show('/evidence/hand-offs', async (_query, seq, linkTo) =>
    renderHandOffPage(await getHandOffPage(ctx, readSequence(seq)), linkTo),
  );
  show('/evidence/digests', async (_query, id, linkTo) =>
    renderDigestPage(await getDigestPage(ctx, id), linkTo),
  );
  show('/evidence/metrics', async (query, id, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    const asked = { month: readText(query, 'month'), cohort: readText(query, 'cohort'), ...moment };
    return renderMetricPage(await getMetric(ctx, id, asked), linkTo);
  });
  show('/evidence/cohorts', async (query, by, linkTo) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    return renderCohortPage(
      await getCohorts(ctx, { by, month: readText(query, 'month'), ...moment }),
      linkTo,
    );
  });
  show('/evidence/updates', async (_query, id, linkTo) =>
    renderUpdatePage(countWeek(await readWeek(ctx, id)), linkTo),
  );
  show('/evidence/answers', async (_query, id, linkTo) =>
    renderAnswerPage(await getAnswerPage(ctx, id), linkTo),
  );
  show('/evidence/issues', async (query, id, linkTo) => {
    const { knownAt } = readMoment(query, await ctx.store.lastSequence());
    return renderIssuePage(
      await getIssuePage(ctx, { id, knownAt, account: readText(query, 'account') }),
      linkTo,
    );
  });
  show('/evidence', async (_query, rest) => {
    throw new HoldfastError('HF_NOT_FOUND', `There is no page '/evidence/${rest}'`, {
      next: 'Open the link on the card again. Pages are /evidence/events, /evidence/figures, /evidence/scores, /evidence/findings, /evidence/changes, /evidence/issues, /evidence/knowledge, /evidence/plays, /evidence/notes, /evidence/register, /evidence/register-weeks, /evidence/hand-offs, /evidence/digests, /evidence/metrics, /evidence/cohorts, /evidence/updates and /evidence/answers.',
    });
  });
}

type Draw = (query: Query, rest: string, linkTo: LinkTo) => Promise<string>;

async function answer(
  options: EvidencePagesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  draw: Draw,
): Promise<FastifyReply> {
  const linkTo: LinkTo = (path) => options.linkTo?.(path, request) ?? path;
  reply.headers(pageHeaders);
  const allowed = options.mayOpen(request);
  if (allowed !== true) return sendProblem(reply, refusal(allowed), linkTo);
  try {
    const rest = (request.params as Record<string, string>)['*'] ?? '';
    return await reply.send(await draw(request.query as Query, rest, linkTo));
  } catch (error) {
    const trace = options.services.ids.trace();
    const shown = problemOf(error, trace);
    if (shown.status >= 500) options.services.log.error({ trace, err: error }, 'evidence page failed');
    return sendProblem(reply, shown, linkTo);
  }
}

function refusal(reason: string | false): Problem {
  const next = 'Open the link from a fresh card; links hold for the person and the time they were made for.';
  return problem('HF_FORBIDDEN', reason || 'This page is only for people who may see the account', next);
}

function sendProblem(reply: FastifyReply, shown: Problem, linkTo: LinkTo): FastifyReply {
  return reply.code(shown.status).send(renderProblemPage(shown, linkTo));
}
