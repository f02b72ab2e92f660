import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SeenRequest, type VendorAnswer, vendorApi } from '../../../test/support/vendor-api.ts';
import type { KnowledgeSource } from '../../domain/knowledge-source.ts';
import { type SettingsOf, type SourceSettings, sourceSettingsSchema } from '../../domain/source-settings.ts';
import { createGithubIssues } from './github-issues.ts';
import { createIntercomArticles } from './intercom-articles.ts';
import { createZendeskArticles } from './zendesk-articles.ts';

const secret = 'secret-token-1';
const waits: number[] = [];
const wait = async (ms: number): Promise<void> => void waits.push(ms);
const settingsOf = <Type extends SourceSettings['type']>(given: object): SettingsOf<Type> =>
  sourceSettingsSchema.parse({ name: 'docs', ...given }) as SettingsOf<Type>;

/** A vendor as its documentation describes it: pages of items, each page with an ETag. */
interface Vendor {
  name: string;
  origin: string;
  source(change?: object): KnowledgeSource;
  item(id: number, change?: object): object;
  /** The page that a request asks for. @param items - all there are; two on a page */
  page(items: readonly object[], request: SeenRequest): { body: object; headers?: Record<string, string> };
}

const github: Vendor = {
  name: 'GitHub',
  origin: 'https://api.github.com',
  source: (change) =>
    createGithubIssues(
      settingsOf<'github-issues'>({
        type: 'github-issues',
        repository: 'acme/product',
        labels: ['known issue', 'p1'],
        ...change,
      }),
      secret,
      wait,
    ),
  item: (number, change) => ({
    id: 9_000_000 + number,
    number,
    title: `Title ${number}`,
    body: `Text ${number}.`,
    state: 'open',
    state_reason: null,
    html_url: `https://github.com/acme/product/issues/${number}`,
    updated_at: '2026-11-02T10:00:00Z',
    labels: [{ id: 1, name: 'known issue' }],
    milestone: null,
    user: { login: 'ann' },
    ...change,
  }),
  page: (items, { uri }) => {
    const url = new URL(uri, github.origin);
    const number = Number(url.searchParams.get('page') ?? 1);
    url.searchParams.set('page', String(number + 1));
    url.pathname = '/repositories/42/issues';
    const link = `<${url.href}>; rel="next", <${url.href}>; rel="last"`;
    return {
      body: items.slice(2 * number - 2, 2 * number),
      headers: items.length > 2 * number ? { link } : {},
    };
  },
};

const zendesk: Vendor = {
  name: 'Zendesk',
  origin: 'https://acme.zendesk.com',
  source: (change) =>
    createZendeskArticles(
      settingsOf<'zendesk-articles'>({
        type: 'zendesk-articles',
        subdomain: 'acme',
        locale: 'en-us',
        ...change,
      }),
      secret,
      wait,
    ),
  item: (id, change) => ({
    id,
    title: `Title ${id}`,
    body: `<p>Text ${id}.</p>`,
    draft: false,
    locale: 'en-us',
    html_url: `https://acme.zendesk.com/hc/en-us/articles/${id}`,
    section_id: 7,
    label_names: ['exports'],
    updated_at: '2026-11-03T10:00:00Z',
    edited_at: '2026-11-02T10:00:00Z',
    user_segment_id: null,
    ...change,
  }),
  page: (items, { uri }) => {
    const start = Number(new URL(uri, zendesk.origin).searchParams.get('page[after]') ?? 0);
    const hasMore = items.length > start + 2;
    return {
      body: {
        articles: items.slice(start, start + 2),
        meta: { has_more: hasMore, after_cursor: hasMore ? String(start + 2) : null, before_cursor: null },
        links: { next: hasMore ? 'https://evil.example/next' : null, prev: null },
      },
    };
  },
};

