import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SettingsOf, sourceSettingsSchema } from '../../domain/source-settings.ts';
import { createLangchainSource } from './langchain-loader.ts';

/** A loader as an operator would install one: a class of @langchain/core's own, in a file beside the configuration. */
const loaderFile = `
import { BaseDocumentLoader } from '${import.meta.resolve('@langchain/core/document_loaders/base')}';
import { Document } from '${import.meta.resolve('@langchain/core/documents')}';
export class WikiLoader extends BaseDocumentLoader {
  constructor({ space, pages }) { super(); this.space = space; this.pages = pages ?? []; }
  async load() {
    return this.pages.map((page) => new Document({ pageContent: page.text, id: page.id, metadata: page.metadata ?? {} }));
  }
}
export class Broken { constructor() { throw new Error('no key'); } }
export class Failing { async load() { throw new Error('401 from the wiki\\nwith a long tail'); } }
export class Endless { load() { return new Promise(() => {}); } }
export class NoLoader {}
export class NoList { async load() { return 'x'; } }
export class Strange { async load() { return [{ pageContent: 'Good.', metadata: { id: 'g' } }, { pageContent: 7 }, null]; } }
export const notAClass = 7;
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-loader-'));
  await writeFile(join(folder, 'wiki.mjs'), loaderFile);
});
afterAll(() => rm(folder, { recursive: true }));

const settingsOf = (given: object): SettingsOf<'langchain'> =>
  sourceSettingsSchema.parse({
    name: 'wiki',
    type: 'langchain',
    module: './wiki.mjs',
    export: 'WikiLoader',
    ...given,
  }) as SettingsOf<'langchain'>;
const read = (given: object, signal = new AbortController().signal) =>
  createLangchainSource(settingsOf(given), folder).read(null, signal);
const withPages = (...pages: object[]) => ({ arguments: [{ space: 'HELP', pages }] });

describe('a document loader of LangChain', () => {
  test('is made with the arguments of the configuration, and its documents become ours', async () => {
    const metadata = { title: 'Limits', url: 'https://wiki.example/1', updatedAt: '2026-11-01T00:00:00Z' };
    const reading = await read({
      kind: 'runbook',
      audience: 'customer',
      regions: ['eu'],
      product_area: 'exports',
      ...withPages({ id: 'p1', text: 'At most 50.', metadata }, { text: '# Split\n\nBy month.' }),
    });
    expect(reading.documents).toEqual([
      {
        key: 'p1',
        kind: 'runbook',
        title: 'Limits',
        body: 'At most 50.',
        audience: 'customer',
        regions: ['eu'],
        productArea: 'exports',
        account: null,
        status: null,
        versions: { from: null, to: null },
        url: 'https://wiki.example/1',
        meta: {},
        updatedAt: new Date('2026-11-01T00:00:00Z'),
      },
      expect.objectContaining({ title: 'Split', key: expect.stringMatching(/^[0-9a-f]{16}$/), url: null }),
    ]);
    expect([reading.isGone('p1'), reading.isGone('p2')]).toEqual([false, true]);
  });

  test('pages of one file are told apart, and keep their keys from reading to reading', async () => {
    const page = (text: string) => ({ text, metadata: { source: '/docs/guide.pdf' } });
    const pages = withPages(page('One.'), page('Two.'), page('Three.'));
    const keys = async () => (await read(pages)).documents.map(({ key }) => key);
    expect(await keys()).toEqual(['/docs/guide.pdf', '/docs/guide.pdf#2', '/docs/guide.pdf#3']);
    expect(await keys()).toEqual(await keys());
  });

  test('no key holds what no database keeps; an address that is no web page is none', async () => {
    const { documents } = await read(
      withPages({ text: 'x', metadata: { source: 'a\u0000b', url: 'file:///etc' } }),
    );
    expect(documents).toMatchObject([{ key: 'ab', url: null }]);
  });

  test('what is no document is named and skipped, and beside it nothing counts as gone', async () => {
    const { documents, problems, isGone } = await read({ export: 'Strange' });
    expect(documents).toMatchObject([{ key: 'g', body: 'Good.' }]);
    expect(problems).toHaveLength(2);
    expect(isGone('other')).toBe(false);
  });

  test.each([
    [{ module: './nothing.mjs' }, /nothing\.mjs cannot be used: /],
    [{ module: 'no-such-package-of-anybody' }, /cannot be used: /],
    [{ export: 'Absent' }, /exports no 'Absent'/],
    [{ export: 'notAClass' }, /exports no 'notAClass'/],
    [{ export: 'Broken' }, /cannot be used: no key/],
    [{ export: 'NoLoader' }, /has no method load/],
    [{ export: 'NoList' }, /returned no list/],
    [{ export: 'Failing' }, /failed: 401 from the wiki$/],
  ])('%j is refused with its reason', async (given, message) => {
    await expect(read(given)).rejects.toMatchObject({
      code: 'HF_SOURCE_UNREADABLE',
      message: expect.stringMatching(message),
    });
  });

  test('one that does not come to its end is left alone when nobody waits any more', async () => {
    const stop = new AbortController();
    const reading = read({ export: 'Endless' }, stop.signal);
    stop.abort();
    await expect(reading).rejects.toThrow('did not come to its end');
  });
});
