import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lifecycleStages } from '../domain/account.ts';
import { componentIds } from '../domain/health.ts';
import { HoldfastError } from '../errors.ts';
import { loadContent } from './content.ts';
import { listContentFiles } from './folders.ts';
import { parseProfile, readProfiles } from './profiles.ts';
import { parseYaml, readYamlFile } from './yaml-file.ts';

let folder = '';
let shipped = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-profiles-'));
  shipped = await readFile(new URL('../../profiles/default.yaml', import.meta.url), 'utf8');
});

afterAll(() => rm(folder, { recursive: true }));

/** The shipped text with one change; the change must really change it. */
function changed(from: string | RegExp, to: string): string {
  const text = shipped.replace(from, to);
  expect(text).not.toBe(shipped);
  return text;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

/** The refusal of a text as a profile: `file:line: reason`. */
function refusal(text: string): string {
  try {
    parseProfile(parseYaml('mine.yaml', text, 'HF_PROFILE_INVALID'));
  } catch (error) {
    expect(error).toBeInstanceOf(HoldfastError);
    expect((error as HoldfastError).code).toBe('HF_PROFILE_INVALID');
    return (error as HoldfastError).message;
  }
  return 'accepted';
}

describe('a broken profile is refused with file, line and reason (B1, B2)', () => {
  it('the shipped text itself is accepted', () => {
    expect(refusal(shipped)).toBe('accepted');
  });

  it.each([
    [
      'weights that total 99',
      'weight: 25',
      'weight: 24',
      'components:',
      'the weights total 99; they must total 100',
    ],
    ['weights that total 101', 'weight: 25', 'weight: 26', 'components:', 'the weights total 101'],
    ['a negative weight', 'weight: 25', 'weight: -25', 'weight: -25', 'components.adoption.weight: '],
    ['half a weight', 'weight: 25', 'weight: 24.5', 'weight: 24.5', 'components.adoption.weight: '],
    ['a weight in words', 'weight: 25', 'weight: much', 'weight: much', 'components.adoption.weight: '],
    [
      'a gap between bands',
      'from: 40, below: 65',
      'from: 41, below: 65',
      '{ id: amber',
      'no band covers 40 to 41',
    ],
    [
      'an overlap of bands',
      'from: 40, below: 65',
      'from: 39, below: 65',
      '{ id: amber',
      'two bands cover 39 to 40',
    ],
    ['a gap above', 'from: 65, below: 100', 'from: 65, below: 99', '{ id: green', 'no band covers 99 to 100'],
    ['a gap below', 'from: 0, below: 40', 'from: 1, below: 40', '{ id: red', 'no band covers 0 to 1'],
    [
      'an empty band',
      'from: 40, below: 65',
      'from: 40, below: 40',
      '{ id: amber',
      'the band ends at 40, not after its start 40',
    ],
    [
      'bands in the wrong order',
      'id: red, from',
      'id: green, from',
      '{ id: green, from: 0',
      'bands go red, amber, green',
    ],
    ['a band of another name', 'id: red', 'id: crimson', '{ id: crimson', 'bands.0.id: '],
    ['two bands', /\n {2}- \{ id: green.*/, '', 'bands:', 'bands: '],
    [
      'a curve that falls back',
      '[0, 0], [1, 20], [2, 40]',
      '[0, 0], [2, 20], [1, 40]',
      'engagedDays28',
      'must ascend strictly',
    ],
    [
      'a curve with one place twice',
      '[0, 0], [1, 20], [2, 40]',
      '[0, 0], [1, 20], [1, 40]',
      'engagedDays28',
      'must ascend strictly',
    ],
    [
      'a curve of one point',
      '[[0, 0], [12, 100]]',
      '[[0, 0]]',
      'engagedWeeks12',
      'components.stickiness.curves.engagedWeeks12: ',
    ],
    [
      'more than 100 points',
      '[[0, 0], [12, 100]]',
      '[[0, 0], [12, 101]]',
      'engagedWeeks12',
      'components.stickiness.curves.engagedWeeks12.1.1: ',
    ],
    [
      'half a point',
      '[[0, 0], [12, 100]]',
      '[[0, 0.5], [12, 100]]',
      'engagedWeeks12',
      'engagedWeeks12.0.1: ',
    ],
    [
      'a missing curve',
      /\n {6}features84.*/,
      '',
      '    curves:\n      engagedDays28',
      'the curve of features84 is missing',
    ],
    [
      'an unknown signal',
      'npsScore:',
      'netPromoters:',
      '    curves:\n      csat',
      'the curve of npsScore is missing',
    ],
    [
      'a further signal',
      '      overdueDays',
      '      debt: [[0, 0], [1, 1]]\n      overdueDays',
      '      debt:',
      "billing has no signal 'debt'; it has overdueDays, failedPayments84",
    ],
    ['an unknown component', '  billing:\n    weight', '  moods:\n    weight', 'components', 'components.'],
    ['an unknown key', 'author:', 'autor:', '# Weights', 'author: '],
    ['a further key', 'author:', 'colour: red\nauthor:', 'colour', 'colour: '],
    [
      'an unknown policy',
      'missing: skip',
      'missing: guess',
      'missing: guess',
      'components.adoption.missing: ',
    ],
    ['no version', 'version: 1', 'version: "1"', 'version', 'version: '],
    ['a version below 1', 'version: 1', 'version: 0', 'version', 'version: '],
    ['a date that is none', '2026-11-21', '2026-02-30', 'changedOn', 'changedOn: a date as YYYY-MM-DD'],
    [
      'an id with spaces',
      'id: default',
      'id: my default',
      'id:',
      'id: lower-case letters, digits and dashes',
    ],
    [
      'an unknown stage',
      '[retention, expansion]',
      '[retention, decline]',
      'stages: [',
      'appliesTo.stages.1: ',
    ],
    ['no stage', '[retention, expansion]', '[]', 'stages: [', 'appliesTo.stages: '],
    [
      'the word any inside a list',
      'segments: any',
      'segments: [smb, any]',
      'segments',
      'write segments: any',
    ],
    ['an hour limit of 0', 'usage: 24', 'usage: 0', 'usage: 0', 'staleAfterHours.usage: '],
    ['a list instead of a map', /^[\s\S]*$/, '- one\n- two\n', '- one', 'profile: '],
    ['nothing at all', /^[\s\S]*$/, '\n', '', 'profile: '],
    ['a second document', 'author:', '---\nauthor:', '---', ''],
    [
      'a duplicate key',
      '    weight: 35',
      '    weight: 35\n    weight:  35',
      'weight:  35',
      'Map keys must be unique',
    ],
    ['broken YAML', 'id: default', 'id: [default', '', ''],
  ])('%s', (_, from, to, place, reason) => {
    const text = changed(from, to);
    const message = refusal(text);
    expect(message).toMatch(/^mine\.yaml:\d+: /);
    expect(message).toContain(reason);
    const line = Number(/^mine\.yaml:(\d+)/.exec(message)?.[1]);
    if (place) expect(line).toBe(lineOf(text, place));
  });

  it('an alias bomb is refused without being blown up', () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const items =
        level === 0
          ? 'boom'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ');
      return `a${level}: &a${level} [${items}]`;
    });
    expect(refusal(`${levels.join('\n')}\n${shipped}`)).toMatch(/^mine\.yaml:\d+: .*alias/i);
  });

  it('even one harmless alias is refused', () => {
    const text = changed('weight: 25', 'weight: &w 25').replace('weight: 35', 'weight: *w');
    expect(refusal(text)).toMatch(/alias/i);
  });

  it('a key named like a prototype member is one key too many', () => {
    expect(refusal(`__proto__: {a: 1}\n${shipped}`)).toContain('__proto__');
  });

  it('bytes that are not UTF-8 are refused with their line', async () => {
    const file = join(folder, 'latin1.yaml');
    await writeFile(file, Buffer.from(changed('author: Holdfast', 'author: Zoë'), 'latin1'));
    const line = lineOf(shipped, 'author');
    await expect(readYamlFile(file, 'HF_PROFILE_INVALID')).rejects.toMatchObject({
      code: 'HF_PROFILE_INVALID',
      message: expect.stringContaining(`${file}:${line}: not valid UTF-8`),
    });
  });

  it('a file that is not there is named', async () => {
    await expect(readYamlFile(join(folder, 'none.yaml'), 'HF_PROFILE_INVALID')).rejects.toMatchObject({
      code: 'HF_PROFILE_INVALID',
      message: expect.stringContaining('none.yaml: cannot be read'),
    });
  });
});

