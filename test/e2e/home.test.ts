import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../src/bot/playground/playground.ts';
import { registerPlayground } from '../../src/bot/playground/routes.ts';
import type { ChatRequest, Reply } from '../../src/bot/reply.ts';
import type { Alert } from '../../src/domain/alert.ts';
import { createClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import { snoozeForm } from '../../src/views/alert-forms.ts';
import { homeView } from '../../src/views/home-view.ts';
import { playStartedView } from '../../src/views/play-started-view.ts';
import { alertOf } from '../support/alerts.ts';
import { browserInstalled, openBrowser } from '../support/browser.ts';
import { demoMembers, textReply } from '../support/slack-emulator.ts';

describe.skipIf(!browserInstalled)('a person’s Home on the page', () => {
  const alerts = new Map<string, Alert>([
    ['a1', alertOf('a1')],
    ['a2', alertOf('a2')],
  ]);
  const names = new Map([['csm1', 'Priya Shah']]);
  let fastify: FastifyInstance;
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  async function answer({ asked }: ChatRequest): Promise<Reply> {
    if (asked.kind === 'home') {
      const settings = { alerts: 'cards', book: 'on', digest: null } as const;
      const view = homeView({ accounts: [], alerts: [...alerts.values()], waiting: [], names, settings });
      return { view, trace: 't' };
    }
    if (asked.kind === 'click' && asked.action === 'alert-take') {
      alerts.set(asked.value, alertOf(asked.value, { assignee: 'csm1', state: 'acknowledged' }));
      return textReply('You are on it. Acme: Gone quiet');
    }
    if (asked.kind === 'click' && asked.action === 'alert-snooze')
      return { ...textReply('x'), form: snoozeForm(alertOf(asked.value), '2026-11-23') };
    if (asked.kind === 'submit') {
      alerts.delete(asked.value);
      return textReply('Snoozed until 30 Nov 2026. Acme: Gone quiet');
    }
    const started = { account: { id: 'acme', name: 'Acme' }, action: 'Write to them', first: 'Look' };
    return { view: playStartedView(started), trace: 't' };
  }

  beforeAll(async () => {
    const seen = new Set<string>();
    const first = async (key: string) => !seen.has(key) && Boolean(seen.add(key));
    playground = await startPlayground({
      members: demoMembers,
      answer,
      firstDelivery: first,
      keepClick: first,
      clickDone: async () => {},
      clickKey: 'ab'.repeat(32),
      linkTo: (path) => `http://127.0.0.1:3000${path}`,
      log: pino({ level: 'silent' }),
      clock: createClock(),
      ids: createIds(),
    });
    fastify = Fastify();
    await registerPlayground(fastify, playground);
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    browser = await openBrowser();
    page = await browser.newPage({ timezoneId: 'Asia/Tokyo' });
    page.on('pageerror', (error) => problems.push(error.message));
    const { port } = fastify.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/playground`);
    await page.getByRole('button', { name: 'Home' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await fastify?.close();
    await playground?.close();
  });

  const home = () => page.locator('article.home');

  it('shows their alerts with buttons, and nothing to type into', async () => {
    await home().getByText('Your alerts: 2').waitFor();
    expect(await home().getByRole('button', { name: "I'm on it" }).count()).toBe(2);
    expect(await page.locator('#composer').isVisible()).toBe(false);
    expect(await page.locator('#name').textContent()).toBe('Home');
  });

  it('is drawn anew after a press, and says what came of it', async () => {
    await home().getByRole('button', { name: "I'm on it" }).first().click();
    await page.getByText('You are on it. Acme: Gone quiet').waitFor();
    expect(await home().getByRole('button', { name: "I'm on it" }).count()).toBe(1);
  });

  it('is drawn anew after a form', async () => {
    await home().getByRole('button', { name: 'Snooze' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Snooze this alert' });
    await dialog.getByLabel('Why can it wait?').fill('They are on holiday');
    await dialog.getByRole('button', { name: 'Snooze' }).click();
    await page.getByText('Snoozed until 30 Nov 2026. Acme: Gone quiet').waitFor();
    await home().getByText('Your alerts: 1').waitFor();
  });

  it('leads to an answer that has something to press, told at the reader’s own time', async () => {
    await home().getByRole('button', { name: 'See the play' }).first().click();
    await page.locator('article.message').getByText('Play started: Write to them.').waitFor();
    expect(await page.locator('#composer').isVisible()).toBe(true);
    const time = page.locator('article.message time').first();
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    const tokyo = new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(11, 16);
    expect(await time.textContent()).toBe(tokyo);
    expect(problems).toEqual([]);
  });
});
