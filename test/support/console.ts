import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { registerConsole } from '../../src/console/app/console.ts';
import type { ConsoleOptions } from '../../src/console/app/options.ts';
import { isLocalRequest } from '../../src/http/origin.ts';
import { createServer } from '../../src/http/server.ts';
import type { RequestContext } from '../../src/services/context.ts';
import { makeConsoleLink } from '../../src/services/sign-in/make-link.ts';

/** The console as a test wants it. */
function optionsFor(services: RequestContext, more: Partial<ConsoleOptions> = {}): ConsoleOptions {
  return {
    services,
    baseUrl: 'http://localhost',
    secret: 'a-secret-of-tests',
    isLocal: isLocalRequest,
    provider: null,
    linkTo: (path: string) => path,
    chatPage: null,
    requestsPerMinute: 10_000,
    ports: {
      version: '1.2.3',
      shareLink: (path) => path,
      auditWitness: async () => ({
        keys: null,
        checkpointFile: '/nonexistent/checkpoints',
        mustExist: false,
      }),
      listJobs: async () => [],
    },
    ...more,
  };
}

/** Adds the console to a server of the test's own. */
export async function registerTestConsole(fastify: FastifyInstance, services: RequestContext): Promise<void> {
  await registerConsole(fastify, optionsFor(services));
}

/** A server with the console, for requests that are handed to it. */
export async function consoleServer(
  services: RequestContext,
  more: Partial<ConsoleOptions> = {},
): Promise<FastifyInstance> {
  const options = optionsFor(services, more);
  return await createServer({
    services,
    version: '1.2.3',
    sources: [],
    apps: [],
    linkTo: options.linkTo,
    readiness: () => ({ ready: true, detail: 'Ready.' }),
    slackEvents: null,
    startPage: null,
    commands: null,
    pages: [(fastify) => registerConsole(fastify, options)],
  });
}

/** Something that keeps cookies. */
export interface Browser {
  get(url: string): Promise<LightMyRequestResponse>;
  post(url: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Sends fields with the token that a page's forms carry. */
  submit(
    url: string,
    page: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>;
  cookies(): string;
}

/** A browser without a window that talks to a server in this process. */
export function openBrowserFor(server: FastifyInstance): Browser {
  const jar = new Map<string, string>();
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (response: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value } of response.cookies) {
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const post: Browser['post'] = async (url, fields) =>
    keep(
      await server.inject({
        method: 'POST',
        url,
        payload: new URLSearchParams(fields).toString(),
        headers: { cookie: cookies(), 'content-type': 'application/x-www-form-urlencoded' },
      }),
    );
  return {
    cookies,
    post,
    get: async (url) => keep(await server.inject({ url, headers: { cookie: cookies() } })),
    submit: async (url, page, fields = {}) => {
      const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return await post(url, { ...fields, _csrf: token });
    },
  };
}

/** Somebody who is signed in. */
export async function signInAs(
  server: FastifyInstance,
  services: RequestContext,
  member: string,
): Promise<Browser> {
  const browser = openBrowserFor(server);
  const { path } = await makeConsoleLink(services, member);
  await browser.submit(path, (await browser.get(path)).body);
  return browser;
}