describe('profiles together', () => {
  async function read(texts: Record<string, string>): Promise<string> {
    const place = await mkdtemp(join(folder, 'together-'));
    const files: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      files.push(join(place, name));
      await writeFile(join(place, name), text);
    }
    try {
      return `accepted ${(await readProfiles(files)).map(({ id }) => id).join(' ')}`;
    } catch (error) {
      return (error as HoldfastError).message.replaceAll(`${place}/`, '');
    }
  }

  function variant(id: string, segments: string, stages: string): string {
    return shipped
      .replace('id: default', `id: ${id}`)
      .replace('segments: any', `segments: ${segments}`)
      .replace('[retention, expansion]', stages);
  }

  const all = '[onboarding, adoption, retention, expansion]';

  it('one for everybody is enough', async () => {
    expect(await read({ 'a.yaml': variant('a', 'any', all) })).toBe('accepted a');
  });

  it('a segment’s own stands beside the one for everybody (B10)', async () => {
    const texts = { 'a.yaml': variant('a', 'any', all), 'b.yaml': variant('b', '[smb]', '[retention]') };
    expect(await read(texts)).toBe('accepted a b');
  });

  it('two for the same stage are refused, at the second', async () => {
    const texts = { 'a.yaml': variant('a', 'any', all), 'b.yaml': variant('b', 'any', '[adoption]') };
    expect(await read(texts)).toMatch(
      /^b\.yaml:\d+: segment any in stage adoption is already covered by a\.yaml$/,
    );
  });

  it('two for the same segment and stage are refused', async () => {
    const texts = {
      'a.yaml': variant('a', 'any', all),
      'b.yaml': variant('b', '[smb, mid]', '[adoption]'),
      'c.yaml': variant('c', '[mid]', '[adoption]'),
    };
    expect(await read(texts)).toMatch(
      /^c\.yaml:\d+: segment mid in stage adoption is already covered by b\.yaml$/,
    );
  });

  it('a stage that only some segments have is refused', async () => {
    const texts = {
      'a.yaml': variant('a', 'any', '[onboarding, adoption, retention]'),
      'b.yaml': variant('b', '[smb]', '[expansion]'),
    };
    expect(await read(texts)).toMatch(/^b\.yaml:\d+: no profile covers segments 'any' in stage expansion$/);
  });

  it('one id in two files is refused', async () => {
    const texts = { 'a.yaml': variant('a', 'any', all), 'b.yaml': variant('a', '[smb]', '[adoption]') };
    expect(await read(texts)).toMatch(/^b\.yaml:\d+: profile 'a' stands in two files$/);
  });

  it('none at all are refused', async () => {
    expect(await read({})).toContain('no profile covers');
  });

  it('a profile named like a stage beside a segment named id is no overlap', async () => {
    const texts = { 'a.yaml': variant('adoption', 'any', all), 'b.yaml': variant('b', '[id]', '[adoption]') };
    expect(await read(texts)).toBe('accepted adoption b');
  });
});

