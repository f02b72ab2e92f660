import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../src/bot/playground/playground.ts';
import { registerPlayground } from '../../src/bot/playground/routes.ts';
import type { ChatRequest, Reply } from '../../src/bot/reply.ts';
import { createClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import { describeAction } from '../../src/guardrail/describe-action.ts';
import { replyForm } from '../../src/views/answer-forms.ts';
import { approvalView } from '../../src/views/approval-view.ts';
import { fullTextForm } from '../../src/views/full-text-form.ts';
import { rejectForm } from '../../src/views/proposal-forms.ts';
import { browserInstalled, openBrowser } from '../support/browser.ts';
import { pictureOf } from '../support/pictures.ts';
import { demoMembers, textReply } from '../support/slack-emulator.ts';

const macro = {
  id: 'm',
  title: 'An import that stops',
  missing: [],
  note: 'Ask for the file first. '.repeat(20),
  text: 'Hello Ann,\n\nopen Datasets and accept the column.\n\n'.repeat(20),
};
const promised = 'The reply promises “we will refund you”. Take it out, or write down who agreed to it.';
const unfilled = 'Nobody has filled {{contact.name}}. Take it out.';

describe.skipIf(!browserInstalled)('a form on the page', () => {
  const picture = pictureOf();
  const fields = describeAction(picture.action);
  let fastify: FastifyInstance;
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const reasons: string[] = [];

  async function answer({ asked }: ChatRequest): Promise<Reply> {
    if (asked.kind === 'click' && asked.action === 'full-text') {
      return { ...textReply('x'), form: fullTextForm(picture, fields) };
    }
    if (asked.kind === 'click' && asked.action === 'edit')
      return {
        ...textReply('x'),
        form: replyForm({ answerId: 'A1', account: 'acme', ticket: null }, macro, null),
      };
    if (asked.kind === 'click') return { ...textReply('x'), form: rejectForm(picture) };
    if (asked.kind === 'submit' && asked.form === 'macro-draft') {
      const { agreed = '' } = asked.fields;
      return { ...textReply('x'), fieldErrors: agreed === '' ? { agreed: promised } : { body: unfilled } };
    }
    if (asked.kind !== 'submit') return textReply('x');
    const { reason = '' } = asked.fields;
    if (reason === 'no') return { ...textReply('x'), fieldErrors: { reason: 'Say it in a sentence.' } };
    reasons.push(reason);
    return textReply('Rejected, and Priya Shah is told why.');
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
      linkTo: (path) => path,
      log: pino({ level: 'silent' }),
      clock: createClock(),
      ids: createIds(),
    });
    fastify = Fastify();
    await registerPlayground(fastify, playground);
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    const card = approvalView(picture, fields, new Date('2026-11-21T10:00:00Z'));
    await playground.poster.post('C0APPROVALS', card, { key: 'card' });
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    const { port } = fastify.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/playground`);
    await page.click('[data-channel="C0APPROVALS"]');
  });
  afterAll(async () => {
    await browser?.close();
    await fastify?.close();
    await playground?.close();
  });

  const dialog = () => page.getByRole('dialog', { name: 'Reject' });
  const open = async () => {
    await page.getByRole('button', { name: 'Reject…' }).press('Enter');
    await dialog().waitFor();
  };

  it('is opened, left and sent with the keyboard alone, and says what is wrong beside the input', async () => {
    await open();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });

    await open();
    const input = page.getByRole('textbox', { name: 'Why?' });
    expect(await page.locator('textarea:focus').count()).toBe(1);
    await page.keyboard.type('no');
    await page.getByRole('button', { name: 'Reject', exact: true }).press('Enter');
    await page.getByText('Say it in a sentence.').waitFor();
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    expect(await input.inputValue()).toBe('no');

    await input.fill('The exports are still broken.\nAsk again on Monday.');
    await page.getByRole('button', { name: 'Reject', exact: true }).press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    await page.getByText('Rejected, and Priya Shah is told why.').waitFor();
    expect(reasons).toEqual(['The exports are still broken.\nAsk again on Monday.']);
    expect(problems).toEqual([]);
  });

  it.each([
    { width: 390, height: 700 },
    { width: 1280, height: 420 },
  ])('what is refused is brought into view with its reason: %j', async (size) => {
    await page.setViewportSize(size);
    await page.getByRole('button', { name: 'Edit…' }).press('Enter');
    await page.getByRole('dialog', { name: 'Reply' }).waitFor();
    await page.getByRole('textbox', { name: 'Ticket', exact: true }).fill('T-1');
    for (const [name, reason, filled] of [
      ['agreed', promised, 'Helena'],
      ['body', unfilled, 'Hello.'],
    ] as const) {
      await page.getByRole('button', { name: 'Propose' }).press('Enter');
      await page.getByText(reason).waitFor();
      expect(await visibleInForm(`[data-field="${name}"] .field-error`), name).toBe(true);
      await page.locator(`[data-field="${name}"] :is(input, textarea):focus`).fill(filled);
    }
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  /** Whether all of it stands inside the part of the form that is visible now. */
  async function visibleInForm(selector: string): Promise<boolean> {
    const [own, body] = await Promise.all(
      [selector, '#form .form-body'].map((each) => page.locator(each).boundingBox()),
    );
    if (!own || !body || own.height === 0) return false;
    return own.y >= body.y && own.y + own.height <= body.y + body.height;
  }

  it('keeps the focus inside while it is open', async () => {
    await open();
    for (let count = 0; count < 12; count++) {
      await page.keyboard.press('Tab');
      // The browser's own controls stand between the last and the first.
      const outside = await page.locator('body :focus:not(dialog *)').count();
      expect(outside).toBe(0);
    }
    await page.keyboard.press('Escape');
  });

  it('shows the bytes that are approved, and nothing to send', async () => {
    await page.getByRole('button', { name: 'Full text' }).click();
    const full = page.getByRole('dialog', { name: 'Full text' });
    await full.waitFor();
    expect(await full.innerText()).toContain(picture.proposal.digest);
    expect(await full.innerText()).toContain('li.wei@acme.example');
    expect(await full.locator('button[type="submit"]').count()).toBe(0);
    await full.getByRole('button', { name: 'Close' }).last().click();
    await full.waitFor({ state: 'hidden' });
  });
});
