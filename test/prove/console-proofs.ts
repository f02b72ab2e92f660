import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { consolePages, days, pictures, type Step } from './console-pages.ts';
import {
  faultsOf,
  keyboardFaults,
  type Look,
  propose,
  signIn,
  untilWatched,
  type Window,
} from './console-walk.ts';
import type { Proof } from './proof.ts';

const looks = {
  light: { name: 'light', colorScheme: 'light', width: 1280 },
  dark: { name: 'dark', colorScheme: 'dark', width: 1280 },
  phone: { name: 'phone', colorScheme: 'light', width: 390 },
} as const satisfies Record<string, Look>;

const imagesFolder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** L1–L5 I15: every role's day in the console of the demo company, in a browser. */
export const consoleProofs: readonly Proof[] = [
  {
    name: 'console',
    counts:
      'walks of every role through the console; the pictures of the guide are drawn at the end of the first',
    runs: 1,
    prove: async ({ runs, onProgress }) => {
      const product = await startProduct();
      const browser = await openBrowser();
      const problems: string[] = [];
      const facts = { steps: 0, pages: 0, refused: 0, pictures: 0 };
      try {
        for (let run = 1; run <= runs; run++) {
          await propose(product, 'csm1', 'concession.grant', 'acme', {
            percent: 5,
            reason: 'An outage',
            expiresOn: '2027-03-31',
          });
          const first = await signIn(browser, product, 'csm1', looks.light);
          await untilWatched(first, product);
          await first.context.close();
          if (run === 1) facts.pictures = await draw(browser, product, problems);
          for (const { member, steps, closed } of days) {
            const window = await signIn(browser, product, member, looks.light);
            for (const step of steps) problems.push(...(await walk(window, member, step)));
            for (const path of closed) await window.open(path, 403);
            problems.push(...window.problems, ...(await forgeries(window, product)));
            facts.steps += steps.length;
            facts.refused += closed.length;
            await window.context.close();
          }
          for (const look of Object.values(looks)) {
            const window = await signIn(browser, product, 'admin1', look);
            for (const path of consolePages) {
              await window.open(path);
              const isOurs = path.startsWith('/console') && look === looks.light;
              const keys = isOurs ? await keyboardFaults(window.page) : [];
              const faults = [...keys, ...(await faultsOf(window.page))];
              problems.push(...faults.map((fault) => `${look.name}, ${path}: ${fault}`));
            }
            facts.pages += consolePages.length;
            problems.push(...window.problems);
            await window.context.close();
          }
          onProgress(run);
        }
      } finally {
        await browser.close();
        await product.stop();
      }
      return { runs, problems, facts };
    },
  },
];

/** Goes one step with what a person has: the menu, links, and buttons by the keyboard. */
async function walk({ page }: Window, member: string, { menu, link, press, read }: Step): Promise<string[]> {
  const what = menu ?? String(link ?? press);
  try {
    if (menu !== undefined)
      await page
        .getByRole('navigation', { name: 'Console', exact: true })
        .getByRole('link', { name: menu })
        .click();
    if (link) await page.getByRole('main').getByRole('link', { name: link }).first().click();
    if (press) await page.getByRole('main').getByRole('button', { name: press }).first().press('Enter');
    await page.getByRole('main').getByText(read).first().waitFor({ timeout: 15_000 });
    return [];
  } catch (error) {
    return [`${member}: after ${what} there is no ${read}: ${String(error).split('\n')[0]}`];
  }
}

/** A form without our token is refused, and a script that gets into a page does not run. */
async function forgeries({ page, context }: Window, { baseUrl }: Product): Promise<string[]> {
  const form = { on: 'true', scope: 'all' };
  const answer = await context.request.post(`${baseUrl}/console/switches`, { form, maxRedirects: 0 });
  const ran = await page.evaluate(`(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "it ran"';
    document.body.append(script);
    return document.title === 'it ran';
  })()`);
  return [
    ...(answer.status() === 403 ? [] : [`a form without a token is answered with ${answer.status()}`]),
    ...(ran === true ? ['a script in a page ran'] : []),
  ];
}

/** Draws the pictures of the guide as WebP, which is a third of the same PNG. */
async function draw(browser: Browser, product: Product, problems: string[]): Promise<number> {
  for (const { file, path, member, look } of pictures) {
    const window = await signIn(browser, product, member, looks[look]);
    await window.open(path);
    const session = await window.context.newCDPSession(window.page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
    await writeFile(`${imagesFolder}${file}.webp`, Buffer.from(data, 'base64'));
    problems.push(...window.problems);
    await window.context.close();
  }
  return pictures.length;
}