describe('the shipped profiles', () => {
  it('load, cover every stage once and weigh every component', async () => {
    const { profiles } = await loadContent(null);
    expect(profiles.flatMap(({ appliesTo }) => appliesTo.stages).sort()).toEqual([...lifecycleStages].sort());
    for (const profile of profiles) {
      expect(componentIds.reduce((sum, id) => sum + profile.components[id].weight, 0)).toBe(100);
      expect(profile.author).not.toBe('');
    }
  });
});

describe('an operator’s folder', () => {
  it('replaces a shipped profile by its file name and keeps the others', async () => {
    const overrides = await mkdtemp(join(folder, 'overrides-'));
    await mkdir(join(overrides, 'profiles'));
    await writeFile(join(overrides, 'profiles', 'default.yaml'), changed('version: 1', 'version: 7'));
    const { profiles } = await loadContent(overrides);
    const versions = Object.fromEntries(profiles.map(({ id, version }) => [id, version]));
    expect(versions).toEqual({ default: 7, onboarding: 1, adoption: 1 });
  });

  it('may add a profile, and is refused where it overlaps a shipped one', async () => {
    const overrides = await mkdtemp(join(folder, 'overrides-'));
    await mkdir(join(overrides, 'profiles'));
    const file = join(overrides, 'profiles', 'enterprise.yaml');
    const added = changed('id: default', 'id: enterprise').replace('segments: any', 'segments: [enterprise]');
    await writeFile(file, added);
    expect((await loadContent(overrides)).profiles.map(({ id }) => id)).toContain('enterprise');
    await writeFile(file, changed('id: default', 'id: enterprise'));
    await expect(loadContent(overrides)).rejects.toMatchObject({
      code: 'HF_PROFILE_INVALID',
      message: expect.stringContaining('already covered by'),
    });
  });

  it('without anything in it changes nothing', async () => {
    const overrides = await mkdtemp(join(folder, 'overrides-'));
    expect(await listContentFiles('profiles', overrides)).toEqual(await listContentFiles('profiles', null));
    const [{ packs: own, ...mine }, { packs: ours, ...rest }] = [
      await loadContent(overrides),
      await loadContent(null),
    ];
    expect(mine).toEqual(rest);
    expect(await own.inForce()).toEqual(await ours.inForce());
  });
});
