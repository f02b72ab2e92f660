import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../demo/accounts.ts';
import { features, recipes } from '../../demo/company/product.ts';
import { HoldfastError } from '../errors.ts';
import { parseChampionKit } from './champion-kits.ts';
import { loadContent } from './content.ts';

const { adoption: shipped } = await loadContent(null);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-use-cases-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What loading says with a file of the operator's in place of ours. */
async function withFile(path: string, change: (text: string) => string): Promise<string> {
  const place = await mkdtemp(join(folder, 'one-'));
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await mkdir(join(place, path, '..'), { recursive: true });
  await writeFile(join(place, path), changed);
  try {
    await loadContent(place);
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(HoldfastError);
    return (error as HoldfastError).message.replaceAll(`${place}/`, '');
  }
}

describe('what is shipped', () => {
  it('has five use cases for the kind of every demo customer, and the one that its contract names', () => {
    const known = new Set(shipped.useCases.flatMap(({ id, also }) => [id, ...also]));
    for (const { id, market } of demoAccounts) {
      const icp = shipped.icps.find((one) => one.id === market.icp);
      expect([id, icp?.use_cases.length]).toEqual([id, 5]);
      expect([id, market.useCase, known.has(market.useCase)]).toEqual([id, market.useCase, true]);
    }
  });

  it('names no feature and no recipe that the demo product does not have', () => {
    const sold = new Set<string>(features.map(({ feature }) => feature));
    const named = [
      ...shipped.useCases.flatMap((one) => one.features),
      ...shipped.catalogue.map(({ feature }) => feature),
      ...shipped.nudges.flatMap(({ trigger }) => [
        trigger.feature,
        ...('without' in trigger ? [trigger.without] : []),
      ]),
    ];
    expect(named.filter((feature) => !sold.has(feature))).toEqual([]);
    const guided = shipped.catalogue.filter(({ kind }) => kind === 'recipe').map(({ id }) => id);
    expect(guided.sort()).toEqual([...recipes].sort());
  });

  it('has one champion kit for every use case', () => {
    expect([...shipped.kits.keys()].sort()).toEqual(shipped.useCases.map(({ id }) => id).sort());
  });

  it('leads by each nudge to a feature of the use case or to none, and lets nobody be disturbed at night', () => {
    expect(shipped.settings.caps).toEqual({ per_day: 1, per_week: 3 });
    expect(shipped.nudges.length).toBeGreaterThan(8);
  });
});

