import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '../domain/clock.ts';
import type { SourceSettings } from '../domain/source-settings.ts';
import { openSources } from './knowledge.ts';

const config = {
  overrides: '/etc/holdfast',
  githubToken: 'github-token',
  connectors: {
    smtp: null,
    hubspot: null,
    intercom: { token: 'intercom-token' },
    zendesk: { subdomain: 'acme', token: 'zendesk-token' },
  },
};
const store = { readChangedTickets: async () => ({ events: [], upTo: 0 }) };
const help: SourceSettings = { name: 'help', type: 'zendesk-articles', subdomain: 'acme', locale: 'en' };
const bugs: SourceSettings = {
  name: 'bugs',
  type: 'github-issues',
  repository: 'acme/product',
  labels: ['bug'],
  audience: 'internal',
};
const articles: SourceSettings = { name: 'articles', type: 'intercom-articles', hosting: 'us' };

const open = (settings: readonly SourceSettings[], change: object = {}) =>
  openSources({ ...config, ...change }, settings, store, createClock());
const read = async (settings: SourceSettings, change: object = {}) =>
  await open([settings], change).at(-1)?.read(null, new AbortController().signal);

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

describe('the sources of an installation', () => {
  test('are our files, solved tickets, and then what knowledge.yaml names', () => {
    const folder: SourceSettings = {
      name: 'docs',
      type: 'folder',
      path: 'x',
      kind: 'product',
      audience: 'internal',
    };
    const wiki: SourceSettings = {
      name: 'wiki',
      type: 'langchain',
      module: './w.mjs',
      export: 'W',
      arguments: [],
      kind: 'product',
      audience: 'internal',
    };
    const sources = open([folder, bugs, help, articles, wiki]);
    expect(sources.map(({ name }) => name)).toEqual([
      'files',
      'tickets',
      'docs',
      'bugs',
      'help',
      'articles',
      'wiki',
    ]);
    expect(sources.map(({ description }) => description).join()).not.toContain('-token');
    expect(sources[2]?.description).toBe('Markdown of /etc/holdfast/x');
  });

  test.each([
    [bugs, 'https://api.github.com', 'Bearer github-token', []],
    [help, 'https://acme.zendesk.com', 'Bearer zendesk-token', { articles: [], meta: { has_more: false } }],
    [articles, 'https://api.intercom.io', 'Bearer intercom-token', { type: 'list', data: [] }],
  ] as const)(
    '$name goes to its vendor with its own token',
    async (settings, origin, authorization, body) => {
      nock(origin, { reqheaders: { authorization } })
        .get(/.*/)
        .reply(200, body as nock.Body);
      expect(await read(settings)).toMatchObject({ documents: [], problems: [] });
    },
  );

  test('a token of Zendesk goes to its own subdomain and to no other', async () => {
    nock('https://other.zendesk.com', { badheaders: ['authorization'] })
      .get(/.*/)
      .reply(200, { articles: [], meta: { has_more: false } });
    expect(await read({ ...help, subdomain: 'other' })).toMatchObject({ documents: [] });
  });

  test('public issues are read without a token', async () => {
    nock('https://api.github.com', { badheaders: ['authorization'] })
      .get(/.*/)
      .reply(200, []);
    expect(await read(bugs, { githubToken: null })).toMatchObject({ documents: [] });
  });

  test('articles of Intercom without a token are refused at the start', () => {
    const connectors = { ...config.connectors, intercom: null };
    expect(() => open([articles], { connectors })).toThrow(
      "The source 'articles' of knowledge.yaml needs INTERCOM_TOKEN",
    );
  });
});
