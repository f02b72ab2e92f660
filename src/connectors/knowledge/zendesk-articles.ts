import { z } from 'zod';
import { digestOf } from '../../domain/canonical-json.ts';
import type { KnowledgeSource } from '../../domain/knowledge-source.ts';
import type { SettingsOf } from '../../domain/source-settings.ts';
import type { KnowledgeHost, Reach } from './fetch-page.ts';
import { textOfHtml } from './plain-text.ts';
import { type PagedList, type PageItem, parseItem, readPages } from './read-pages.ts';

/** Source: Zendesk Help Center API, "List articles", with cursor pagination. */
const pageSchema = z.object({
  articles: z.array(z.unknown()),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }),
});
const articleSchema = z.object({
  id: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
  locale: z.string().nullish(),
  html_url: z.string().nullish(),
  updated_at: z.coerce.date(),
  edited_at: z.coerce.date().nullish(),
  section_id: z.int().nullish(),
  label_names: z.array(z.string()).default([]),
  /** Who may read it; none = everybody. */
  user_segment_id: z.int().nullish(),
  user_segment_ids: z.array(z.int()).nullish(),
});
type Article = z.infer<typeof articleSchema>;

/**
 * The published articles of a Zendesk help center.
 * @param token - an OAuth token, or `address/token:API_TOKEN`; null = only what is public
 */
export function createZendeskArticles(
  settings: SettingsOf<'zendesk-articles'>,
  token: string | null,
  wait: Reach['wait'],
): KnowledgeSource {
  const { subdomain, locale } = settings;
  const path = `/api/v2/help_center/${locale}/articles.json`;
  const list: PagedList = {
    host: {
      name: `the help center of ${subdomain}.zendesk.com`,
      origin: `https://${subdomain}.zendesk.com`,
      headers: {},
      secretHeaders: token === null ? {} : { authorization: authorizationOf(token) },
    } satisfies KnowledgeHost,
    first: `${path}?${new URLSearchParams({ 'page[size]': '100' })}`,
    next: ({ json }) => {
      const { meta } = pageSchema.parse(json);
      if (!meta.has_more || !meta.after_cursor) return null;
      return `${path}?${new URLSearchParams({ 'page[size]': '100', 'page[after]': meta.after_cursor })}`;
    },
    items: (json) =>
      pageSchema
        .safeParse(json)
        .data?.articles.map((given) =>
          parseItem(articleSchema, given, (article) => toItem(article, settings)),
        ) ?? null,
  };
  return {
    name: settings.name,
    description: `articles of ${subdomain}.zendesk.com in ${locale}`,
    settings: digestOf(settings),
    read: (mark, signal) => readPages(list, mark, { signal, wait }),
  };
}

function authorizationOf(token: string): string {
  const isBasic = /^[^/\s]+@[^/\s]+\/token:/.test(token);
  return isBasic ? `Basic ${Buffer.from(token, 'utf8').toString('base64')}` : `Bearer ${token}`;
}

function toItem(article: Article, settings: SettingsOf<'zendesk-articles'>): PageItem {
  if (article.draft) return { kind: 'skipped' };
  const isPublic = (article.user_segment_id ?? article.user_segment_ids?.[0] ?? null) === null;
  return {
    kind: 'document',
    document: {
      key: String(article.id),
      kind: 'product',
      title: article.title,
      body: textOfHtml(article.body ?? ''),
      // What a help center keeps from some customers, no setting opens to all of them.
      audience: isPublic ? (settings.audience ?? 'customer') : 'internal',
      regions: settings.regions ?? null,
      productArea: settings.product_area ?? null,
      account: null,
      status: null,
      versions: { from: null, to: null },
      url: article.html_url ?? null,
      updatedAt: article.edited_at ?? article.updated_at,
      meta: {
        labels: article.label_names,
        section: article.section_id ?? null,
        locale: article.locale ?? null,
      },
    },
  };
}
