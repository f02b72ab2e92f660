import { counted } from '../domain/counted.ts';
import { type IndexedKind, ownSource, ticketSource } from '../domain/indexed-knowledge.ts';
import { knowledgeKinds } from '../domain/knowledge.ts';
import { HoldfastError } from '../errors.ts';
import { requireChangeable, requireReadable } from '../services/authorize.ts';
import { actorOf, type RequestContext } from '../services/context.ts';
import { indexKnowledge } from '../services/index-knowledge.ts';
import { said } from '../views/said.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { articleReports } from './knowledge-reports.ts';
import { shareOrShow, unshare } from './knowledge-share.ts';
import {
  documentJson,
  documentView,
  indexView,
  listView,
  type SourceLine,
  sourcesView,
} from './knowledge-views.ts';
import { flagOption, numberOption, textOption, usage } from './options.ts';

const kinds: readonly IndexedKind[] = [...knowledgeKinds, 'solved-ticket'];
const defaultLimit = 100;

/** `knowledge list|show|index|sources|share|unshare|forget|reports`: what can answer, where it comes from, what is wrong. */
export const knowledgeCommand: Command = {
  name: 'knowledge',
  summary:
    'Lists and shows what can answer questions, reads its sources, and tells how they are and what is wrong.',
  arguments: [
    {
      usage: '[action]',
      description: 'list, show, index, sources, share, unshare, forget or reports; default: list',
    },
    {
      usage: '[name]',
      description:
        'with show: the id of a document; with share and unshare: of a solved ticket; with index and forget: a source',
    },
  ],
  options: [
    { flags: '--kind <kind>', description: `with list: ${kinds.join(', ')}` },
    { flags: '--source <name>', description: 'with list: documents of one source' },
    { flags: '--account <account>', description: 'with list: with the solved tickets of an account' },
    { flags: '--limit <count>', description: `with list: at most this many; default ${defaultLimit}` },
    { flags: '--owner <member>', description: 'with reports: articles that this member keeps' },
    { flags: '--dry-run', description: 'with index: read the sources and say what would change' },
    { flags: '--yes', description: 'with share: share it; without, its whole text is shown' },
    {
      flags: '--with-personal-data',
      description: 'with share --yes: somebody looked at what seems personal or secret, and all may have it',
    },
    { flags: '--text <mark>', description: 'with share --yes: the text that was shown, and no other' },
  ],
  nowOnly: true,
  examples: ['knowledge index --dry-run', 'knowledge share tickets:zendesk/acme/4711'],
  run: async (session, [action = 'list', name], options) => {
    const needsName = ['show', 'share', 'unshare', 'forget'].includes(action);
    const takesName = needsName || action === 'index';
    if (needsName && name === undefined)
      throw usage(
        `knowledge ${action} takes a name`,
        'Ids stand in knowledge list, sources in knowledge sources.',
      );
    if (!takesName && name !== undefined) throw usage(`knowledge ${action} takes no '${name}'`);
    switch (action) {
      case 'list':
        return await list(await session.context(), options);
      case 'show':
        return await show(await session.context(), name ?? '');
      case 'index':
        return await index(session, name, flagOption(options, 'dryRun'));
      case 'sources':
        return await sources(await session.context());
      case 'share':
        return await shareOrShow(await session.context(), name ?? '', options);
      case 'unshare':
        return await unshare(await session.context(), name ?? '');
      case 'forget':
        return await forget(await session.context(), name ?? '');
      case 'reports':
        return await articleReports(await session.context(), textOption(options, 'owner'));
      default:
        throw usage(
          `knowledge does not know '${action}'`,
          'Say list, show, index, sources, share, unshare, forget or reports.',
        );
    }
  },
};

