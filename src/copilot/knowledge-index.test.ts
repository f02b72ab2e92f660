import { expect, test } from 'vitest';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import { indexKnowledge, type KnowledgeFilter } from './knowledge-index.ts';

const common = {
  ...{ product_area: 'pipelines', audience: 'customer' as const, owner: 'agent1' },
  ...{ updated_at: '2026-11-01', reviewed_on: '2026-11-02', source: 'tracker BW-1' },
};
type Issue = Extract<KnowledgeDocument, { kind: 'known-issue' }>;
const issue = (id: string, over: Partial<Issue> = {}): KnowledgeDocument => ({
  ...{ id, kind: 'known-issue', title: `Pipelines stop (${id})`, ...common, severity: 'P1', status: 'open' },
  ...{ versions: {}, error_signatures: [], body: 'Split the load.' },
  ...over,
});
const macro: KnowledgeDocument = {
  ...{ id: 'reply', kind: 'macro', title: 'Long loads', ...common, body: 'Hello.' },
  examples: ['our job never completes', 'it hangs', 'why so slow'],
};
const ids = (
  documents: readonly KnowledgeDocument[],
  question: string,
  filter: Partial<KnowledgeFilter> = {},
) =>
  indexKnowledge(documents)
    .search(question, { audience: 'internal', ...filter }, 5)
    .map(({ document }) => document.id);

test('finds by the title, by an error signature and by an example', () => {
  const signed = issue('b', { title: 'Other', error_signatures: ['PIPELINE_TIMEOUT'] });
  expect(ids([issue('a'), signed, macro], 'pipelines stop')).toContain('a');
  expect(ids([issue('a'), signed, macro], 'what is PIPELINE_TIMEOUT?')[0]).toBe('b');
  expect(ids([issue('a'), signed, macro], 'a job that never completes')).toEqual(['reply']);
});

test('never suggests what was superseded', () => {
  const old = issue('old', { status: 'superseded', superseded_by: 'new' });
  expect(ids([old, issue('new')], 'pipelines stop')).toEqual(['new']);
});

test('leaves out by kind, audience, region, area and version before it counts', () => {
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
  const found = (filter: Partial<KnowledgeFilter>) => ids(documents, 'pipelines stop', filter).sort();
  expect(found({})).toEqual(all);
  expect(found({ audience: 'customer' })).toEqual(without('inside'));
  expect(found({ region: 'us' })).toEqual(without('eu'));
  expect(found({ region: 'eu' })).toEqual(all);
  expect(found({ productArea: 'forms' })).toEqual(['forms']);
  expect(found({ version: '4.40.2' })).toEqual(without('fixed'));
  expect(found({ version: '4.35' })).toEqual(without('new'));
  expect(found({ kinds: ['macro'] })).toEqual([]);
  expect(ids(documents, 'job never completes', { kinds: ['known-issue'] })).toEqual([]);
});
