import { parseInstant } from '../domain/instant.ts';
import { formatDay, formatPoints } from '../views/format.ts';
import { shortenLine } from '../views/shorten-line.ts';
import type { View } from '../views/view.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { getEventPage } from './get-event-page.ts';
import { getScorePage } from './get-score-page.ts';
import { getNotePage } from './note-account.ts';
import { getEntryPage } from './register/get-entry-page.ts';

/** What a page is about, in two lines. */
interface Preview {
  title: string;
  line: string;
}

const lineLength = 300;

/**
 * What one of our pages is about, for whoever sees its address in a channel; no more than the first look at the page says.
 * @param path - of an address that we signed
 * @returns null = there is nothing to show
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function previewLink(ctx: RequestContext, path: string): Promise<View | null> {
  await requireReadable(ctx, 'account', null);
  const { pathname, searchParams } = new URL(path, 'http://holdfast.invalid');
  const [, root, kind = '', id = ''] = pathname.split('/').map(decodeURIComponent);
  const read = root === 'evidence' && Object.hasOwn(previews, kind) ? previews[kind] : undefined;
  if (!read || id === '') return null;
  const found = await read(ctx, id, searchParams).catch(() => null); // a page that is not there shows nothing
  if (found === null) return null;
  const [title, line] = [shortenLine(found.title, lineLength), shortenLine(found.line, lineLength)];
  return {
    summary: title,
    blocks: [
      { kind: 'text', spans: [{ text: title, strong: true }] },
      { kind: 'note', spans: [{ text: line }] },
    ],
  };
}

type Read = (ctx: RequestContext, id: string, query: URLSearchParams) => Promise<Preview | null>;

const previews: Readonly<Record<string, Read>> = {
  async scores(ctx, id, query) {
    const { health } = await getScorePage(ctx, id, momentOf(query));
    const { account, score, band, asOf } = health;
    const figure = score === null ? 'no score' : `${formatPoints(score)}${band ? `, ${band}` : ''}`;
    return {
      title: `${account.name}: ${figure}`,
      line: `Health score as of ${formatDay(asOf.slice(0, 10))}`,
    };
  },
  async events(ctx, id) {
    const { title, account, stored } = await getEventPage(ctx, Number(id));
    return {
      title: `${account.name}: ${title}`,
      line: `Record of ${formatDay(stored.event.at.toISOString().slice(0, 10))}`,
    };
  },
  async notes(ctx, id) {
    const { note, account, author } = await getNotePage(ctx, Number(id));
    return { title: `${account.name}: note of ${author}`, line: note.text };
  },
  async register(ctx, id) {
    const { entry, account } = (await getEntryPage(ctx, id)).card;
    return {
      title: entry.title,
      line: `${account?.name ?? 'All customers'} · ${entry.kind}, ${entry.state}`,
    };
  },
};

function momentOf(query: URLSearchParams): { asOf?: Date; knownAt?: number; profileVersion?: string } {
  const asOf = parseInstant(query.get('asOf') ?? '');
  const knownAt = Number(query.get('knownAt') ?? Number.NaN);
  const profileVersion = query.get('profile');
  return {
    ...(asOf && { asOf }),
    ...(Number.isSafeInteger(knownAt) && { knownAt }),
    ...(profileVersion && { profileVersion }),
  };
}
