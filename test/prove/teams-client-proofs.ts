import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import type { Proof } from './proof.ts';

const clientPort = 56_150;
/** The first answer after a start is slow on a busy machine. */
const patienceMs = 45_000;

/** What is written or pressed, and what has to be read afterwards. */
const day: readonly { say?: string; press?: string; read: RegExp }[] = [
  { say: 'help', read: /this page/ },
  { say: 'how is Acme doing?', read: /of 100/ },
  { press: 'Timeline', read: /Acme Corporation: timeline/ },
  { say: 'health acmee', read: /Acme/ },
  { say: 'ask why does the import stop with SCHEMA_DRIFT?', read: /Open Datasets/ },
  { say: 'approvals', read: /approved/ },
];

/** Has Microsoft's own test client drive the product in a browser. */
export const teamsClientProofs: readonly Proof[] = [
  {
    name: 'teams-client',
    counts: `days of ${day.length} steps in Microsoft's test client`,
    runs: 1,
    prove: async ({ runs, onProgress }) => {
      const product = await startProduct({ TEAMS_ALLOW_UNAUTHENTICATED: '1' });
      const client = startClient(`${product.baseUrl}/api/messages`);
      const browser = await openBrowser();
      const problems: string[] = [];
      try {
        for (let run = 1; run <= runs; run++) {
          const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
          await openClient(page);
          for (const step of day) {
            const problem = await walk(page, step);
            if (problem !== null) problems.push(problem);
          }
          await page.close();
          onProgress(run);
        }
      } finally {
        await browser.close();
        client.kill('SIGKILL');
        await product.stop();
      }
      return { runs, problems, facts: { steps: day.length * runs } };
    },
  },
];

function startClient(endpoint: string): ReturnType<typeof spawn> {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  const bin = join(dirname(manifest), '../../.bin/agentsplayground');
  const flags = ['-e', endpoint, '-c', 'msteams', '-p', String(clientPort), '--disable-telemetry'];
  return spawn(bin, ['start', ...flags], { stdio: 'ignore' });
}

async function openClient(page: Page): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const opened = await page.goto(`http://127.0.0.1:${clientPort}`).catch(() => null);
    if (opened?.ok()) break;
    if (performance.now() > deadline) throw new Error('the test client did not start');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await page.waitForSelector('[contenteditable=true]', { timeout: 60_000 });
}

async function walk(page: Page, { say, press, read }: (typeof day)[number]): Promise<string | null> {
  const before = await countOf(page, read);
  if (say !== undefined) {
    await page.locator('[contenteditable=true]').first().fill(say);
    await page.keyboard.press('Enter');
  }
  if (press !== undefined) await page.getByRole('button', { name: press }).last().click({ timeout: 10_000 });
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if ((await countOf(page, read)) > before) return null;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return `after '${say ?? press}' there was no new text like ${read}`;
}

async function countOf(page: Page, read: RegExp): Promise<number> {
  const text = await page.locator('body').innerText();
  return [...text.matchAll(new RegExp(read, 'gi'))].length;
}
