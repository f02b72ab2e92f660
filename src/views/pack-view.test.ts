import { expect, test } from 'vitest';
import { hostilePack } from '../../test/support/packs.ts';
import { packView, type ShownPack } from './pack-view.ts';

const viewOf = (name: string, format: 'pdf' | 'md' = 'pdf'): string => {
  const pack = hostilePack(name, ['x']) as ShownPack['pack'];
  const artifacts = [{ id: 'a', format, size: 1 }];
  return JSON.stringify(packView({ pack, version: 1, again: false, artifacts, linksUntil: null }));
};

test('a pack whose PDF lacks letters says for what, and one that has all of them does not', () => {
  expect(viewOf('ไทย')).toContain('no letters for Thai: boxes stand there');
  expect(viewOf('Acme שלום 日本語 한국')).not.toContain('no letters');
  expect(viewOf('ไทย', 'md')).not.toContain('no letters');
});
