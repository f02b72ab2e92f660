import { expect, test } from 'vitest';
import { indexOf } from '../../test/support/knowledge.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import type { KnowledgeFilter, SolvedQuestion } from './knowledge-index.ts';

const common = {
  product_area: 'pipelines',
  audience: 'customer' as const,
  owner: 'agent1',
  updated_at: '2026-11-01',
  reviewed_on: '2026-11-02',
  source: 'tracker BW-1',
};
type Issue = Extract<KnowledgeDocument, { kind: 'known-issue' }>;
const issue = (id: string, over: Partial<Issue> = {}): KnowledgeDocument => ({
  id,
  kind: 'known-issue',
  title: `Pipelines stop (${id})`,
  ...common,
  severity: 'P1',
  status: 'open',
  versions: {},
  error_signatures: [],
  body: 'Split the load.',
  ...over,
});
const macro: KnowledgeDocument = {
  id: 'reply',
  kind: 'macro',
  title: 'Long loads',
  ...common,
  body: 'Hello.',
  examples: ['our job never completes', 'it hangs', 'why so slow'],
};
const ids = async (
  documents: readonly KnowledgeDocument[],
  question: string,
  filter: Partial<KnowledgeFilter> = {},
  solved: readonly SolvedQuestion[] = [],
) => {
  const index = indexOf(documents);
  for (const question of solved) index.setSolved(question);
  const found = await index.search(question, { audience: 'internal', ...filter }, 5);
  return found.documents.map(({ document }) => document.id);
};

test('finds by the title, by an error signature and by an example', async () => {
  const signed = issue('b', { title: 'Other', error_signatures: ['PIPELINE_TIMEOUT'] });
  expect(await ids([issue('a'), signed, macro], 'pipelines stop')).toContain('a');
  expect((await ids([issue('a'), signed, macro], 'what is PIPELINE_TIMEOUT?'))[0]).toBe('b');
  expect((await ids([issue('a'), signed, macro], 'a job that never completes'))[0]).toBe('reply');
});

test('never suggests what was superseded', async () => {
  const old = issue('old', { status: 'superseded', superseded_by: 'new' });
  expect(await ids([old, issue('new')], 'pipelines stop')).toEqual(['new']);
});

test('leaves out by kind, audience, region, area and version before it counts', async () => {
  const documents = [
    issue('eu', { regions: ['eu'] }),
    issue('inside', { audience: 'internal' }),
    issue('fixed', { status: 'fixed', fixed_in: '4.39', versions: { from: '4.30', to: '4.38' } }),
    issue('new', { versions: { from: '4.40' } }),
    issue('forms', { product_area: 'forms' }),
    macro,
  ];
  const all = ['eu', 'fixed', 'forms', 'inside', 'new'];
  const without = (...names: string[]) => all.filter((id) => !names.includes(id));
  const found = async (filter: Partial<KnowledgeFilter>) =>
    (await ids(documents, 'pipelines stop', filter)).sort();
  expect(await found({})).toEqual(all);
  expect(await found({ audience: 'customer' })).toEqual(without('inside'));
  expect(await found({ region: 'us' })).toEqual(without('eu'));
  expect(await found({ region: 'eu' })).toEqual(all);
  expect(await found({ productArea: 'forms' })).toEqual(['forms']);
  expect(await found({ version: '4.40.2' })).toEqual(without('fixed'));
  expect(await found({ version: '4.35' })).toEqual(without('new'));
  expect(await found({ kinds: ['macro'] })).toEqual([]);
  expect(await ids(documents, 'job never completes', { kinds: ['known-issue'] })).toEqual([]);
});

test('a ticket of one account never serves another, until a person shares it', async () => {
  const ticket: SolvedQuestion = {
    id: '7',
    text: 'the nightly run hangs',
    documentIds: ['a'],
    account: 'acme',
  };
  const asked = (filter: Partial<KnowledgeFilter>, solved = ticket) =>
    ids([issue('a'), macro], 'nightly run hangs', { kinds: ['known-issue'], ...filter }, [solved]);
  expect(await asked({ account: 'acme' })).toEqual(['a']);
  expect(await asked({ account: 'globex' })).toEqual([]);
  expect(await asked({})).toEqual([]);
  expect(await asked({ account: 'globex' }, { ...ticket, account: null })).toEqual(['a']);
});

test('of two that fit alike, the one that was reviewed lately is first', async () => {
  const documents = [issue('a', { reviewed_on: '2025-01-01', title: 'Stop' }), issue('b', { title: 'Stop' })];
  expect(await ids(documents, 'stop')).toEqual(['a', 'b']);
  expect(await ids(documents, 'stop', { today: '2026-11-26' })).toEqual(['b', 'a']);
});
