import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OnboardingOutcome } from '../domain/onboarding.ts';
import type { TenantHealth, TenantState } from '../domain/tenant-health.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { getTenantHealthForCustomer } from '../services/get-tenant-health.ts';
import { getOnboarding, type OnboardingReport } from '../services/onboarding/get-onboarding.ts';
import { formatDay, formatInstant } from '../views/format.ts';
import { html, type Piece } from './escape.ts';
import { renderPage } from './layout.ts';
import { problemOf, renderProblemPage } from './problem-page.ts';

export interface StatusPagesOptions {
  services: Services;
  /** Whether the address carries our signature, or comes from this machine: nobody logs in here. */
  mayOpen(request: FastifyRequest): true | string;
}

const headers = {
  'cache-control': 'private, no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * What a customer sees of itself by a signed link: how the product works for it (page, JSON, badge), and its own
 * checklist (page, JSON). A link is for one customer, and nothing that is ours alone stands there.
 */
export async function registerStatusPages(
  fastify: FastifyInstance,
  { services, mayOpen }: StatusPagesOptions,
): Promise<void> {
  const ctx: RequestContext = { ...services, member: null };
  const show = (path: string, send: (account: string, reply: FastifyReply) => Promise<FastifyReply>) => {
    fastify.get(`${path}/*`, async (request, reply) => {
      void reply.headers(headers);
      const allowed = mayOpen(request);
      if (allowed !== true)
        return await reply.code(403).type('text/plain; charset=utf-8').send(`${allowed}\n`);
      try {
        return await send((request.params as Record<string, string>)['*'] ?? '', reply);
      } catch (error) {
        const shown = problemOf(error, request.id);
        if (shown.status >= 500)
          services.log.error({ trace: request.id, err: error }, 'a status page failed');
        return await reply
          .code(shown.status)
          .type('text/html; charset=utf-8')
          .send(renderProblemPage(shown, (to) => to));
      }
    });
  };
  show('/status', async (account, reply) =>
    reply.type('text/html; charset=utf-8').send(statusPage(await getTenantHealthForCustomer(ctx, account))),
  );
  show('/v1/status', async (account, reply) =>
    reply.send(statusJson(await getTenantHealthForCustomer(ctx, account))),
  );
  show('/badges/status', async (account, reply) => {
    const { state } = await getTenantHealthForCustomer(ctx, account);
    return reply.type('image/svg+xml; charset=utf-8').send(badge(state));
  });
  show('/checklists', async (account, reply) =>
    reply.type('text/html; charset=utf-8').send(checklistPage(await getOnboarding(ctx, account))),
  );
  show('/v1/checklists', async (account, reply) =>
    reply.send(checklistJson(await getOnboarding(ctx, account))),
  );
}

/** What a state is called, everywhere. */
export const tenantWords: Readonly<Record<TenantState, string>> = {
  ok: 'all works',
  degraded: 'degraded',
  down: 'something stands still',
};

/** Without the pages behind the figures, and without our promises about tickets: those are ours. */
function statusJson({
  account,
  asOf,
  state,
  troubles,
  errors,
  integrations,
  limits,
  incidents,
}: TenantHealth) {
  return {
    account,
    asOf,
    state,
    troubles: troubles.map(({ state: grade, text }) => ({ state: grade, text })),
    errors: { lastSevenDays: errors.now, sevenDaysBefore: errors.before },
    integrations: integrations.map(({ name, state: said, since }) => ({ name, state: said, since })),
    limits: limits.map(({ limit, used, allowed, percent }) => ({ limit, used, allowed, percent })),
    incidents: incidents.map(({ title, severity, openedAt }) => ({ title, severity, openedAt })),
  };
}

function statusPage(health: TenantHealth): string {
  const { account, asOf, troubles, errors, integrations, limits, incidents } = statusJson(health);
  // An incident stands below, with its beginning.
  const others = troubles.filter(({ text }) => !text.startsWith('Incident: '));
  const rows: [string, Piece][] = [
    ['Errors', `${errors.lastSevenDays} in seven days, ${errors.sevenDaysBefore} in the seven before`],
    ...integrations.map(({ name, state, since }): [string, Piece] => [
      `Integration ${name}`,
      `${state} since ${formatDay(since)}`,
    ]),
    ...limits.map(({ limit, used, allowed, percent }): [string, Piece] => [
      `Limit ${limit}`,
      `${used} of ${allowed} (${percent} %)`,
    ]),
  ];
  return renderPage(
    {
      title: `Status of ${account.name}`,
      kicker: `Status, ${formatInstant(asOf)}`,
      heading: account.name,
      body: html`<p class="big"><span class="band ${bandOf[health.state]}">${tenantWords[health.state]}</span></p>
${others.length > 0 && html`<ul class="records">${others.map(({ text }) => html`<li dir="auto">${text}</li>`)}</ul>`}
${incidents.length > 0 && html`<h2>Incidents</h2><ul class="records">${incidents.map(({ title, openedAt }) => html`<li dir="auto">${title} <time>${formatInstant(openedAt)}</time></li>`)}</ul>`}
<dl class="facts">${rows.map(([label, value]) => html`<div><dt dir="auto">${label}</dt><dd>${value}</dd></div>`)}</dl>`,
      isPlain: true,
    },
    (path) => path,
  );
}

const bandOf: Readonly<Record<TenantState, string>> = { ok: 'green', degraded: 'amber', down: 'red' };
const colours: Readonly<Record<TenantState, string>> = {
  ok: '#0f6b3a',
  degraded: '#8a5a00',
  down: '#b42318',
};

/** A small picture for another page. */
export function badge(state: TenantState): string {
  const word = tenantWords[state];
  const width = 52 + word.length * 7;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="Status: ${word}"><title>Status: ${word}</title><rect width="${width}" height="20" rx="4" fill="#3d4845"/><path d="M48 0h${width - 52}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4h-${width - 52}z" fill="${colours[state]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="7" y="14">status</text><text x="54" y="14">${word}</text></g></svg>`;
}

type Goal = Pick<OnboardingOutcome, 'label' | 'dueOn' | 'verdict'>;

/** What of an onboarding is for the customer: steps and goals, and neither our reasons nor our people. */
function checklistJson({ account, startsOn, day, checklist, outcomes }: OnboardingReport) {
  const steps = checklist.items.map(({ id, section, title, done }) => ({ id, section, title, done }));
  return {
    account: { id: account.id, name: account.name },
    startsOn,
    day,
    done: steps.filter((step) => step.done).length,
    total: steps.length,
    steps,
    next: steps.find((step) => !step.done)?.id ?? null,
    goals: outcomes.map(({ label, dueOn, verdict }): Goal => ({ label, dueOn, verdict })),
  };
}

/** `first-value` → `First value`; what is no word but letters stays so. */
function sectionWords(section: string): string {
  const words = section.replace(/-/g, ' ');
  return /^(?:sso|api|scim)$/i.test(words)
    ? words.toUpperCase()
    : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function checklistPage(report: OnboardingReport): string {
  const { account, day, done, total, steps, next, goals } = checklistJson(report);
  const nextStep = steps.find(({ id }) => id === next);
  const sections = [...Map.groupBy(steps, ({ section }) => section)];
  return renderPage(
    {
      title: `Getting started: ${account.name}`,
      kicker: `Getting started · day ${day}`,
      heading: account.name,
      body: html`<p class="big"><b>${done}</b> of ${total} steps are done</p>
${nextStep ? html`<div class="panel"><p class="label">Next</p><p>${nextStep.title}</p></div>` : html`<div class="panel"><p>Everything is set up. Reply to your contact if you want to go further.</p></div>`}
${sections.map(([section, items]) => html`<h2>${sectionWords(section)}</h2><ul class="checklist">${items.map(({ title, done: isDone }) => html`<li class="${isDone ? 'done' : 'open'}"><span aria-hidden="true">${isDone ? '✓' : '○'}</span> ${title}<span class="quiet"> ${isDone ? 'done' : 'open'}</span></li>`)}</ul>`)}
<h2>What we want to reach together</h2><ul class="records">${goals.map(({ label, dueOn, verdict }) => html`<li>${label} <time datetime="${dueOn}">${verdict === 'pass' ? 'reached' : `by ${formatDay(dueOn)}`}</time></li>`)}</ul>`,
      isPlain: true,
    },
    (path) => path,
  );
}
