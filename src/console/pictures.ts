import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asCard } from '../charts/as-card.ts';
import { type Canvas, type Chart, themes } from '../charts/chart.ts';
import { toPng } from '../charts/png.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { cohortPictures, drawCohortPicture } from '../services/pictures/draw-cohorts.ts';
import { drawOnboardingPicture } from '../services/pictures/draw-onboarding.ts';
import {
  digestPictures,
  drawDigestPicture,
  drawScorePicture,
  scorePictures,
} from '../services/pictures/draw-pictures.ts';
import type { EvidencePagesOptions } from './evidence-pages.ts';
import { problemOf } from './problem-page.ts';
import { type Query, readMoment, readText } from './read-address.ts';

/** A picture of a moment never changes. No script, whatever a browser makes of an SVG. */
const headers = {
  'cache-control': 'private, max-age=604800, immutable',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  // Cards of Teams show them in pages of Microsoft's; who opens one has a signed address.
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const widths = { least: 320, most: 1_200 };

/** Adds the pictures of scores, digests, cohorts and onboardings, at `/pictures`: PNG, or SVG with `format=svg`. */
export async function registerPictures(
  fastify: FastifyInstance,
  { services, mayOpen }: Pick<EvidencePagesOptions, 'services' | 'mayOpen'>,
): Promise<void> {
  const ctx: RequestContext = { ...services, member: null };
  const show = (path: string, draw: (query: Query, rest: string) => Promise<Chart>) => {
    fastify.get(`${path}/*`, async (request, reply) => {
      if (mayOpen(request) !== true)
        return await refuse(reply, 403, 'This picture opens from a card, for 30 days.');
      try {
        return await send(reply, request, draw);
      } catch (error) {
        return await failed(services, reply, error);
      }
    });
  };
  show('/pictures/scores', async (query, accountId) => {
    const picture = readPicture(query, scorePictures, 'a score');
    const moment = readMoment(query, await ctx.store.lastSequence());
    const input = { accountId, ...moment, profileVersion: readText(query, 'profile') };
    return await drawScorePicture(ctx, picture, input, readCanvas(query));
  });
  show('/pictures/cohorts', async (query, by) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    return await drawCohortPicture(
      ctx,
      readPicture(query, cohortPictures, 'cohorts'),
      { by, month: readText(query, 'month'), ...moment },
      readCanvas(query),
    );
  });
  show('/pictures/digests', async (query, id) => {
    return await drawDigestPicture(
      ctx,
      readPicture(query, digestPictures, 'a digest'),
      id,
      readCanvas(query),
    );
  });
  show('/pictures/onboardings', async (query) => {
    const moment = readMoment(query, await ctx.store.lastSequence());
    return await drawOnboardingPicture(ctx, moment, readCanvas(query));
  });
}

/** Which picture is asked for; the first where none is. */
function readPicture<Name extends string>(query: Query, known: readonly [Name, ...Name[]], of: string): Name {
  const wanted = readText(query, 'picture');
  const found = wanted === undefined ? known[0] : known.find((one) => one === wanted);
  if (found !== undefined) return found;
  throw new HoldfastError('HF_USAGE', `There is no picture '${wanted?.slice(0, 40)}' of ${of}`, {
    next: `Use one of ${known.join(', ')}.`,
  });
}

async function send(
  reply: FastifyReply,
  request: FastifyRequest,
  draw: (query: Query, rest: string) => Promise<Chart>,
): Promise<FastifyReply> {
  const query = request.query as Query;
  const drawn = await draw(query, (request.params as Record<string, string>)['*'] ?? '');
  const chart = readCanvas(query).theme === 'card' ? asCard(drawn) : drawn;
  const isSvg = readText(query, 'format') === 'svg';
  reply.headers(headers).type(isSvg ? 'image/svg+xml; charset=utf-8' : 'image/png');
  return await reply.send(isSvg ? chart.svg : Buffer.from(await toPng(chart)));
}

/** Chat asks for a PNG and cannot say how light its page is; a page asks for SVG in the reader's light. */
function readCanvas(query: Query): Canvas {
  const isSvg = readText(query, 'format') === 'svg';
  const theme = themes.find((known) => known === readText(query, 'theme')) ?? (isSvg ? 'light' : 'card');
  const width = Number(readText(query, 'width') ?? 640);
  if (Number.isInteger(width) && width >= widths.least && width <= widths.most) return { theme, width };
  throw new HoldfastError('HF_USAGE', `The width is no whole number from ${widths.least} to ${widths.most}`);
}

async function failed(services: Services, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
  const trace = services.ids.trace();
  const { status, what } = problemOf(error, trace);
  if (status >= 500) services.log.error({ trace, err: error }, 'a picture failed');
  return await refuse(reply, status, what);
}

async function refuse(reply: FastifyReply, status: number, message: string): Promise<FastifyReply> {
  return await reply
    .code(status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .type('text/plain; charset=utf-8')
    .send(`${message}\n`);
}
