import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentLoader } from '@langchain/core/document_loaders/base';
import { z } from 'zod';
import { digestOf } from '../../domain/canonical-json.ts';
import type { SourceDocument } from '../../domain/indexed-knowledge.ts';
import type { KnowledgeSource, SourceReading } from '../../domain/knowledge-source.ts';
import type { SettingsOf } from '../../domain/source-settings.ts';
import { unreadable } from './fetch-page.ts';

type Settings = SettingsOf<'langchain'>;

/** Source: `Document` of @langchain/core; what it does not promise is read if it is there. */
const documentSchema = z.object({
  pageContent: z.string(),
  id: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).default({}),
});
type LoadedDocument = z.infer<typeof documentSchema>;

const longestLoadMs = 15 * 60_000;
const maxDocuments = 50_000;

/**
 * Whatever a document loader loads that the operator installed. It is code of theirs and reaches what they let it
 * reach; nothing is loaded that the configuration does not name.
 * @param folder - of the configuration, for modules that begin with `./`
 */
export function createLangchainSource(settings: Settings, folder: string): KnowledgeSource {
  const { name, module, export: exported } = settings;
  const host = { name: `The loader ${exported} of ${module}` };
  return {
    name,
    description: `${exported} of ${module}`,
    settings: digestOf(settings),
    read: async (_mark, signal) => {
      const loader = await makeLoader(settings, folder, host);
      const loaded = await Promise.race([loader.load(), stopped(signal)]).catch((error: unknown) => {
        throw unreadable(host, `failed: ${reasonOf(error)}`, error);
      });
      if (!Array.isArray(loaded)) throw unreadable(host, 'returned no list of documents');
      if (loaded.length > maxDocuments)
        throw unreadable(host, `returned more than ${maxDocuments} documents`);
      return toReading(loaded, settings);
    },
  };
}

async function makeLoader(
  { module, export: exported, arguments: given }: Settings,
  folder: string,
  host: { name: string },
): Promise<DocumentLoader> {
  const specifier = module.startsWith('.') ? pathToFileURL(resolve(folder, module)).href : module;
  try {
    const found = ((await import(specifier)) as Record<string, unknown>)[exported];
    if (typeof found !== 'function') throw new Error(`it exports no '${exported}'`);
    const loader = new (found as new (...given: unknown[]) => DocumentLoader)(...given);
    if (typeof loader.load === 'function') return loader;
  } catch (error) {
    throw unreadable(host, `cannot be used: ${reasonOf(error)}`, error);
  }
  throw unreadable(host, 'is no document loader: it has no method load');
}

/** Fails when nobody waits any more: a loader cannot be stopped, but it can be left alone. */
function stopped(signal: AbortSignal): Promise<never> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(longestLoadMs)]);
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(new Error('it did not come to its end'));
    if (end.aborted) fail();
    else end.addEventListener('abort', fail, { once: true });
  });
}

function toReading(loaded: readonly unknown[], settings: Settings): SourceReading {
  const problems: string[] = [];
  const times = new Map<string, number>();
  const documents = loaded.flatMap((given, index): SourceDocument[] => {
    const parsed = documentSchema.safeParse(given);
    if (!parsed.success) {
      problems.push(`document ${index + 1}: ${parsed.error.issues[0]?.path.join('.')}: is no document`);
      return [];
    }
    const base = keyOf(parsed.data);
    const count = (times.get(base) ?? 0) + 1;
    times.set(base, count);
    return [toDocument(parsed.data, count === 1 ? base : `${base}#${count}`, settings)];
  });
  const keys = new Set(documents.map(({ key }) => key));
  // A broken one cannot be told from the others by a key, so nothing counts as gone beside it.
  return { documents, problems, isGone: (key) => problems.length === 0 && !keys.has(key), mark: null };
}

/** By its own id, else by where it came from, else by what it says; pages of one file are numbered. */
function keyOf({ id, metadata, pageContent }: LoadedDocument): string {
  const given = [id, metadata.id, metadata.source, metadata.url].find(
    (value) => typeof value === 'string' && value,
  );
  const text = typeof given === 'string' ? visible(given) : '';
  return text !== '' && text.length <= 500 ? text : digestOf(pageContent).slice(0, 16);
}

function toDocument(
  { pageContent, metadata }: LoadedDocument,
  key: string,
  settings: Settings,
): SourceDocument {
  const title = [metadata.title, metadata.name].find(
    (value) => typeof value === 'string' && value.trim() !== '',
  );
  const url = [metadata.url, metadata.source].find(
    (value) => typeof value === 'string' && /^https?:\/\//.test(value),
  );
  return {
    key,
    kind: settings.kind,
    body: pageContent,
    audience: settings.audience,
    account: null,
    title: typeof title === 'string' ? title : firstLine(pageContent) || key,
    regions: settings.regions ?? null,
    productArea: settings.product_area ?? null,
    status: settings.kind === 'known-issue' ? 'open' : null,
    versions: { from: null, to: null },
    url: typeof url === 'string' ? visible(url) : null,
    updatedAt: dateOf(metadata.updatedAt ?? metadata.updated_at ?? metadata.lastModified),
    meta: {},
  };
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line
    .replace(/^#+\s+/, '')
    .trim()
    .slice(0, 120);
}

function dateOf(value: unknown): Date | null {
  const date = value instanceof Date || typeof value === 'string' ? new Date(value) : null;
  return date !== null && !Number.isNaN(date.getTime()) ? date : null;
}

function visible(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '');
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? 'unknown';
}
