import { readdir, realpath } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { digestOf } from '../domain/canonical-json.ts';
import type { Clock } from '../domain/clock.ts';
import { type SourceDocument, sourceDocumentOf } from '../domain/indexed-knowledge.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import type { SettingsOf } from '../domain/source-settings.ts';
import { HoldfastError } from '../errors.ts';
import { withoutMark } from './front-matter.ts';
import { futureDateOf } from './future-date.ts';
import { parseDocument } from './knowledge.ts';
import { readContentText } from './read-file.ts';

type Settings = SettingsOf<'folder'>;

const maxFiles = 20_000;

/**
 * The Markdown files of a folder and the folders in it, for example of a checkout. A file with front matter is a
 * document as in `knowledge/`; one without is a page of the kind that the settings say. Links of the file system are
 * not followed, and nothing outside of the folder is read.
 * @param base - the folder that a relative path starts from
 * @param clock - absent = nobody looks for dates that lie ahead
 */
export function createFolderSource(settings: Settings, base: string, clock?: Clock): KnowledgeSource {
  const root = resolve(base, settings.path);
  return {
    name: settings.name,
    description: `Markdown of ${root}`,
    settings: digestOf(settings),
    read: async () => {
      const documents: SourceDocument[] = [];
      const problems: string[] = [];
      const broken = new Set<string>();
      const { folder, files } = await listFiles(root);
      for (const path of files) {
        const key = keyOf(relative(folder, path));
        try {
          const text = withoutMark(
            await readContentText(path, { code: 'HF_CONTENT_INVALID', within: folder }),
          );
          const own = isDocument(text) ? parseDocument(path, text, null) : null;
          documents.push(own ? ownDocument(own, key) : pageOf(text, key, settings));
          const slip = own && clock ? futureDateOf(path, text, own, clock.now()) : null;
          if (slip) problems.push(slip.message);
        } catch (error) {
          if (!(error instanceof HoldfastError)) throw error;
          problems.push(error.message);
          broken.add(key);
        }
      }
      const read = new Set(documents.map(({ key }) => key));
      return { documents, problems, isGone: (key) => !read.has(key) && !broken.has(key), mark: null };
    },
  };
}

/** A path as a key that is the same on every system. */
function keyOf(path: string): string {
  return path.split(sep).join('/').replace(/\.md$/, '');
}

/** @throws {HoldfastError} HF_SOURCE_UNREADABLE when any folder cannot be read: what is not seen is not gone */
async function listFiles(root: string): Promise<{ folder: string; files: string[] }> {
  const files: string[] = [];
  const start = await realpath(root).catch((error: Error) => refuse(root, error));
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) =>
      refuse(root, error),
    );
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name)) folders.push(path);
      if (entry.isFile() && entry.name.endsWith('.md')) files.push(path);
    }
    if (files.length > maxFiles) refuse(root, new Error(`there are more than ${maxFiles} Markdown files`));
  }
  return { folder: start, files: files.sort() };
}

function refuse(root: string, error: Error): never {
  throw new HoldfastError('HF_SOURCE_UNREADABLE', `The folder ${root} cannot be read: ${error.message}`, {
    cause: error,
  });
}

function isDocument(text: string): boolean {
  return /^---\r?\n/.test(text);
}

/** What its front matter says, under the path that it lies at. */
function ownDocument(own: KnowledgeDocument, key: string): SourceDocument {
  const document = sourceDocumentOf(own);
  return { ...document, key, meta: { ...document.meta, id: document.key } };
}

function pageOf(text: string, key: string, settings: Settings): SourceDocument {
  return {
    key,
    kind: settings.kind,
    audience: settings.audience,
    account: null,
    url: null,
    updatedAt: null,
    title: /^#\s+(.+?)\s*#*\s*$/m.exec(text)?.[1] ?? basename(key),
    body: text,
    regions: settings.regions ?? null,
    productArea: settings.product_area ?? null,
    status: settings.kind === 'known-issue' ? 'open' : null,
    versions: { from: null, to: null },
    meta: {},
  };
}
