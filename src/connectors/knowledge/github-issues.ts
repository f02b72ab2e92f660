import { z } from 'zod';
import { digestOf } from '../../domain/canonical-json.ts';
import type { IssueStatus } from '../../domain/indexed-knowledge.ts';
import type { KnowledgeSource } from '../../domain/knowledge-source.ts';
import type { SettingsOf } from '../../domain/source-settings.ts';
import type { KnowledgeHost, Reach } from './fetch-page.ts';
import { textOfMarkdown } from './plain-text.ts';
import { type PagedList, type PageItem, parseItem, readPages } from './read-pages.ts';

const origin = 'https://api.github.com';

/** Source: GitHub REST API, "List repository issues", version 2022-11-28. */
const issueSchema = z.object({
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  state_reason: z.string().nullish(),
  html_url: z.string(),
  updated_at: z.coerce.date(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).default([]),
  milestone: z.object({ title: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});
type Issue = z.infer<typeof issueSchema>;

/** The issues of a repository that carry some labels, as known issues. @param token - null = only what is public */
export function createGithubIssues(
  settings: SettingsOf<'github-issues'>,
  token: string | null,
  wait: Reach['wait'],
): KnowledgeSource {
  const { repository, labels } = settings;
  const host: KnowledgeHost = {
    name: `GitHub issues of ${repository}`,
    origin,
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'holdfast',
    },
    secretHeaders: token === null ? {} : { authorization: `Bearer ${token}` },
  };
  // The oldest first: a new issue changes the last page and no other.
  const query = {
    state: 'all',
    labels: labels.join(','),
    sort: 'created',
    direction: 'asc',
    per_page: '100',
  };
  const list: PagedList = {
    host,
    first: `/repos/${repository}/issues?${new URLSearchParams(query)}`,
    next: ({ link }) => nextOf(link),
    items: (json) =>
      Array.isArray(json)
        ? json.map((item) => parseItem(issueSchema, item, (issue) => toItem(issue, settings)))
        : null,
  };
  return {
    name: settings.name,
    description: `${host.name} labelled ${labels.join(', ')}`,
    settings: digestOf(settings),
    read: (mark, signal) => readPages(list, mark, { signal, wait }),
  };
}

/** Where the header says that the list goes on: on the same host, or nowhere. */
function nextOf(link: string | null): string | null {
  const given = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  const url = given !== undefined && URL.canParse(given) ? new URL(given) : null;
  return url?.origin === origin ? `${url.pathname}${url.search}` : null;
}

function toItem(issue: Issue, settings: SettingsOf<'github-issues'>): PageItem {
  if (issue.pull_request) return { kind: 'skipped' };
  const labels = issue.labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])));
  const text = textOfMarkdown(issue.body ?? '');
  return {
    kind: 'document',
    document: {
      key: String(issue.number),
      kind: 'known-issue',
      title: issue.title,
      body: text || issue.title,
      audience: settings.audience,
      regions: settings.regions ?? null,
      account: null,
      productArea: settings.product_area ?? null,
      status: statusOf(issue),
      versions: { from: null, to: null },
      url: issue.html_url,
      updatedAt: issue.updated_at,
      meta: {
        number: issue.number,
        labels,
        milestone: issue.milestone?.title ?? null,
        reason: issue.state_reason ?? null,
      },
    },
  };
}

/** An issue that nobody will fix is as open as before; one that is another's duplicate is told by the other. */
function statusOf({ state, state_reason }: Issue): IssueStatus {
  if (state === 'open' || state_reason === 'not_planned') return 'open';
  return state_reason === 'duplicate' ? 'superseded' : 'fixed';
}
