import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** One thing that a person does in the client, and what has to be read afterwards that was not there before. */
export interface Step {
  say?: string;
  /** The label of a button; the last of this name is pressed, which is the newest in a chat. */
  press?: string;
  /** The first of this name is pressed. */
  isFirst?: boolean;
  /** It is pressed twice, as fast as a person can. */
  isDouble?: boolean;
  /** Opens a message extension of ours, as its menu does. */
  extend?: string;
  /** Inputs of the form that is open, by label, before anything is pressed. */
  fill?: Readonly<Record<string, string>>;
  /** Looks into another conversation; what is read may stand there already. */
  open?: string;
  read: RegExp;
  /** What must not stand there then. */
  not?: RegExp;
}

/** A person in front of Microsoft's own test client. */
export interface ClientSeat {
  /** @returns what is wrong; null = nothing */
  walk(step: Step): Promise<string | null>;
  shot(file: string): Promise<void>;
  /** Everything that stands in the conversation. */
  text(): Promise<string>;
  close(): Promise<void>;
}

/** The first answer after a start is slow on a busy machine. */
const patienceMs = 60_000;
const input = '[contenteditable=true]';

/** Starts a client of its own for this person, in a page of its own. */
export async function takeSeat(browser: Browser, endpoint: string, configFile: string): Promise<ClientSeat> {
  const port = await freePort();
  const client = startClient(endpoint, configFile, port);
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  // Its fonts lie elsewhere; it does without them.
  await page.route(/^https:/, (route) => route.abort());
  try {
    await openClient(page, client, port);
  } catch (error) {
    client.kill('SIGKILL');
    throw error;
  }
  return {
    walk: (step) => walk(page, step),
    async shot(file) {
      await page.screenshot({ path: file });
    },
    text: () => textOf(page),
    async close() {
      await page.close();
      client.kill('SIGKILL');
    },
  };
}

function startClient(endpoint: string, configFile: string, port: number): ChildProcess {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  const bin = join(dirname(manifest), 'cli.js');
  const flags = ['start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
  const own = {
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
    M365_AGENTS_PLAYGROUND_LOGFILE: `${configFile}.log`,
  };
  return spawn(process.execPath, [bin, ...flags], { stdio: 'ignore', env: { ...process.env, ...own } });
}

/** Waits until the client has told the product that it is there: what is typed before reaches nobody. */
async function openClient(page: Page, client: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const opened = await page.goto(`http://127.0.0.1:${port}`).catch(() => null);
    if (opened?.ok()) break;
    if (client.exitCode !== null) throw new Error(`the test client ended with code ${client.exitCode}`);
    if (performance.now() > deadline) throw new Error('the test client did not start');
    await pause(500);
  }
  await page.waitForSelector(input, { timeout: patienceMs });
  await page.getByText('conversationUpdate 200').first().waitFor({ timeout: patienceMs });
}

async function walk(page: Page, step: Step): Promise<string | null> {
  const before = step.open === undefined ? countIn(await textOf(page), step.read) : 0;
  try {
    await act(page, step);
  } catch (error) {
    return `${nameOf(step)} could not be done: ${String(error).split('\n')[0]}`;
  }
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const text = await textOf(page);
    if (countIn(text, step.read) > before) {
      const wrong = step.not?.exec(text);
      return wrong ? `after ${nameOf(step)} there was '${wrong[0]}'` : null;
    }
    await pause(200);
  }
  return `after ${nameOf(step)} there was no new text like ${step.read}`;
}

async function act(page: Page, { say, press, isFirst, isDouble, extend, fill, open }: Step): Promise<void> {
  if (open !== undefined) await page.getByText(open, { exact: true }).first().click();
  if (extend !== undefined) await openExtension(page, extend);
  for (const [label, value] of Object.entries(fill ?? {})) {
    await page.getByRole('textbox', { name: label }).last().fill(value);
  }
  if (say !== undefined) {
    // A dialog that is done keeps the keyboard until it is closed.
    await page.keyboard.press('Escape');
    await page.locator(input).first().fill(say);
    await page.keyboard.press('Enter');
  }
  if (press !== undefined) {
    const found = page.getByRole('button', { name: press, exact: true });
    await (isFirst ? found.first() : found.last()).click({ timeout: 10_000, clickCount: isDouble ? 2 : 1 });
  }
}

/** The client knows no manifest: it asks for the command's id, and how its dialog comes. */
async function openExtension(page: Page, command: string): Promise<void> {
  await page.getByRole('button', { name: 'Trigger Message Extension App' }).last().click();
  await page.getByText('Action Command', { exact: true }).click();
  await page.getByPlaceholder('Input command id').fill(command);
  await page.getByRole('button', { name: 'Create' }).click();
}

/** What a person reads in the conversation and in a dialog, without the client's own log. */
async function textOf(page: Page): Promise<string> {
  const all = await page.locator('body').innerText();
  const [conversation = '', log = ''] = all.split('Log Panel');
  return conversation + (log.split('to see log details.')[1] ?? '');
}

function countIn(text: string, read: RegExp): number {
  return [...text.matchAll(new RegExp(read, 'gi'))].length;
}

function nameOf({ say, press, extend, open }: Step): string {
  return `'${say ?? press ?? extend ?? open ?? 'nothing'}'`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
