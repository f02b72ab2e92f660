import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { type Browser, consoleServer, openBrowserFor, signInAs } from '../../../test/support/console.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import { makeConsoleLink } from '../../services/sign-in/make-link.ts';
import { hashOf } from '../../services/sign-in/session-token.ts';
import { removeIdentities, removeMembers } from '../../store/members.ts';

const pages = [
  ...['', '/accounts', '/accounts/acme', '/accounts/nobody', '/cohorts', '/onboarding', '/onboarding/acme'],
  ...['/alerts', '/support', '/support/causes', '/scorecard', '/retention', '/digests', '/rules', '/value'],
  ...['/value/records', '/value.csv', '/approvals', '/approvals/none', '/switches', '/health', '/audit'],
  ...['/settings', '/nowhere'],
].map((path) => `/console${path}`);
const forms = ['/views', '/onboarding', '/alerts', '/approvals', '/switches', '/audit', '/sign-out'].map(
  (path) => `/console${path}`,
);

/** Addresses that somebody would like us to send a browser to. */
const elsewhere = [
  ...[
    'https://evil.example',
    '//evil.example',
    '///evil.example/console',
    '/\\evil.example',
    '\\\\evil.example',
  ],
  ...['/console//evil.example', '/console\\..\\evil', '/console@evil.example', '/console.evil.example'],
  ...[
    '/consolex',
    'console',
    ' /console',
    'javascript:alert(1)',
    'data:text/html,x',
    '/evidence/scores/acme',
  ],
  ...[
    '/console/accounts\r\nSet-Cookie: a=b',
    '/console/accounts\n',
    '/console?a=%0d%0a\r\nX: y',
    '/%2f/evil',
  ],
  ...['/console/../../v1/events\u0000', '/console/<script>', 'https:/console', '/console:80@evil.example'],
];