describe('a broken file is refused with file, line and reason', () => {
  it.each([
    [
      'an ICP with four use cases',
      'icps.yaml',
      ', regulatory-reporting] }',
      '] }',
      /icps\.yaml:3: icps\.0\.use_cases/,
    ],
    [
      'an ICP with an unknown use case',
      'icps.yaml',
      'supply-planning',
      'moon-landing',
      /:3: .*no use case 'moon-landing'/,
    ],
    [
      'an unknown recipe',
      'places.yaml',
      'recipes: [first-dashboard',
      'recipes: [first-rocket',
      /:\d+: use_cases\.0\.recipes: there is no recipe 'first-rocket'/,
    ],
    [
      'a template where a query belongs',
      'places.yaml',
      'queries: [double-bookings]',
      'queries: [booking-form]',
      /no query 'booking-form'/,
    ],
    [
      'a criterion with an unknown measure',
      'places.yaml',
      'measure: weeks',
      'measure: moods',
      /use_cases\.0\.criteria\.1\.is/,
    ],
    [
      'more weeks than the days hold',
      'places.yaml',
      'features: [dashboards], days: 28, at_least: 3 }',
      'features: [dashboards], days: 20, at_least: 3 }',
      /at_least/,
    ],
    [
      'a recipe in a criterion that does not exist',
      'places.yaml',
      'measure: recipe, recipe: first-dashboard',
      'measure: recipe, recipe: gone',
      /no recipe 'gone'/,
    ],
    [
      'a name that is another use case',
      'field.yaml',
      'also: [ground-operations]',
      'also: [maintenance]',
      /'maintenance' is another use case's name/,
    ],
    [
      'one id twice',
      'field.yaml',
      'id: fleet-reporting',
      'id: field-operations',
      /'field-operations' stands in/,
    ],
    [
      'a guide without executives',
      'places.yaml',
      '      executive:\n        - "Look at turned-away bookings by week."\n',
      '',
      /guides\.executive/,
    ],
    ['a further key', 'icps.yaml', 'title: Manufacturing', 'titel: Manufacturing', /icps\.0/],
  ])('%s', async (_, file, from, to, reason) => {
    const message = await withFile(`packs/use-cases/${file}`, (text) => text.replace(from, to));
    expect(message).toMatch(new RegExp(`^packs/use-cases/${file}:\\d+: `));
    expect(message).toMatch(reason);
  });

  it.each([
    ['an unknown recipe', 'nudges.yaml', 'recipe: weekly-report', 'recipe: gone', /no recipe 'gone'/],
    ['a cool-down under a week', 'nudges.yaml', 'cool_down_days: 60', 'cool_down_days: 1', /cool_down_days/],
    ['a role that nobody has', 'nudges.yaml', 'role: operator', 'role: captain', /role/],
    ['a text of two lines', 'nudges.yaml', 'You open reports', 'You\\nopen reports', /one line/],
    [
      'settings twice',
      'nudges.yaml',
      'nudges:\n',
      'settings: { caps: { per_day: 1, per_week: 3 }, quiet: { from: "18:00", to: "09:00" }, zones: {}, hold_out_percent: 0, act_within_days: 7, per_account_and_day: 1, waiting_per_owner: 1 }\nnudges:\n',
      /stand in .* too/,
    ],
    ['no settings at all', 'settings.yaml', /settings:[\s\S]*/, 'nudges: []\n', /no file of nudges has them/],
    [
      'a zone that does not exist',
      'settings.yaml',
      'Europe/Berlin',
      'Europe/Atlantis',
      /a time zone such as/,
    ],
    ['an hour that does not exist', 'settings.yaml', '"18:00"', '"25:00"', /a time such as/],
    [
      'more than half held out',
      'settings.yaml',
      'hold_out_percent: 10',
      'hold_out_percent: 60',
      /hold_out_percent/,
    ],
  ] as const)('of nudges: %s', async (_, file, from, to, reason) => {
    const message = await withFile(`packs/nudges/${file}`, (text) => text.replace(from, to));
    expect(message).toMatch(reason);
    expect(message).toMatch(/\.yaml:\d+: /);
  });

  it('accepts an operator’s file in place of ours', async () => {
    expect(
      await withFile('packs/nudges/settings.yaml', (text) =>
        text.replace('hold_out_percent: 10', 'hold_out_percent: 0'),
      ),
    ).toBe('accepted');
  });
});

describe('a champion kit', () => {
  const kit = () =>
    readFile(new URL('../../knowledge/champion-kits/kit-maintenance.md', import.meta.url), 'utf8');
  const refusal = (text: string, file = 'kit-maintenance.md'): string => {
    try {
      return parseChampionKit(file, text).useCase;
    } catch (error) {
      return (error as HoldfastError).message;
    }
  };

  it('is read with its five parts', async () => {
    expect(refusal(await kit())).toBe('maintenance');
  });

  it.each([
    ['without its checklist', '## Ready to expand', '## Later', /has the sections/],
    ['under another name', 'id: kit-maintenance', 'id: kit-other', /:2: id: the file is not named/],
    ['with a date that is none', /reviewed_on: \S+/, 'reviewed_on: soon', /:6: reviewed_on/],
    ['with a further key', 'source:', 'sauce:', /sauce|source/],
  ] as const)('is refused %s', async (_, from, to, reason) => {
    expect(refusal((await kit()).replace(from, to))).toMatch(reason);
  });

  it('needs a use case that exists', async () => {
    expect(
      await withFile('knowledge/champion-kits/kit-maintenance.md', (text) =>
        text.replace('use_case: maintenance', 'use_case: juggling'),
      ),
    ).toMatch(/kit-maintenance\.md:1: use_case: there is no use case 'juggling'/);
  });
});
