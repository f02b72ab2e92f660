import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, consoleServer, openBrowserFor } from '../../../test/support/console.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines, embedded } from '../../../test/support/stores.ts';
import type { Member } from '../../domain/member.ts';
import type { RequestContext } from '../../services/context.ts';
import { makeConsoleLink } from '../../services/sign-in/make-link.ts';
import { createSignInProvider } from './oidc.ts';

const people: Member[] = [
  { id: 'admin1', name: 'Felix Brandvold', role: 'admin', email: 'felix@example.com', identities: [] },
  { id: 'csm1', name: 'Maren Castellane', role: 'csm', email: 'maren@example.com', identities: [] },
];

type TestContext = Awaited<ReturnType<typeof testContext>>;

describeEngines('signing in by a local link', (engine) => {
  let ctx: TestContext;
  let server: FastifyInstance;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
    await opened.store.writeMembers(people, 'file');
    server = await consoleServer(ctx);
  });
  afterAll(async () => {
    await server.close();
    await close();
  });
  const actionsOf = async (ctx: RequestContext) =>
    (await ctx.store.readAudit({ limit: 3 })).map(({ action, actor }) => `${actor} ${action}`);

  test('without a session every page leads to the sign-in, and back to where one wanted to go', async () => {
    const answer = await server.inject('/console/accounts?band=red');
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      '/console/sign-in?to=%2Fconsole%2Faccounts%3Fband%3Dred',
    ]);
  });

  test('a link shows whom it signs in, does so at the press of its button, and never again', async () => {
    const { path } = await makeConsoleLink(ctx, 'csm1');
    const browser = openBrowserFor(server);
    const shown = await browser.get(path);
    expect(shown.body).toContain('Sign in as Maren Castellane');
    const entered = await browser.submit(path, shown.body);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, '/console']);
    expect((await browser.get('/console')).body).toContain('Maren');
    expect(await actionsOf(ctx)).toContain('csm1 session.began');
    const other = openBrowserFor(server);
    expect((await other.get(path)).statusCode).toBe(403);
  });

  test('two presses of one link at once open one session', async () => {
    const { path } = await makeConsoleLink(ctx, 'csm1');
    const both = [openBrowserFor(server), openBrowserFor(server)];
    const forms = await Promise.all(both.map((browser) => browser.get(path)));
    const answers = await Promise.all(
      both.map((browser, index) => browser.submit(path, forms[index]?.body ?? '')),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 403]);
  });

  test('a link that is too old, made up or used from elsewhere opens nothing', async () => {
    const { path } = await makeConsoleLink(ctx, 'csm1');
    const elsewhere = await server.inject({ url: path, remoteAddress: '203.0.113.9' });
    expect(elsewhere.statusCode).toBe(403);
    const throughProxy = await server.inject({ url: path, headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(throughProxy.statusCode).toBe(403);
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 31 * 60_000));
    expect((await server.inject(path)).statusCode).toBe(403);
    expect((await server.inject(`/console/sign-in/${'0'.repeat(64)}`)).statusCode).toBe(403);
  });

  test('a form without its token, or with that of somebody else, changes nothing', async () => {
    const mine = await signedIn('admin1');
    const theirs = await signedIn('csm1');
    const page = (await theirs.get('/console')).body;
    const without = await mine.post('/console/sign-out', {});
    expect([without.statusCode, without.body.includes('HF_FORM_STALE')]).toEqual([403, true]);
    expect((await mine.submit('/console/sign-out', page)).statusCode).toBe(403);
    expect((await mine.get('/console')).statusCode).toBe(200);
  });

  test('signing out ends the session also for whoever kept the cookie', async () => {
    const browser = await signedIn('admin1');
    const kept = browser.cookies();
    const page = (await browser.get('/console')).body;
    expect((await browser.submit('/console/sign-out', page)).statusCode).toBe(303);
    expect((await server.inject({ url: '/console', headers: { cookie: kept } })).statusCode).toBe(303);
  });

  test('a session ends after its hours, and with the member', async () => {
    const browser = await signedIn('csm1');
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 12 * 3_600_000 - 1));
    expect((await browser.get('/console')).statusCode).toBe(200);
    ctx.clock.set(new Date(ctx.clock.now().getTime() + 1));
    expect((await browser.get('/console')).statusCode).toBe(303);
  });

  test('what the role may not read is not offered, and refused with an entry in the audit', async () => {
    const csm = await signedIn('csm1');
    expect((await csm.get('/console')).body).not.toContain('href="/console/audit"');
    expect((await csm.get('/console/audit')).statusCode).toBe(403);
    expect(await actionsOf(ctx)).toContain('csm1 audit.refused');
    const admin = await signedIn('admin1');
    expect((await admin.get('/console/audit')).statusCode).toBe(200);
  });

  test('the cookie is for us alone, and no page runs a script', async () => {
    const { path } = await makeConsoleLink(ctx, 'csm1');
    const browser = openBrowserFor(server);
    const entered = await browser.submit(path, (await browser.get(path)).body);
    const cookie = String(entered.headers['set-cookie']);
    expect(cookie).toMatch(/holdfast_session=[0-9a-f]{64}; Path=\/console; HttpOnly; SameSite=Lax/);
    const page = await browser.get('/console');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).not.toContain('script-src');
    expect(page.body).not.toMatch(/<script|style="|onclick/i);
  });

  async function signedIn(member: string): Promise<Browser> {
    const browser = openBrowserFor(server);
    const { path } = await makeConsoleLink(ctx, member);
    await browser.submit(path, (await browser.get(path)).body);
    return browser;
  }
});