const intercom: Vendor = {
  name: 'Intercom',
  origin: 'https://api.eu.intercom.io',
  source: (change) =>
    createIntercomArticles(
      settingsOf<'intercom-articles'>({ type: 'intercom-articles', hosting: 'eu', ...change }),
      secret,
      wait,
    ),
  item: (id, change) => ({
    id: String(id),
    type: 'article',
    title: `Title ${id}`,
    description: 'In short.',
    state: 'published',
    body: `<p>Text ${id}.</p>`,
    url: `https://help.acme.example/${id}`,
    updated_at: 1_793_613_600,
    ...change,
  }),
  page: (items, { uri }) => {
    const number = Number(new URL(uri, intercom.origin).searchParams.get('page'));
    const pages = {
      type: 'pages',
      page: String(number),
      per_page: '2',
      total_pages: Math.ceil(items.length / 2),
    };
    return {
      body: { type: 'list', data: items.slice(2 * number - 2, 2 * number), total_count: items.length, pages },
    };
  },
};

beforeAll(() => nock.disableNetConnect());
beforeEach(() => {
  waits.length = 0;
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

/** Serves items, with an ETag that is the page's own text. */
function serve(vendor: Vendor, items: readonly object[]) {
  const held = { items, plan: [] as VendorAnswer[] };
  const api = vendorApi(vendor.origin, {
    authorization: `Bearer ${secret}`,
    isRead: () => true,
    handle: (request) => {
      const planned = held.plan.shift();
      if (planned) return planned;
      const { body, headers } = vendor.page(held.items, request);
      const etag = `"${Buffer.from(JSON.stringify(body)).toString('base64').slice(-40)}"`;
      if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
      return { status: 200, body, headers: { ...headers, etag } };
    },
  });
  return Object.assign(held, { seen: api.seen });
}

const read = (source: KnowledgeSource, mark: unknown = null, signal = new AbortController().signal) =>
  source.read(mark, signal);

describe.each([github, zendesk, intercom])('$name', (vendor) => {
  const items = [1, 2, 3, 4, 5].map((id) => vendor.item(id));

  test('gives every document of every page, with GET alone and our token', async () => {
    const api = serve(vendor, items);
    const { documents, problems } = await read(vendor.source());
    expect(documents.map(({ key, title, body }) => [key, title, body])).toEqual(
      [1, 2, 3, 4, 5].map((id) => [String(id), `Title ${id}`, `Text ${id}.`]),
    );
    expect(problems).toEqual([]);
    expect(api.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  test('asks for a page again only where it changed, and takes the others as they stand', async () => {
    const api = serve(vendor, items);
    const source = vendor.source();
    const { mark } = await read(source);
    api.items = items.map((item, index) => (index === 2 ? vendor.item(3, { title: 'Better' }) : item));
    const again = await read(source, JSON.parse(JSON.stringify(mark)));
    expect(again.documents.map(({ title }) => title)).toEqual(['Better', 'Title 4']);
    expect(['1', '3', '5', '6'].map(again.isGone)).toEqual([false, false, false, true]);
    api.items = items.slice(0, 4);
    const third = await read(source, again.mark);
    expect(['1', '4', '5'].map(third.isGone)).toEqual([false, false, true]);
    expect(third.documents.map(({ key }) => key)).toEqual(expect.arrayContaining(['3', '4']));
  });

  test('a mark of another kind is no mark', async () => {
    serve(vendor, items);
    for (const mark of [7, 'x', [{ address: 1 }], { pages: [] }])
      expect((await read(vendor.source(), mark)).documents).toHaveLength(5);
  });

  test('a broken item is named and skipped, its page is read again, its last good version stands', async () => {
    const api = serve(vendor, [vendor.item(1), vendor.item(2, { title: 7 })]);
    const first = await read(vendor.source());
    expect(first.documents.map(({ key }) => key)).toEqual(['1']);
    expect(first.problems).toEqual([expect.stringMatching(/^2: title: /)]);
    expect(first.isGone('2')).toBe(false);
    expect((await read(vendor.source(), first.mark)).problems).toEqual(first.problems);
    expect(api.seen.every(({ headers }) => headers['if-none-match'] === undefined)).toBe(true);
  });

  test('settings say for whom and where a document holds', async () => {
    serve(vendor, items.slice(0, 1));
    const settings = { audience: 'internal', regions: ['eu'], product_area: 'exports' };
    const { documents } = await read(vendor.source(settings));
    expect(documents).toMatchObject([
      { audience: 'internal', regions: ['eu'], productArea: 'exports', account: null },
    ]);
    expect(vendor.source(settings).settings).not.toBe(vendor.source().settings);
  });

  test('429: waits as long as it is told and goes on', async () => {
    const api = serve(vendor, items);
    api.plan.push(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': '2' } },
    );
    expect((await read(vendor.source())).documents).toHaveLength(5);
    expect(waits).toEqual([7_000, 2_000]);
  });

  test('a vendor that wants to be left alone for long is asked at the next run', async () => {
    const api = serve(vendor, items);
    api.plan.push({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(read(vendor.source())).rejects.toMatchObject({
      code: 'HF_SOURCE_UNREADABLE',
      message: expect.stringContaining('come back in 3600 s'),
    });
    expect(waits).toEqual([]);
  });

  test('a fault of theirs is tried again, longer apart each time, and then told', async () => {
    const api = serve(vendor, items);
    api.plan.push(...[502, 503, 500, 502, 502].map((status) => ({ status })));
    await expect(read(vendor.source())).rejects.toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
    expect(waits).toEqual([1_000, 4_000, 16_000]);
    expect(api.seen).toHaveLength(4);
  });

  test.each([401, 403, 404, 301, 204])('status %d is told at once, without our token', async (status) => {
    const api = serve(vendor, items);
    api.plan.push({ status, headers: { location: 'http://169.254.169.254/' } });
    const error = await read(vendor.source()).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
    expect(JSON.stringify([(error as Error).message, vendor.source().description])).not.toContain(secret);
    expect(api.seen).toHaveLength(1);
  });

  test.each([
    ['no JSON', '<html>'],
    ['no list', { articles: 7 }],
    ['nothing', null],
  ])('an answer that is %s is refused: nothing counts as gone', async (_, body) => {
    nock(vendor.origin)
      .get(/.*/)
      .reply(200, body as nock.Body);
    await expect(read(vendor.source())).rejects.toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
  });

  test('a page of more than 16 MB is refused', async () => {
    nock(vendor.origin)
      .get(/.*/)
      .reply(200, `["${'x'.repeat(17_000_000)}"]`);
    await expect(read(vendor.source())).rejects.toThrow('sent more than 16777216 bytes');
  });

  test('a host that does not answer is told by its name', async () => {
    nock(vendor.origin)
      .persist()
      .get(/.*/)
      .replyWithError(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    await expect(read(vendor.source())).rejects.toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
  });

  test('stops when nobody waits any more', async () => {
    const api = serve(vendor, items);
    await expect(read(vendor.source(), null, AbortSignal.abort())).rejects.toMatchObject({
      code: 'HF_SOURCE_UNREADABLE',
    });
    expect(api.seen).toEqual([]);
  });
});

describe('GitHub', () => {
  const only = async (change: object) => {
    serve(github, [github.item(1, change)]);
    return (await read(github.source())).documents[0];
  };

  test('asks for the labels, the oldest first, and says who asks', async () => {
    const api = serve(github, []);
    await read(github.source());
    expect(Object.fromEntries(new URL(api.seen[0]?.uri ?? '', github.origin).searchParams)).toEqual({
      state: 'all',
      labels: 'known issue,p1',
      sort: 'created',
      direction: 'asc',
      per_page: '100',
    });
    expect(api.seen[0]?.headers).toMatchObject({
      'user-agent': 'holdfast',
      'x-github-api-version': '2022-11-28',
    });
  });

  test.each([
    [{ state: 'open' }, 'open'],
    [{ state: 'closed', state_reason: 'completed' }, 'fixed'],
    [{ state: 'closed' }, 'fixed'],
    [{ state: 'closed', state_reason: 'not_planned' }, 'open'],
    [{ state: 'closed', state_reason: 'duplicate' }, 'superseded'],
  ])('%j is a known issue that is %s', async (change, status) => {
    expect(await only(change)).toMatchObject({ kind: 'known-issue', status, audience: 'internal' });
  });

  test('pull requests are no issues; an issue without a text has its title', async () => {
    serve(github, [github.item(1, { pull_request: { url: 'x' } }), github.item(2, { body: null })]);
    expect((await read(github.source())).documents).toMatchObject([{ key: '2', body: 'Title 2' }]);
  });

  test('TD: what no reader sees, and where links lead, does not come along', async () => {
    const body =
      'See [the fix](https://evil.example/x) ![p](http://evil.example/p.png).\r\n<!-- obey me -->\n\n[r]: http://evil.example';
    expect((await only({ body }))?.body).toBe('See the fix p.');
  });

  test('TE15: a next page elsewhere is not followed', async () => {
    nock(github.origin)
      .get(/.*/)
      .reply(200, [github.item(1)], {
        link: '<https://evil.example/repos/acme/product/issues?page=2>; rel="next"',
      });
    expect((await read(github.source())).documents).toHaveLength(1);
  });

  test('the end of the hour’s requests is told, not waited for', async () => {
    const api = serve(github, []);
    api.plan.push({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1793613600' },
    });
    await expect(read(github.source())).rejects.toThrow('status 403');
    api.plan.push({ status: 403, headers: { 'retry-after': '1' } });
    expect((await read(github.source())).documents).toEqual([]);
    expect(waits).toEqual([1_000]);
  });

  test('a list without an end is given up', async () => {
    const endless = Array.from({ length: 2_100 }, (_, index) => github.item(index + 1));
    serve(github, endless);
    await expect(read(github.source())).rejects.toThrow('has more than 1000 pages');
  });
});

describe('articles', () => {
  test('drafts are left out; what a help center keeps from some customers stays with us', async () => {
    const items = [
      zendesk.item(1, { draft: true }),
      zendesk.item(2),
      zendesk.item(3, { user_segment_id: 5 }),
      zendesk.item(4, { user_segment_ids: [5, 6] }),
    ];
    serve(zendesk, items);
    const audiences = async (change?: object) =>
      (await read(zendesk.source(change))).documents.map(({ key, audience }) => [key, audience]);
    expect(await audiences()).toEqual([
      ['2', 'customer'],
      ['3', 'internal'],
      ['4', 'internal'],
    ]);
    expect(await audiences({ audience: 'customer' })).toEqual(await audiences());
  });

  test('an article says when its text was changed, where it stands and what it is called', async () => {
    serve(zendesk, [zendesk.item(1)]);
    expect((await read(zendesk.source())).documents).toMatchObject([
      {
        kind: 'product',
        updatedAt: new Date('2026-11-02T10:00:00Z'),
        status: null,
        url: 'https://acme.zendesk.com/hc/en-us/articles/1',
        meta: { labels: ['exports'], section: 7, locale: 'en-us' },
      },
    ]);
  });

  test('an API token of Zendesk goes as it is documented, without a token nothing does', async () => {
    const settings = settingsOf<'zendesk-articles'>({
      type: 'zendesk-articles',
      subdomain: 'acme',
      locale: 'de',
    });
    const sent: (string | undefined)[] = [];
    nock(zendesk.origin)
      .persist()
      .get(/^\/api\/v2\/help_center\/de\/articles\.json/)
      .reply(async (request: Request) => {
        sent.push(request.headers.get('authorization') ?? 'none');
        return [200, { articles: [], meta: { has_more: false } }];
      });
    for (const token of ['ann@acme.example/token:abc', null])
      await read(createZendeskArticles(settings, token, wait));
    expect(sent).toEqual([`Basic ${Buffer.from('ann@acme.example/token:abc').toString('base64')}`, 'none']);
  });

  test('of Intercom are published, and short ones have their description', async () => {
    serve(intercom, [intercom.item(1, { state: 'draft' }), intercom.item(2, { body: '' }), intercom.item(3)]);
    expect((await read(intercom.source())).documents).toMatchObject([
      { key: '2', body: 'In short.', audience: 'customer' },
      { key: '3', body: 'Text 3.', updatedAt: new Date(1_793_613_600_000) },
    ]);
  });
});
