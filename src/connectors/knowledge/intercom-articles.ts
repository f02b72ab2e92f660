import { z } from 'zod';
import { digestOf } from '../../domain/canonical-json.ts';
import type { KnowledgeSource } from '../../domain/knowledge-source.ts';
import type { SettingsOf } from '../../domain/source-settings.ts';
import type { Reach } from './fetch-page.ts';
import { textOfHtml } from './plain-text.ts';
import { type PagedList, type PageItem, parseItem, readPages } from './read-pages.ts';

const origins = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
} as const;

/** Source: Intercom API 2.14, "List all articles", with pages. */
const pageSchema = z.object({
  type: z.literal('list'),
  data: z.array(z.unknown()),
  /** Numbers come as text where they were asked for. */
  pages: z.object({ page: z.coerce.number().int(), total_pages: z.coerce.number().int() }).nullish(),
});
const articleSchema = z.object({
  id: z.union([z.string().regex(/^\w{1,40}$/), z.int()]).transform(String),
  title: z.string(),
  description: z.string().nullish(),
  body: z.string().nullish(),
  state: z.enum(['published', 'draft']),
  url: z.string().nullish(),
  /** Seconds since 1970. */
  updated_at: z.int().positive(),
});
type Article = z.infer<typeof articleSchema>;

/** The published articles of an Intercom workspace. */
export function createIntercomArticles(
  settings: SettingsOf<'intercom-articles'>,
  token: string,
  wait: Reach['wait'],
): KnowledgeSource {
  const list: PagedList = {
    host: {
      name: 'Intercom',
      origin: origins[settings.hosting],
      headers: { 'intercom-version': '2.14' },
      secretHeaders: { authorization: `Bearer ${token}` },
    },
    first: addressOf(1),
    next: ({ json }) => {
      const { pages } = pageSchema.parse(json);
      return pages && pages.page < pages.total_pages ? addressOf(pages.page + 1) : null;
    },
    items: (json) =>
      pageSchema
        .safeParse(json)
        .data?.data.map((given) => parseItem(articleSchema, given, (article) => toItem(article, settings))) ??
      null,
  };
  return {
    name: settings.name,
    description: 'published articles of Intercom',
    settings: digestOf(settings),
    read: (mark, signal) => readPages(list, mark, { signal, wait }),
  };
}

function addressOf(page: number): string {
  return `/articles?${new URLSearchParams({ page: String(page), per_page: '100' })}`;
}

function toItem(article: Article, settings: SettingsOf<'intercom-articles'>): PageItem {
  if (article.state === 'draft') return { kind: 'skipped' };
  const body = textOfHtml(article.body ?? '');
  return {
    kind: 'document',
    document: {
      key: article.id,
      kind: 'product',
      title: article.title,
      body: body || (article.description ?? ''),
      audience: settings.audience ?? 'customer',
      regions: settings.regions ?? null,
      productArea: settings.product_area ?? null,
      account: null,
      status: null,
      versions: { from: null, to: null },
      url: article.url ?? null,
      updatedAt: new Date(article.updated_at * 1_000),
      meta: { description: article.description ?? null },
    },
  };
}
