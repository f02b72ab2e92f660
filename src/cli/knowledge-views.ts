import type { IndexedDocument } from '../domain/indexed-knowledge.ts';
import type { SourceSummary } from '../services/index-knowledge.ts';
import { formatInstant } from '../views/format.ts';
import type { View, ViewBlock } from '../views/view.ts';

/** A source as the terminal tells it. */
export interface SourceLine {
  name: string;
  description: string | null; // null = it is configured no more
  documents: number;
  readAt: string | null; // null = never
  failure: string | null;
  problems: readonly string[];
}

const shownProblems = 20;

/** A document for machines; instants as text. */
export function documentJson(document: IndexedDocument): object {
  const { id, source, kind, title, audience, regions, productArea, status, versions, account, url } =
    document;
  return {
    id,
    source,
    kind,
    title,
    audience,
    regions,
    productArea,
    status,
    versions,
    account,
    sharedBy: document.sharedBy,
    sourceUrl: url,
    updatedAt: document.updatedAt?.toISOString() ?? null,
    indexedAt: document.indexedAt.toISOString(),
    contentHash: document.contentHash,
    passageCount: document.chunks,
  };
}

/** Documents as a table. */
export function listView(
  documents: readonly IndexedDocument[],
  total: { documents: number; chunks: number },
): View {
  const summary =
    total.documents === 0
      ? 'Nothing is indexed. Index it: holdfast knowledge index'
      : `${documents.length} of ${total.documents} documents, ${total.chunks} passages in all.`;
  const rows = documents.map(({ id, kind, status, audience, title }) =>
    [id, status === null ? kind : `${kind}, ${status}`, audience, title].map((text) => [{ text }]),
  );
  const labels = ['Id', 'Kind', 'For', 'Title'];
  return withTable(summary, labels, rows);
}

/** One document with its text. */
export function documentView(document: IndexedDocument & { body: string }): View {
  const { id, title, source, kind, audience, updatedAt, account, sharedBy, url } = document;
  const facts = [
    ['Id', id],
    ['Source', source],
    ['Kind', document.status === null ? kind : `${kind}, ${document.status}`],
    ['For', audience],
    ['Updated', updatedAt ? formatInstant(updatedAt.toISOString()) : 'not said'],
    ...(url === null ? [] : [['Stands at', url]]),
    ...(account === null
      ? []
      : [['Account', sharedBy === null ? account : `${account}, shared by ${sharedBy}`]]),
    ['Passages', String(document.chunks)],
  ].map(([label = '', text = '']) => ({ label, value: [{ text }] }));
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'facts', facts },
      { kind: 'quote', spans: [{ text: document.body }] },
    ],
  };
}

/** What an indexing did, source by source. */
export function indexView(summaries: readonly SourceSummary[], dryRun: boolean): View {
  const failed = summaries.filter(({ failure }) => failure !== null).length;
  const changed = summaries.reduce((sum, one) => sum + one.added + one.changed + one.removed, 0);
  const told = dryRun ? `${changed} documents would change.` : `${changed} documents changed.`;
  const summary = failed === 0 ? told : `${told} ${failed} of ${summaries.length} sources could not be read.`;
  const rows = summaries.map(({ name, added, changed: other, unchanged, removed, passages }) =>
    [name, added, other, removed, unchanged, passages].map((value) => [{ text: String(value) }]),
  );
  const labels = ['Source', 'New', 'Changed', 'Gone', 'Unchanged', 'Passages made'];
  const view = withTable(summary, labels, rows);
  return { ...view, blocks: [...view.blocks, ...problemBlocks(summaries)] };
}

/** Every source and how its last reading ended. */
export function sourcesView(lines: readonly SourceLine[]): View {
  const rows = lines.map(({ name, description, documents, readAt, failure }) => {
    const how = failure === null ? (readAt === null ? 'never read' : 'read') : 'failed';
    const when = readAt === null ? '–' : formatInstant(readAt);
    return [name, String(documents), how, when, description ?? 'no longer configured'].map((text) => [
      { text },
    ]);
  });
  const view = withTable(`${lines.length} sources.`, ['Source', 'Documents', 'Last', 'When', 'What'], rows);
  const left = lines.filter(({ description }) => description === null).map(({ name }) => name);
  const note: ViewBlock[] = left.map((name) => ({
    kind: 'note',
    spans: [
      {
        text: `${name} is no longer configured, and its documents still answer: holdfast knowledge forget ${name}`,
      },
    ],
  }));
  return { ...view, blocks: [...view.blocks, ...problemBlocks(lines), ...note] };
}

function problemBlocks(
  sources: readonly { name: string; failure: string | null; problems: readonly string[] }[],
): ViewBlock[] {
  const told = sources.flatMap(({ name, failure, problems }) => [
    ...(failure === null ? [] : [`${name}: ${failure}`]),
    ...problems.map((problem) => `${name}: ${problem}`),
  ]);
  if (told.length === 0) return [];
  const items = told.slice(0, shownProblems).map((text) => [{ text }]);
  const more = told.length - items.length;
  return [
    { kind: 'list', items },
    ...(more > 0 ? [{ kind: 'note' as const, spans: [{ text: `… and ${more} more` }] }] : []),
  ];
}

function withTable(summary: string, labels: readonly string[], rows: { text: string }[][][]): View {
  const table: ViewBlock = { kind: 'table', columns: labels.map((label) => ({ label })), rows };
  return {
    summary,
    blocks: [...(rows.length > 0 ? [table] : []), { kind: 'text', spans: [{ text: summary }] }],
  };
}
