import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executable = '/usr/bin/chromium';

/** Whether this machine has the browser; `scripts/browser.sh` installs it. */
export const browserInstalled = existsSync(executable);

/** A real browser without a window, which talks to nobody but the pages it is given. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
