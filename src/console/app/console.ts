import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../../domain/member.ts';
import { HoldfastError } from '../../errors.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { type Remember, rememberFigures } from '../../services/remember-figures.ts';
import { type PortfolioReader, rememberPortfolio } from '../../services/remember-portfolio.ts';
import { html } from '../escape.ts';
import { type Problem, problemOf } from '../problem-page.ts';
import type { Query } from '../read-address.ts';
import { consoleAreas } from './areas.ts';
import type { ConsoleOptions } from './options.ts';
import { csrfField, pageHeaders, protect } from './protect.ts';
import type { Asked, DataRoute, Drawn, FormRoute, PageRoute } from './route.ts';
import { cookieOptions, keepNotice, takeNotice } from './session-cookie.ts';
import { consoleStylePath, renderConsolePage, renderDoorPage } from './shell.ts';
import { registerSignIn } from './sign-in.ts';

const style = ['console-parts.css', 'console.css']
  .map((file) => readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8'))
  .join('\n');

/** The console with what it remembers between requests. */
type Served = ConsoleOptions & { portfolio: PortfolioReader; remember: Remember };

/** Adds the console, at `/console`. */
export async function registerConsole(fastify: FastifyInstance, given: ConsoleOptions): Promise<void> {
  const options: Served = {
    ...given,
    portfolio: rememberPortfolio(given.services),
    remember: rememberFigures(given.services),
  };
  await fastify.register(async (scope) => {
    await protect(scope, options, (error, request, reply) => fail(options, error, request, reply));
    scope.get(consoleStylePath, { config: { rateLimit: false } }, (_request, reply) =>
      reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }).send(style),
    );
    registerSignIn(scope, options);
    for (const { pages, data = [], forms = [] } of consoleAreas(options.ports)) {
      for (const page of pages) addPage(scope, options, page);
      for (const file of data) addData(scope, options, file);
      for (const form of forms) addForm(scope, options, form);
    }
    scope.get('/console/*', async (request, reply) => {
      if (!request.signedIn) return await toSignIn(request, reply);
      throw new HoldfastError('HF_NOT_FOUND', 'The console has no page at this address', {
        next: 'Choose one in the menu.',
      });
    });
  });
}

function addPage(scope: FastifyInstance, options: Served, page: PageRoute): void {
  scope.get(page.path, async (request, reply) => {
    const asked = askedOf(options, request, reply);
    if (!asked) return await toSignIn(request, reply);
    await requireReadable(asked.ctx, page.needs, null);
    return await reply.send(await framed(options, request, reply, page, await page.draw(asked)));
  });
}

function addData(scope: FastifyInstance, options: Served, file: DataRoute): void {
  scope.get(file.path, async (request, reply) => {
    const asked = askedOf(options, request, reply);
    if (!asked) return await toSignIn(request, reply);
    await requireReadable(asked.ctx, file.needs, null);
    const { type, fileName, body } = await file.send(asked);
    return await reply
      .headers({ 'content-type': type, 'content-disposition': `attachment; filename="${fileName}"` })
      .send(body);
  });
}

function addForm(scope: FastifyInstance, options: Served, form: FormRoute): void {
  scope.post(form.path, async (request, reply) => {
    const asked = askedOf(options, request, reply);
    if (!asked) return await toSignIn(request, reply);
    const fields = request.body as Readonly<Record<string, string>>;
    const { to, text, tone } = await form.act({ ...asked, fields });
    keepNotice(reply, { text, tone }, cookieOptions(options.baseUrl.startsWith('https:')));
    return await reply.redirect(to, 303);
  });
}

function askedOf(options: Served, request: FastifyRequest, reply: FastifyReply): Asked | null {
  if (!request.signedIn) return null;
  const { member } = request.signedIn;
  const { portfolio, remember } = options;
  return {
    ctx: { ...options.services, member } as RequestContext & { member: Member },
    query: request.query as Query,
    rest: (request.params as Record<string, string>)['*'] ?? '',
    linkTo: options.linkTo,
    portfolio,
    remember,
    csrf: csrfField(request, reply),
  };
}

/** To the sign-in, and from there back to this page. */
async function toSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const back = request.method === 'GET' ? `?to=${encodeURIComponent(request.url)}` : '';
  return await reply.redirect(`/console/sign-in${back}`, 303);
}

async function framed(
  { services, baseUrl, chatPage }: ConsoleOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Pick<PageRoute, 'nav'> | null,
  drawn: Drawn,
): Promise<string> {
  const member = request.signedIn?.member;
  if (!member) return renderDoorPage(drawn);
  return renderConsolePage(drawn, {
    member,
    nav: page?.nav ?? null,
    csrf: csrfField(request, reply),
    notice: takeNotice(request, reply, cookieOptions(baseUrl.startsWith('https:'))),
    waiting: await services.store.countProposed(),
    chatPage,
  });
}

/** What went wrong, on a page: what it was, and what to do next. */
async function fail(
  options: ConsoleOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const trace = request.id;
  const shown = problemOf(known(error), trace);
  if (shown.status >= 500) options.services.log.error({ trace, err: error }, 'a page of the console failed');
  const page = await framed(options, request, reply, null, problemPage(shown)).catch(
    () => renderDoorPage(problemPage(shown)), // the store itself is what fails
  );
  return await reply.code(shown.status).headers(pageHeaders).send(page);
}

function known(error: unknown): unknown {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code?.startsWith('FST_CSRF'))
    return new HoldfastError('HF_FORM_STALE', 'This form was not handed out by this page, or not to you');
  if (!(error instanceof HoldfastError) && statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new HoldfastError('HF_USAGE', 'The form cannot be read', { next: 'Open the page again.' });
  return error;
}

/** A problem as a page of ours. */
function problemPage(shown: Problem): Drawn {
  return {
    title: shown.heading,
    kicker: String(shown.status),
    body: html`<div class="panel problem"><p dir="auto">${sentence(shown.what)}</p><p><b>What to do:</b> ${sentence(shown.next)}</p><p class="decide"><a class="button" href="/console">Today</a><a class="button" href="/console/accounts">All customers</a></p><p class="quiet"><code>${shown.reference}</code></p></div>`,
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
