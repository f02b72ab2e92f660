import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserInstalled, openBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

describe.skipIf(!browserInstalled)('a newcomer in the browser', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const say = async (text: string): Promise<void> => {
    const input = page.getByRole('textbox').first();
    await input.fill(text);
    await input.press('Enter');
  };

  it('asks how Acme is doing and follows a figure to its evidence', async () => {
    await page.goto(`${product.baseUrl}/`);
    await say('how is acme doing?');
    const headline = page.getByText(/Acme Corporation: \d+\.\d\d of 100/).first();
    await headline.waitFor();
    const shown = /(\d+\.\d\d) of 100/.exec((await headline.textContent()) ?? '')?.[1] ?? 'none';

    const link = page.locator('a[href*="/evidence/scores/acme"]').first();
    await page.goto((await link.getAttribute('href')) ?? '');

    expect(await page.locator('main').innerText()).toContain(shown);
    expect(problems).toEqual([]);
  });

  it('picks one of several accounts that fit, and is never given a guess', async () => {
    await page.goto(`${product.baseUrl}/playground`);
    await say('/cs health northfell');
    await page.getByText("'northfell' fits several accounts").first().waitFor();
    await page.locator('select').last().selectOption({ index: 1 });
    await page
      .getByText(/Northfell .*: \d+\.\d\d of 100/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
  });

  it('refuses account data in a channel that another company reads', async () => {
    const answer = await fetch(`${product.baseUrl}/playground/api/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ member: 'csm1', channel: 'C0SHARED', command: '/cs', text: 'health acme' }),
    });
    const text = JSON.stringify(await answer.json());
    expect(text).toContain('shared with another company');
    expect(text).not.toContain('of 100');
  });
});
