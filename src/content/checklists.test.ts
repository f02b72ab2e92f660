import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checklistSections } from '../domain/onboarding.ts';
import { checklistsFile, readChecklists } from './checklists.ts';
import { loadContent } from './content.ts';
import { listContentFiles } from './folders.ts';

const custom = new Map([['plant.opened', {}]]);
const item = '{ id: a, section: sso, title: A, proof: person }';
const file = (...items: string[]): string =>
  `checklists:\n  - segment: any\n    items:\n${items.map((one) => `      - ${one}\n`).join('')}`;

describe('launch checklists', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-checklists-'));
    mkdirSync(join(folder, 'packs'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string): string => {
    const path = join(folder, 'packs', checklistsFile);
    writeFileSync(path, text);
    return path;
  };

  it('that ship cover every section for each segment of the demo, and everybody else', async () => {
    const { checklists } = await loadContent(null);
    expect(checklists.map(({ segment }) => segment)).toEqual(['any', 'smb', 'mid-market', 'enterprise']);
    for (const { items } of checklists)
      expect(new Set(items.map(({ section }) => section))).toEqual(new Set(checklistSections));
  });

  it('of an operator replace ours', async () => {
    write(file(item));
    const { checklists } = await loadContent(folder);
    expect(checklists).toEqual([
      { segment: 'any', items: [{ id: 'a', section: 'sso', title: 'A', proof: { by: 'person' } }] },
    ]);
  });

  it('are none where there is no such file', async () => {
    expect(await readChecklists([join(folder, 'packs', 'at-risk.yaml')], custom)).toEqual([]);
    expect((await listContentFiles('packs', null)).some((path) => path.endsWith(checklistsFile))).toBe(true);
  });

  it('name what shows that an item is done', async () => {
    const proofs = [
      '{ milestone: sso_live }',
      '{ recipe: any }',
      '{ recipe: load }',
      '{ integrations: 2 }',
      '{ event: plant.opened }',
      '{ contract: owner }',
    ];
    const items = proofs.map((proof, at) => `{ id: i${at}, section: sso, title: A, proof: ${proof} }`);
    const [template] = await readChecklists([write(file(...items))], custom);
    expect(template?.items.map(({ proof }) => proof)).toEqual([
      { by: 'milestone', milestone: 'sso_live' },
      { by: 'recipe', recipe: null },
      { by: 'recipe', recipe: 'load' },
      { by: 'integrations', count: 2 },
      { by: 'event', type: 'plant.opened' },
      { by: 'contract', key: 'owner' },
    ]);
  });

  it.each([
    [file(item.replace('sso', 'money')), 4, 'section'],
    [file(item.replace('person', '{ milestone: moon }')), 4, 'proof'],
    [
      file(item, item.replace('person', '{ event: moon.landed }').replace('a,', 'b,')),
      5,
      'not a known event type',
    ],
    [file(item, item), 5, 'stands twice'],
    [file(item.replace('id: a', 'id: A b')), 4, 'lower-case words'],
    [file(item.replace('title: A', 'titel: A')), 4, 'title'],
    [`${file(item)}  - segment: any\n    items:\n      - ${item}\n`, 5, 'already'],
    [file(item).replace('any', 'smb'), 1, "no checklist is for the segment 'any'"],
    ['checklists: []\n', 1, 'checklists'],
  ])('that are broken are refused with place and reason: %#', async (text, line, reason) => {
    const path = write(text);
    const failure = await readChecklists([path], custom).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'HF_CONTENT_INVALID' });
    expect((failure as Error).message).toContain(`${path}:${line}: `);
    expect((failure as Error).message).toContain(reason);
  });
});