describe('a browser that asks too often', () => {
  test('is told to wait, on a page', async () => {
    const { store, close } = await embedded.open();
    const server = await consoleServer(await testContext(store, '2026-11-21T10:00:00Z'), {
      requestsPerMinute: 3,
    });
    const codes = [];
    for (let index = 0; index < 4; index++) codes.push((await server.inject('/console')).statusCode);
    expect(codes).toEqual([303, 303, 303, 429]);
    await server.close();
    await close();
  });
});

/** A person at the provider, as the test wants them. */
interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

describeEngines('signing in by OpenID Connect', (engine) => {
  let ctx: TestContext;
  let server: FastifyInstance;
  let listening: Server;
  let close: () => Promise<void>;
  let person: Person = { sub: 'nobody' };

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
    listening = createHttpServer();
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    const bySubject: Member = {
      id: 'manager1',
      name: 'Helena Strand',
      role: 'manager',
      identities: [{ platform: 'oidc', team: issuer, user: 'u-helena' }],
    };
    await opened.store.writeMembers([...people, bySubject], 'file');
    const provider = testProvider(issuer, () => person);
    listening.on('request', provider.callback());
    server = await consoleServer(ctx, {
      provider: createSignInProvider({ issuer, clientId: 'holdfast', clientSecret: 'secret-of-tests' }, () =>
        ctx.ids.secret(),
      ),
    });
  });
  afterAll(async () => {
    await server.close();
    listening.closeAllConnections();
    listening.close();
    await close();
  });

  /** Walks to the provider and back. */
  async function walk(who: Person, browser = openBrowserFor(server)) {
    person = who;
    const sent = await browser.get('/console/sign-in/provider?to=/console/alerts');
    const back = await followProvider(String(sent.headers.location));
    return { browser, back, answer: await browser.get(back.pathname + back.search) };
  }

  test('lets in the member with that verified e-mail address, and goes on where one wanted to go', async () => {
    const { answer, browser } = await walk({ sub: 'u-1', email: 'Maren@Example.com', email_verified: true });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/alerts']);
    expect((await browser.get('/console')).body).toContain('Maren Castellane');
  });

  test('lets in the member who names issuer and subject, whatever the address', async () => {
    const { answer, browser } = await walk({ sub: 'u-helena' });
    expect(answer.statusCode).toBe(303);
    expect((await browser.get('/console')).body).toContain('Helena Strand');
  });

  test.each<[string, Person]>([
    ['an address that nobody verified', { sub: 'u-2', email: 'felix@example.com', email_verified: false }],
    ['an address that no member has', { sub: 'u-3', email: 'eve@example.com', email_verified: true }],
    ['no address', { sub: 'u-4' }],
  ])('refuses %s, says so, and writes it down', async (_, who) => {
    const { answer, browser } = await walk(who);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('Nobody here knows you yet');
    expect((await browser.get('/console')).statusCode).toBe(303);
    const [last] = await ctx.store.readAudit({ limit: 1 });
    expect([last?.action, last?.detail.way]).toEqual(['session.refused', 'oidc']);
  });

  test('an answer counts once, and only in the browser that asked for it', async () => {
    const who = { sub: 'u-1', email: 'maren@example.com', email_verified: true };
    const { back } = await walk(who);
    const url = back.pathname + back.search;
    const again = await openBrowserFor(server).get(url);
    expect([again.statusCode, again.body.includes('HF_SIGN_IN')]).toEqual([403, true]);
  });

  test('an answer to another question is refused', async () => {
    person = { sub: 'u-1', email: 'maren@example.com', email_verified: true };
    const browser = openBrowserFor(server);
    const sent = await browser.get('/console/sign-in/provider');
    const back = await followProvider(String(sent.headers.location));
    back.searchParams.set('state', 'f'.repeat(64));
    const answer = await browser.get(back.pathname + back.search);
    expect(answer.statusCode).toBe(403);
    expect((await browser.get('/console')).statusCode).toBe(303);
  });

  test('goes on to no page but ours', async () => {
    person = { sub: 'u-1', email: 'maren@example.com', email_verified: true };
    const browser = openBrowserFor(server);
    const sent = await browser.get('/console/sign-in/provider?to=//evil.example/console');
    const back = await followProvider(String(sent.headers.location));
    expect((await browser.get(back.pathname + back.search)).headers.location).toBe('/console');
  });
});

/** A provider that lets in whoever is named, at once. */
function testProvider(issuer: string, who: () => Person): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'holdfast',
        client_secret: 'secret-of-tests',
        redirect_uris: ['http://localhost/console/sign-in/callback'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a-key-of-tests'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...who(), sub }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        ...(client ? { clientId: client.clientId } : {}),
        ...(session?.accountId ? { accountId: session.accountId } : {}),
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return await next();
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: who().sub } });
    ctx.respond = false;
  });
  return provider;
}

/** Follows the provider until it sends the browser back to us. */
async function followProvider(from: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = from;
  for (let hops = 0; hops < 10; hops++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = new URL(response.headers.get('location') ?? fail(response.status), url);
    if (next.pathname.startsWith('/console/')) return next;
    url = next.href;
  }
  throw new Error('the provider never came to an end');
}

function fail(status: number): never {
  throw new Error(`the provider answered ${status} without a way on`);
}
