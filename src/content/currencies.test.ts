import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCurrencies } from './currencies.ts';

describe('what currencies are worth', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-currencies-'));
    mkdirSync(join(folder, 'packs'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'packs', 'currencies.yaml');
  const valid = `id: currencies
version: 2
into: EUR
rates:
  - { currency: USD, on: 2026-10-01, rate: 0.9, source: treasury }
  - { currency: USD, on: 2026-11-01, rate: 0.85, source: treasury }
`;

  it('ships without rates: nothing is converted', async () => {
    expect(await readCurrencies(null)).toEqual({ id: 'currencies', version: 1, rates: [] });
  });

  it('is the operator’s where there is such a file', async () => {
    writeFileSync(file(), valid);
    expect(await readCurrencies(folder)).toMatchObject({
      into: 'EUR',
      rates: [{ rate: 0.9 }, { rate: 0.85 }],
    });
  });

  it.each([
    ['rate: 0.9', 'rate: 0', 'rates.0.rate', 5],
    ['rate: 0.9', 'rate: -1', 'rates.0.rate', 5],
    ['rate: 0.9', 'rate: much', 'rates.0.rate', 5],
    ['on: 2026-11-01', 'on: 2026-11-31', 'rates.1.on', 6],
    ['on: 2026-11-01', 'on: 2026-10-01', 'two rates from 2026-10-01', 6],
    ['currency: USD', 'currency: XYQ', 'not a currency', 5],
    ['currency: USD', 'currency: EUR', 'needs no rate', 5],
    ['source: treasury', 'source: ""', 'rates.0.source', 5],
    [', source: treasury', '', 'rates.0.source', 5],
    ['into: EUR\n', '', "'into'", 4],
    ['into: EUR', 'in: EUR', 'in', 3],
  ])('with %j changed to %j is refused with place and reason', async (part, instead, reason, line) => {
    writeFileSync(file(), valid.replace(part, instead));
    const failure: unknown = await readCurrencies(folder).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'HF_CONTENT_INVALID', fields: { file: file(), line } });
    expect(String(failure)).toContain(reason);
  });
});
