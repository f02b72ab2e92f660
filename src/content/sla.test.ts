import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSlaPack } from './sla.ts';

describe('what is promised about tickets', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-sla-'));
    mkdirSync(join(folder, 'packs'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const shipped = readFileSync('packs/sla.yaml', 'utf8');
  const file = () => join(folder, 'packs', 'sla.yaml');

  it('ships as the seeds say', async () => {
    const { targets, hypercare, warnAtPercent, ladder } = await readSlaPack(null);
    expect(targets).toEqual([
      { tiers: 'any', time: 'calendar', firstResponse: { P0: 60, P1: 240, P2: 1440, P3: 2880 } },
    ]);
    expect(hypercare).toEqual({ lastDay: 30, time: 'calendar', firstResponse: { P0: 30, P1: 30, P2: 120 } });
    expect(warnAtPercent).toBe(75);
    expect(ladder.map(({ tier, name }) => [tier, name])).toEqual([
      [2, 'CS Manager'],
      [3, 'Product Team'],
      [4, 'Founder'],
    ]);
  });

  it('is the operator’s where there is such a file', async () => {
    writeFileSync(file(), shipped.replace('P0: 60', 'P0: 15'));
    expect((await readSlaPack(folder)).targets[0]?.firstResponse.P0).toBe(15);
  });

  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  it.each([
    ['P3: 2880', 'P4: 2880', 'P3'],
    ['P0: 60', 'P0: 0', 'firstResponse.P0'],
    ['warnAtPercent: 75', 'warnAtPercent: 100', 'warnAtPercent'],
    ['zone: Europe/Berlin', 'zone: Europe/Atlantis', 'time zone'],
    ['from: "09:00"', 'from: "9:00"', 'a time'],
    ['to: "17:00"', 'to: "08:00"', 'begins at 09:00'],
    ['holidays: []', 'holidays: [2026-02-30]', 'a day'],
    ['unprioritised: P2', 'unprioritised: P7', 'unprioritised'],
    ['# channel: support', 'channel: "a b"', "channel's id or name"],
    ['# channel: support', 'chanel: support', 'chanel'],
    ['- tiers: any', '- tiers: [pro]', "for tiers 'any'"],
    [
      '- { tier: 3, name: Product Team, atPercent: 200',
      '- { tier: 2, name: Twice, atPercent: 200',
      'above tier 2',
    ],
    ['time: calendar\n    first', 'time: lunar\n    first', 'time'],
  ])('with %j changed to %j is refused with place and reason', async (part, instead, reason) => {
    const broken = shipped.replace(part, instead);
    writeFileSync(file(), broken);
    const failure: unknown = await readSlaPack(folder).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'HF_CONTENT_INVALID', fields: { file: file() } });
    expect(String(failure)).toContain(reason);
    const { line } = (failure as { fields: { line: number } }).fields;
    const at = lineOf(broken, instead);
    expect([1, at - 1, at, at + 1]).toContain(line);
  });

  it('names no tier of accounts twice', async () => {
    const twice = shipped.replace(
      '\n# The first 30',
      '  - tiers: [any]\n    time: calendar\n    firstResponse: { P0: 1, P1: 2, P2: 3, P3: 4 }\n\n# The first 30',
    );
    writeFileSync(file(), twice);
    await expect(readSlaPack(folder)).rejects.toThrow(/targets\.1\.tiers: tier 'any' stands there twice/);
  });
});
