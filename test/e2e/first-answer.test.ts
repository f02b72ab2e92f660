import type { Browser, Locator, Page } from 'playwright-core';
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

  it('reads every table on a phone without anything cut, in chat and on the pages behind it', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${product.baseUrl}/playground`);
    await say('/cs why acme');
    await page
      .getByText(/^Acme Corporation: .* since /)
      .first()
      .waitFor();
    const table = page.locator('.block-table').last();
    expect(await labelsBeside(table)).toEqual(['Points', 'Then', 'Now']);
    expect(await cutBeyond(390, table)).toEqual([]);

    const link = page.locator('a[href*="/evidence/changes/acme"]').last();
    await page.goto((await link.getAttribute('href')) ?? '');
    const shown = page.locator('.scroll.stacks').first();
    expect(await cutBeyond(390, shown)).toEqual([]);
    expect((await labelsBeside(shown))[0]).toBe('Points');
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(await shown.locator('thead').isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  const labelsBeside = async (table: Locator) =>
    await Promise.all(
      (await table.locator('tbody tr').first().locator('td[data-label]:visible').all()).map((cell) =>
        cell.getAttribute('data-label'),
      ),
    );

  /** The cells of which something is beyond the right edge of the page. */
  async function cutBeyond(width: number, table: Locator): Promise<string[]> {
    const cells = await table.locator('tbody :is(th, td):visible').all();
    expect(cells.length).toBeGreaterThan(20);
    const cut = [];
    for (const cell of cells) {
      const box = await cell.boundingBox();
      if (!box || box.x + box.width > width) cut.push(await cell.innerText());
    }
    return cut;
  }

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