describe('somebody who wants in, or to act as somebody else', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let server: FastifyInstance;
  let opened: Awaited<ReturnType<typeof embedded.open>>;
  beforeAll(async () => {
    opened = await embedded.open();
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', owner: 'csm1' }),
    ]);
    server = await consoleServer(ctx);
  });
  afterAll(async () => {
    await server.close();
    await opened.close();
  });
  const as = (member: string): Promise<Browser> => signInAs(server, ctx, member);
  const sessionOf = (browser: Browser): string =>
    /holdfast_session=([0-9a-f]+)/.exec(browser.cookies())?.[1] ?? '';
  const askWith = (cookie: string, url = '/console') => server.inject({ url, headers: { cookie } });

  describe('without a session', () => {
    test.each(pages)('reads nothing at %s, and no cache keeps the answer', async (url) => {
      for (const cookie of [
        '',
        'holdfast_session=',
        `holdfast_session=${'a'.repeat(64)}`,
        'holdfast_session=%00',
      ]) {
        const { statusCode, body, headers } = await askWith(cookie, url);
        expect([statusCode, body]).toEqual([303, '']);
        expect(headers.location).toBe(`/console/sign-in?to=${encodeURIComponent(url)}`);
        expect(headers['cache-control']).toBe('private, no-store');
      }
    });

    test.each(forms)('sends nothing to %s', async (url) => {
      const before = await ctx.store.readAudit({ limit: 1 });
      const { statusCode } = await openBrowserFor(server).post(url, { on: 'true', scope: 'all' });
      expect(statusCode).toBe(403);
      expect(await ctx.store.readAudit({ limit: 1 })).toEqual(before);
    });
  });

  describe('with a session that was prepared', () => {
    test('a cookie that was set before the sign-in is not the one after it, and opens nothing', async () => {
      const planted = `holdfast_session=${'5'.repeat(64)}`;
      const { path } = await makeConsoleLink(ctx, 'csm1');
      const page = await askWith(planted, path);
      const csrf = /holdfast_csrf=[^;]+/.exec(String(page.headers['set-cookie']))?.[0];
      const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
      const entered = await server.inject({
        method: 'POST',
        url: path,
        payload: new URLSearchParams({ _csrf: token }).toString(),
        headers: { cookie: `${planted}; ${csrf}`, 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(entered.statusCode).toBe(303);
      expect(String(entered.headers['set-cookie'])).not.toContain('5'.repeat(64));
      expect((await askWith(planted)).statusCode).toBe(303);
    });

    test('signing in again ends the session before it', async () => {
      const browser = await as('csm1');
      const older = browser.cookies();
      const { path } = await makeConsoleLink(ctx, 'manager1');
      await browser.submit(path, (await browser.get(path)).body);
      expect((await browser.get('/console')).body).toContain('Helena');
      expect((await askWith(older)).statusCode).toBe(303);
    });
  });

  describe('with a link', () => {
    test('that ends between its page and its button opens nothing', async () => {
      const { path } = await makeConsoleLink(ctx, 'csm1');
      const browser = openBrowserFor(server);
      const shown = (await browser.get(path)).body;
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 30 * 60_000));
      expect((await browser.submit(path, shown)).statusCode).toBe(403);
      expect(sessionOf(browser)).toBe('');
    });

    test.each<[string, { remoteAddress?: string; headers?: Record<string, string> }]>([
      ['from another machine', { remoteAddress: '203.0.113.9' }],
      ['through a proxy', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
      ["under another's name", { headers: { host: 'evil.example' } }],
    ])('is not used up %s, neither by its page nor by its button', async (_, how) => {
      const { path } = await makeConsoleLink(ctx, 'csm1');
      const browser = openBrowserFor(server);
      const shown = (await browser.get(path)).body;
      expect((await server.inject({ url: path, ...how })).statusCode).toBe(403);
      const pressed = await server.inject({
        method: 'POST',
        url: path,
        payload: new URLSearchParams({ _csrf: /value="([^"]+)"/.exec(shown)?.[1] ?? '' }).toString(),
        ...how,
        headers: {
          ...how.headers,
          cookie: browser.cookies(),
          'content-type': 'application/x-www-form-urlencoded',
        },
      });
      expect([pressed.statusCode, pressed.headers['set-cookie']]).toEqual([403, undefined]);
      expect((await browser.submit(path, shown)).statusCode).toBe(303);
    });

    test('of somebody who is no member any more opens nothing', async () => {
      const { path } = await makeConsoleLink(ctx, 'csm2');
      const gone = demoMembers.filter(({ id }) => id === 'csm2');
      await removeIdentities(
        opened.database.queries,
        gone.flatMap(({ identities }) => identities),
      );
      await removeMembers(opened.database.queries, ['csm2']);
      expect((await openBrowserFor(server).get(path)).statusCode).toBe(403);
      await ctx.store.writeMembers(gone);
    });
  });

  describe('with a form', () => {
    const tokenOf = (page: string): string => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const halt = { on: 'true', scope: 'model' };
    const isHalted = async (): Promise<boolean> => (await ctx.store.listKillSwitches()).some(({ on }) => on);

    test('from before the sign-in, or from a session that ended, changes nothing', async () => {
      const browser = openBrowserFor(server);
      const { path } = await makeConsoleLink(ctx, 'manager1');
      const shown = (await browser.get(path)).body;
      await browser.submit(path, shown);
      expect((await browser.submit('/console/switches', shown, halt)).statusCode).toBe(403);
      const page = (await browser.get('/console/switches')).body;
      await browser.submit('/console/sign-out', page);
      const next = (await makeConsoleLink(ctx, 'manager1')).path;
      await browser.submit(next, (await browser.get(next)).body);
      expect((await browser.submit('/console/switches', page, halt)).statusCode).toBe(403);
      expect(await isHalted()).toBe(false);
    });

    test.each<[string, string, (token: string) => string]>([
      [
        'of another kind, as a form of another site may send',
        'text/plain',
        (token) => `_csrf=${token}&on=true`,
      ],
      ['of JSON, with its token', 'application/json', (token) => JSON.stringify({ _csrf: token, ...halt })],
      [
        'of JSON that is no set of fields',
        'application/json',
        (token) => JSON.stringify({ _csrf: token, scope: {} }),
      ],
      [
        'of parts',
        'multipart/form-data; boundary=x',
        (token) => `--x\r\nname="_csrf"\r\n\r\n${token}\r\n--x--`,
      ],
    ])('%s, changes nothing and is no failure of ours', async (_, type, write) => {
      const browser = await as('manager1');
      const page = (await browser.get('/console/switches')).body;
      const { statusCode } = await server.inject({
        method: 'POST',
        url: '/console/switches',
        payload: write(tokenOf(page)),
        headers: { cookie: browser.cookies(), 'content-type': type },
      });
      expect([400, 403, 415]).toContain(statusCode);
      expect(await isHalted()).toBe(false);
    });

    test('nothing that is only opened changes anything', async () => {
      const browser = await as('manager1');
      for (const url of [
        '/console/switches?on=true&scope=model',
        '/console/views?name=x',
        '/console/sign-out',
      ])
        await browser.get(url);
      expect(await isHalted()).toBe(false);
      expect((await browser.get('/console')).statusCode).toBe(200);
    });

    test('what it asks for in a line of a header stays in its line', async () => {
      const browser = await as('manager1');
      const page = (await browser.get('/console/accounts')).body;
      for (const query of ['a=b\r\nSet-Cookie: x=y', 'q=é✓', '/../../evil', '\u0000']) {
        const answer = await browser.submit('/console/views', page, { name: 'n', query });
        expect(answer.statusCode).toBe(303);
        expect(answer.headers.location).toMatch(/^\/console\/accounts(\?[\x21-\x7e]*)?$/);
        expect(String(answer.headers['set-cookie'])).not.toContain('x=y');
      }
    });
  });

  test('every cookie is for pages of ours alone, and where we speak https for https alone', async () => {
    const secure = await consoleServer(ctx, { baseUrl: 'https://holdfast.example.com' });
    const browser = openBrowserFor(secure);
    const { path } = await makeConsoleLink(ctx, 'manager1');
    const shown = await browser.get(path);
    const entered = await browser.submit(path, shown.body);
    const page = await browser.get('/console/switches');
    const flipped = await browser.submit('/console/switches', page.body, { on: 'false', scope: 'nothing' });
    const set = [shown, entered, page, flipped].flatMap(({ headers }) => headers['set-cookie'] ?? []);
    expect(set.map((line) => line.split('=')[0]).sort()).toEqual(
      expect.arrayContaining(['holdfast_csrf', 'holdfast_notice', 'holdfast_session']),
    );
    for (const line of set) {
      expect(line).toMatch(/; Path=\/console(;|$)/);
      for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(`; ${flag}`);
      expect(line).not.toContain('Domain');
    }
    await secure.close();
  });

  describe('with a way on', () => {
    const state = 's'.repeat(64);
    let kept: FastifyInstance;
    beforeAll(async () => {
      const begun = { url: 'https://login.example.com/', state, nonce: 'n', verifier: 'v' };
      kept = await consoleServer(ctx, {
        provider: {
          begin: async () => begun,
          finish: async () => ({ issuer: 'i', subject: 's', email: null }),
        },
      });
    });
    afterAll(() => kept.close());

    test.each(elsewhere)('signing in leads to no other place: %j', async (to) => {
      const query = `to=${encodeURIComponent(to)}`;
      const { body } = await kept.inject(`/console/sign-in?${query}`);
      expect(body).not.toMatch(/provider\?to=(?!%2Fconsole")/);
      await kept.inject(`/console/sign-in/provider?${query}`);
      const attempt = await ctx.store.takeSignInAttempt(hashOf(state), ctx.clock.now());
      expect(attempt?.returnTo ?? '/console').toBe('/console');
    });
  });

  test('each page of somebody who is signed in is private, and runs and loads nothing of others', async () => {
    const browser = await as('admin1');
    for (const url of pages) {
      const { headers } = await browser.get(url);
      expect([url, headers['cache-control']]).toEqual([url, 'private, no-store']);
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'self'; img-src 'self';/,
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('made-up cookies do not get around the limit of sign-ins', async () => {
    const codes = new Set<number>();
    for (let index = 0; index < 125; index++) {
      const cookie = `holdfast_session=${String(index).padStart(64, '0')}`;
      codes.add((await askWith(cookie, `/console/sign-in/${'b'.repeat(64)}`)).statusCode);
    }
    expect(codes).toContain(429);
  });
});
