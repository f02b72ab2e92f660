import { basename, join } from 'node:path';
import {
  frontMatterSchema,
  type KnowledgeDocument,
  type KnowledgeKind,
  macroVariables,
} from '../domain/knowledge.ts';
import { HoldfastError } from '../errors.ts';
import { contentFolders, listFolder, overlayFolders } from './folders.ts';
import { splitFrontMatter } from './front-matter.ts';
import { futureDateOf } from './future-date.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentText } from './read-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** Where each kind lies below `knowledge/`. */
const folders: Readonly<Record<KnowledgeKind, string>> = {
  'known-issue': 'known-issues',
  macro: 'macros',
  runbook: 'runbooks',
  product: 'product',
};

/** What could be read, and what was left out or is odd: one sentence each, with file and line. */
export interface Knowledge {
  documents: KnowledgeDocument[];
  problems: HoldfastError[];
  /** The kinds that the operator has a folder of. */
  kinds: KnowledgeKind[];
}

const code = 'HF_CONTENT_INVALID';
const unreadable = 'HF_SOURCE_UNREADABLE';
const page = /\.md$/;

/**
 * Reads every document of ours and the operator's, which replace ours of the same file name. A broken one is a problem,
 * never an exception: the others are used.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @param now - dates that lie ahead of it are problems too; absent = nobody looks
 * @throws {HoldfastError} HF_SOURCE_UNREADABLE when a folder cannot be read: what is not seen is not gone
 */
export async function readKnowledge(overrides: string | null, now?: Date): Promise<Knowledge> {
  const documents: KnowledgeDocument[] = [];
  const problems: HoldfastError[] = [];
  const kinds: KnowledgeKind[] = [];
  for (const kind of Object.keys(folders) as KnowledgeKind[]) {
    const places = contentFolders(`knowledge/${folders[kind]}`, overrides);
    const files = overlayFolders(places, page, unreadable);
    if (overrides !== null && listFolder(knowledgeFolder(kind, overrides), page, unreadable))
      kinds.push(kind);
    for (const file of files.values()) {
      try {
        const text = await readContentText(file, { code, within: join(file, '../..') });
        const document = parseDocument(file, text, kind);
        documents.push(document);
        const slip = now && futureDateOf(file, text, document, now);
        if (slip) problems.push(slip);
      } catch (error) {
        if (!(error instanceof HoldfastError)) throw error;
        problems.push(error);
      }
    }
  }
  return { ...leaveOutUnsound(documents, problems), kinds };
}

/** The folder of a kind below that of HOLDFAST_CONFIG. */
export function knowledgeFolder(kind: KnowledgeKind, overrides: string): string {
  return join(overrides, 'knowledge', folders[kind]);
}

/**
 * Validates one document.
 * @param kind - the only kind that may stand here; null = any
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export function parseDocument(file: string, text: string, kind: KnowledgeKind | null): KnowledgeDocument {
  const { yaml, body } = splitFrontMatter(file, text, code);
  const parsed = frontMatterSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...keys];
    throw fault(yaml, path, `${path.join('.') || 'front matter'}: ${issue?.message ?? 'invalid'}`);
  }
  const { data } = parsed;
  if (kind !== null && data.kind !== kind)
    throw fault(yaml, ['kind'], `kind: '${data.kind}' does not belong in this folder`);
  if (`${data.id}.md` !== basename(file))
    throw fault(yaml, ['id'], `id: the file is not named '${data.id}.md'`);
  if (body === '')
    throw invalidFile(code, file, text.split('\n').length, 'nothing stands below the front matter');
  const problem = data.kind === 'macro' ? macroProblem(body) : null;
  if (problem) throw fault(yaml, ['kind'], problem);
  return { ...data, body };
}

/** Why a body is no macro; null = it is one. */
function macroProblem(body: string): string | null {
  const sections = [...body.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  if (!body.startsWith('## Public reply') || sections.join() !== 'Public reply,Internal note')
    return "a macro has the sections 'Public reply' and 'Internal note', in this order, and nothing else";
  for (const [, name] of body.matchAll(/\{\{([^}]*)\}\}/g)) {
    if (!Object.hasOwn(macroVariables, name ?? '')) return `there is no variable '{{${name}}}'`;
  }
  return null;
}

function fault(yaml: YamlFile, path: readonly PropertyKey[], reason: string): HoldfastError {
  return invalidFile(code, yaml.file, yaml.lineOf(path), reason);
}

/** An id that stands twice is nobody's, and a chain of superseded issues has to end at one that is not. */
function leaveOutUnsound(
  documents: readonly KnowledgeDocument[],
  problems: HoldfastError[],
): Omit<Knowledge, 'kinds'> {
  const byId = new Map<string, KnowledgeDocument>();
  const twice = new Set(documents.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index));
  for (const id of twice) problems.push(unsound(id, `the id '${id}' stands in two files`));
  for (const document of documents) if (!twice.has(document.id)) byId.set(document.id, document);
  const unfounded = [...byId.values()].flatMap((document) => {
    const problem = successionProblem(document, byId);
    return problem === null ? [] : [{ id: document.id, problem }];
  });
  for (const { id, problem } of unfounded) {
    problems.push(unsound(id, problem));
    byId.delete(id);
  }
  return { documents: [...byId.values()], problems };
}

function successionProblem(
  document: KnowledgeDocument,
  byId: ReadonlyMap<string, KnowledgeDocument>,
): string | null {
  const seen = new Set<string>();
  let current: KnowledgeDocument | undefined = document;
  while (current?.kind === 'known-issue' && current.superseded_by !== undefined) {
    if (seen.has(current.id)) return `'${document.id}' and what supersedes it go round in a circle`;
    seen.add(current.id);
    current = byId.get(current.superseded_by);
  }
  return current === undefined ? `'${document.id}' is superseded by an issue that does not exist` : null;
}

function unsound(id: string, reason: string): HoldfastError {
  return new HoldfastError(code, `knowledge: ${reason}`, { fields: { id } });
}
