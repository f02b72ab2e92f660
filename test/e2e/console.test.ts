import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { registerEvidencePages } from '../../src/console/evidence-pages.ts';
import { createServer } from '../../src/http/server.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { makeConsoleLink } from '../../src/services/sign-in/make-link.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { browserInstalled, openBrowser } from '../support/browser.ts';
import { registerTestConsole } from '../support/console.ts';
import { createLedgerConnector, testDoor } from '../support/door.ts';
import { ingest, testContext } from '../support/services.ts';
import { embedded } from '../support/stores.ts';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const paths = [
  ...[
    '',
    '/accounts?group=segment',
    '/accounts/acme',
    '/accounts/acme?part=status',
    '/cohorts',
    '/onboarding/acme',
  ],
  ...['/support', '/value', '/approvals', '/switches', '/health', '/audit', '/settings'],
];

describe.skipIf(!browserInstalled)('the console in a browser', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let server: FastifyInstance;
  let browser: Browser;
  let baseUrl: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await embedded.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector()]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    await layGround();
    server = await createServer({
      services: ctx,
      version: '1.2.3',
      sources: [],
      apps: [],
      linkTo: (path) => path,
      startPage: null,
      readiness: () => ({ ready: true, detail: '' }),
      slackEvents: null,
      commands: null,
      pages: [
        (fastify) => registerEvidencePages(fastify, { services: ctx, mayOpen: () => true }),
        (fastify) => registerTestConsole(fastify, ctx),
      ],
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    baseUrl = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await close?.();
  });

  async function layGround(): Promise<void> {
    const arr = { amount: 18_600_000, currency: 'USD' };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-11-10', {
        name: 'Acme Corporation',
        segment: 'enterprise',
        owner: 'csm1',
        arr,
        renewsOn: '2027-01-31',
        startsOn: '2026-11-10',
        useCase: 'reporting',
      }),
      sampleEvent('contract.updated', 'bolt', '2026-09-01', { name: 'Bolt', segment: 'smb', owner: 'csm2' }),
      sampleEvent('integration.state', 'acme', '2026-11-19', { integration: 'warehouse', state: 'failed' }),
      sampleEvent('error.raised', 'acme', '2026-11-20', { code: 'E_SYNC', count: 40 }),
      sampleEvent('ticket.created', 'acme', '2026-11-21', {
        ticketId: 'T-1',
        priority: 'P1',
        subject: 'Import stops',
      }),
    ]);
    const member = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    const params = { percent: 5, reason: 'An outage', expiresOn: '2027-03-31' };
    await proposeAction({ ...ctx, member }, { kind: 'concession.grant', account: 'acme', params });
  }

  async function signIn(
    member: string,
    more: Parameters<Browser['newContext']>[0] = {},
  ): Promise<[BrowserContext, Page]> {
    const context = await browser.newContext(more);
    const page = await context.newPage();
    const { path } = await makeConsoleLink(ctx, member);
    await page.goto(baseUrl + path);
    await page.getByRole('button', { name: 'Sign in' }).press('Enter');
    await page.waitForURL(`${baseUrl}/console`);
    return [context, page];
  }

  /** Faults that keep somebody from using a page. */
  async function faultsOf(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
    );
    return found as string[];
  }

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)(
    'has no serious fault in %s at %i pixels, and nothing beside the page',
    async (colorScheme, width) => {
      const [context, page] = await signIn('admin1', { colorScheme, viewport: { width, height: 844 } });
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      for (const path of paths) {
        await page.goto(`${baseUrl}/console${path}`);
        for (const fault of await faultsOf(page)) problems.push(`${path}: ${fault}`);
        const beyond = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
        if (beyond > 0) problems.push(`${path}: ${beyond} pixels beside the page`);
      }
      expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
      await context.close();
    },
  );

  test('with the keyboard alone a manager finds what waits, opens it and approves it', async () => {
    const [context, page] = await signIn('manager1');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /5 %/ }).first().press('Enter');
    await page.getByRole('button', { name: 'Approve' }).press('Enter');
    await page.getByRole('status').getByText('You approved it.').waitFor();
    expect(await page.locator('main').innerText()).toContain('Helena Strand');
    await context.close();
  });

  test('on a phone the menu opens without a script, and leads on', async () => {
    const [context, page] = await signIn('csm1', {
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
    });
    await page.getByText('Menu', { exact: true }).click();
    await page.getByRole('link', { name: 'Portfolio' }).click();
    await page.getByRole('link', { name: 'Acme Corporation' }).click();
    await page.getByRole('heading', { name: 'Acme Corporation' }).waitFor();
    await context.close();
  });
});
