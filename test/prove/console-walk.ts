import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Product } from '../support/product.ts';

const run = promisify(execFile);
const commandLine = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url));
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** How a window looks at pages. */
export interface Look {
  name: string;
  colorScheme: 'light' | 'dark';
  width: number;
}

/** A signed-in window, and what went wrong in it. */
export interface Window {
  page: Page;
  context: BrowserContext;
  problems: string[];
  /** Opens a page of ours and says what is wrong with it; `status` = what it has to answer. */
  open(path: string, status?: number): Promise<void>;
}

/** Signs somebody in by a link, as a terminal of this machine makes it. */
export async function signIn(
  browser: Browser,
  product: Product,
  member: string,
  { name, colorScheme, width }: Look,
): Promise<Window> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  const where = (): string => `${member}, ${name}, ${new URL(page.url()).pathname}`;
  page.on('request', (request) => {
    if (!request.url().startsWith(product.baseUrl)) problems.push(`${where()}: asks ${request.url()}`);
  });
  page.on('console', (message) => {
    // A page that answers 403 or 404 is said to be an error by the browser itself; what we want is asked for below.
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of'))
      problems.push(`${where()}: ${message.text()}`);
  });
  await page.goto(await consoleLink(product, member));
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.waitForURL(`${product.baseUrl}/console`);
  return {
    ...{ page, context, problems },
    open: async (path, status = 200) => {
      const response = await page.goto(product.baseUrl + path);
      if (response?.status() !== status)
        problems.push(`${member}: ${path} answers ${response?.status()}, not ${status}`);
      const beyond = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
      if (beyond > 0) problems.push(`${where()}: ${beyond} pixels beside the page`);
    },
  };
}

async function consoleLink({ baseUrl, home }: Product, member: string): Promise<string> {
  const env = { ...process.env, HOLDFAST_HOME: home, PORT: new URL(baseUrl).port };
  const argv = [commandLine, 'console', 'link', '--json', '--as', member];
  const { stdout } = await run(process.execPath, argv, { env });
  return (JSON.parse(stdout) as { url: string }).url;
}

/** Waits until rules have looked at the demo company for the first time: before, most pages have little to show. */
export async function untilWatched({ page }: Window, { baseUrl }: Product): Promise<void> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    await page.goto(`${baseUrl}/console/accounts`);
    if ((await page.locator('td .chip.is-warning').count()) > 3) return;
    if (performance.now() > deadline) throw new Error('no rule looked at the demo company');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
}

const keysAtMost = 25;

/** What keeps somebody without a mouse from using a page: no way past the menu, no sign of where one is, a trap. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const faults = new Set<string>();
  let before = '';
  for (let key = 0; key < keysAtMost; key++) {
    await page.keyboard.press('Tab');
    const [name, isMarked] = (await page.evaluate(`(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return ['', true];
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const place = [...document.querySelectorAll('*')].indexOf(at);
      const isMarked = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return [place + ' ' + at.outerHTML.slice(0, 80), isMarked];
    })()`)) as [string, boolean];
    if (name === '') break; // once around
    if (key === 0 && !name.includes('class="skip"')) faults.add(`the first key leads to ${name}`);
    // The parts of a date are stops of their own within one field.
    if (name === before && !/type="(?:date|month)"/.test(name)) faults.add(`no way on from ${name}`);
    if (!isMarked) faults.add(`nothing shows that one is at ${name}`);
    before = name;
  }
  return [...faults];
}

/** Faults that keep somebody from using a page, as axe finds them. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
  );
  return found as string[];
}

/** Proposes something by a terminal of this machine. */
export async function propose(
  { baseUrl, home }: Product,
  member: string,
  kind: string,
  account: string,
  params: object,
): Promise<void> {
  const env = { ...process.env, HOLDFAST_HOME: home, PORT: new URL(baseUrl).port };
  const argv = ['propose', kind, '--account', account, '--as', member, '--params', JSON.stringify(params)];
  await run(process.execPath, [commandLine, ...argv], { env });
}
