import { execFile } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { compiled } from '../support/compiled.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-elsewhere-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function draw(home: string, told: string, environment: NodeJS.ProcessEnv) {
  const script = new URL('./draw-all.ts', import.meta.url).pathname;
  const template = told === '' ? inject('embeddedTemplate') : '';
  const env = { PATH: process.env.PATH, ...compiled, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [script, home, template, told], { env });
  return JSON.parse(stdout) as { made: object; hashes: Record<string, string>; zone: number };
}

test('what executives read is the same to the byte in another folder, zone and language, months and changes later', async () => {
  const [here, there] = [join(folder, 'here'), join(folder, 'elsewhere')];
  const first = await draw(here, '', { TZ: 'America/Los_Angeles', LANG: 'en_US.UTF-8', HOME: here });
  renameSync(here, there);
  const environment = { TZ: 'Pacific/Kiritimati', LC_ALL: 'ar_EG.UTF-8', LANG: 'tr_TR.UTF-8', HOME: there };
  const second = await draw(there, JSON.stringify(first.made), environment);
  expect([first.zone, second.zone]).toEqual([480, 640]);
  expect(Object.keys(first.hashes).length).toBeGreaterThanOrEqual(14);
  expect(second.hashes).toEqual(first.hashes);
}, 120_000);