async function list(ctx: RequestContext, options: Options): Promise<Outcome> {
  await requireReadable(ctx, 'account', null);
  const limit = numberOption(options, 'limit', { flag: '--limit', from: 1, to: 100_000 }) ?? defaultLimit;
  const kind = textOption(options, 'kind');
  if (kind !== undefined && !kinds.some((known) => known === kind))
    throw usage(`--kind is '${kind}'; it must be one of ${kinds.join(', ')}`);
  const source = textOption(options, 'source');
  const filter = {
    audience: 'internal' as const,
    account: textOption(options, 'account') ?? null,
    ...(kind === undefined ? {} : { kinds: [kind as IndexedKind] }),
    ...(source === undefined ? {} : { sources: [source] }),
  };
  const total = await ctx.store.countKnowledge(filter);
  const documents = await ctx.store.listDocuments(filter, limit);
  return {
    json: { total: total.documents, passages: total.chunks, documents: documents.map(documentJson) },
    view: listView(documents, total),
  };
}

async function show(ctx: RequestContext, id: string): Promise<Outcome> {
  await requireReadable(ctx, 'account', null);
  const document = await ctx.store.findDocument(id);
  if (!document) throw new HoldfastError('HF_DOCUMENT_UNKNOWN', `There is no document '${id}'`);
  const passages = await ctx.store.readPassages([id]);
  const places = passages.map(({ ordinal, heading, start, end }) => ({ ordinal, heading, start, end }));
  return {
    json: { ...documentJson(document), meta: document.meta, body: document.body, passages: places },
    view: documentView(document),
  };
}

async function index({ context, io }: Session, name: string | undefined, dryRun: boolean): Promise<Outcome> {
  const ctx = await context();
  await requireChangeable(ctx, 'jobs');
  const chosen = ctx.indexing.sources.filter((source) => name === undefined || source.name === name);
  if (chosen.length === 0) {
    const known = ctx.indexing.sources.map((source) => source.name).join(', ');
    throw usage(`There is no source '${name}'`, `Sources are ${known}.`);
  }
  const summaries = await indexKnowledge(ctx, chosen, {
    dryRun,
    signal: io.signal,
    onProgress: ({ source, done, total }) => io.progress({ label: `Indexing ${source}`, done, total }),
  });
  if (!dryRun) await note(ctx, 'knowledge.indexed', { sources: chosen.map((source) => source.name) });
  const failed = summaries.some(({ failure }) => failure !== null);
  return { json: { dryRun, sources: summaries }, view: indexView(summaries, dryRun), exit: failed ? 1 : 0 };
}

async function sources(ctx: RequestContext): Promise<Outcome> {
  await requireReadable(ctx, 'account', null);
  const states = new Map((await ctx.store.listSources()).map((state) => [state.name, state]));
  const configured = new Map(ctx.indexing.sources.map((source) => [source.name, source]));
  const lines = [...new Set([...configured.keys(), ...states.keys()])].map((name): SourceLine => {
    const state = states.get(name);
    return {
      name,
      description: configured.get(name)?.description ?? null,
      documents: state?.documents ?? 0,
      readAt: state?.readAt.toISOString() ?? null,
      failure: state?.failure ?? null,
      problems: state?.problems ?? [],
    };
  });
  return { json: lines, view: sourcesView(lines) };
}

/** Takes a source out that is configured no more: its documents would answer for ever. */
async function forget(ctx: RequestContext, name: string): Promise<Outcome> {
  await requireChangeable(ctx, 'jobs');
  if (ctx.indexing.sources.some((source) => source.name === name)) {
    const next =
      name === ownSource || name === ticketSource
        ? 'This source is always there.'
        : 'Take it out of knowledge.yaml first; it would come back with the next reading.';
    throw new HoldfastError('HF_USAGE', `The source '${name}' is configured`, { next });
  }
  const documents = await ctx.store.transaction((store) => store.forgetSource(name));
  if (documents === null)
    throw usage(`There is no source '${name}'`, 'They stand in holdfast knowledge sources.');
  await note(ctx, 'knowledge.forgotten', { source: name, documents });
  const text = `${name}: ${counted(documents, 'document')} forgotten.`;
  return {
    json: { source: name, documents },
    view: said(text),
  };
}

async function note(ctx: RequestContext, action: string, detail: Record<string, unknown>): Promise<void> {
  await ctx.store.appendAudit({ at: ctx.clock.now(), actor: actorOf(ctx), action, account: null, detail });
}
