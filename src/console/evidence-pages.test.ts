import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testArtifacts } from '../../test/support/artifacts.ts';
import { testDoor } from '../../test/support/door.ts';
import { noIndexing } from '../../test/support/knowledge.ts';
import { loadContent } from '../content/content.ts';
import { readKnowledge } from '../content/knowledge.ts';
import { searchKnowledge } from '../copilot/knowledge-search.ts';
import type { CopilotAnswer } from '../domain/answer.ts';
import { createManualClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { jsonRecord } from '../domain/raw-record.ts';
import { addDays } from '../domain/utc-day.ts';
import { createLog } from '../log.ts';
import { answerQuestion } from '../services/answer-question.ts';
import { checkRecords } from '../services/check-records.ts';
import { configurationId } from '../services/configuration.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { explainChange } from '../services/explain-change.ts';
import { getAccountHealth } from '../services/get-account-health.ts';
import { getFiguresPage } from '../services/get-figures-page.ts';
import { getScorePage } from '../services/get-score-page.ts';
import { ingestEvents } from '../services/ingest-events.ts';
import { openStore } from '../store/store.ts';
import { registerEvidencePages } from './evidence-pages.ts';

const now = new Date('2026-11-21T09:30:00.000Z');
const strangeId = `odd/../id ${'é'.repeat(150)}`;
const subject = '<img src=x onerror=alert(1)> \u202Egnp.exe zero\u200Bwidth';

let services: Services;
let fastify: FastifyInstance;

beforeAll(async () => {
  services = {
    store: await openStore({ kind: 'memory' }),
    content: await loadContent(null),
    knowledge: searchKnowledge({ readFiles: async () => (await readKnowledge(null)).documents }),
    clock: createManualClock(now),
    ids: createIds(),
    log: createLog('silent'),
    door: await testDoor(),
    indexing: noIndexing,
    artifacts: testArtifacts(),
    channels: { alerts: null },
  };
  await ingest([contract('quiet', 'Quiet & <Co>')]);
  await ingest([...yearOf('acme'), contract(strangeId, 'Odd')]);
  fastify = Fastify();
  await registerEvidencePages(fastify, {
    services,
    mayOpen: ({ query }) => {
      const { as } = query as { as?: string };
      return as === undefined ? true : as === 'nobody' ? false : `The link is for <${as}>`;
    },
    linkTo: (path) => `${path}${path.includes('?') ? '&' : '?'}sig=1`,
  });
});

afterAll(async () => {
  await fastify?.close();
  await services?.store.close();
});

describe('a note', () => {
  it('is shown whole, as plain text, with who wrote it and when', async () => {
    const source = { key: 'slack:T1:C1:1', author: 'Ana <i>', url: 'https://acme.slack.com/archives/C1/p1' };
    const note =
      (await services.store.transaction((store) =>
        store.addAccountNote({
          account: 'acme',
          text: `<b>Line</b>\n\n${'x'.repeat(1_900)} end`,
          by: 'csm1',
          at: now,
          source,
        }),
      )) ?? 0;
    const { status, body } = await open(`/evidence/notes/${note}`);
    expect(status).toBe(200);
    for (const text of ['&lt;b&gt;Line&lt;/b&gt;', 'x end', 'csm1', '21 Nov 2026', 'Acme Corporation'])
      expect(body).toContain(text);
    for (const text of ['Ana &lt;i&gt;', 'href="https://acme.slack.com/archives/C1/p1"'])
      expect(body).toContain(text);
    expect((await open(`/evidence/notes/${note + 1}`)).status).toBe(404);
  });
});

describe('a record', () => {
  it('shows where it comes from and what it says', async () => {
    const { status, body } = await open(`/evidence/events/${await seqOf('ticket.created')}`);
    expect(status).toBe(200);
    for (const text of [
      'ticket.created',
      'Use case',
      'reporting',
      'ana@acme.example',
      'Acme Corporation',
      'UTC',
    ]) {
      expect(body).toContain(text);
    }
    expect(body).toContain('USD 12,400.50');
  });

  it('shows what a customer wrote as plain, visible text', async () => {
    const { body } = await open(`/evidence/events/${await seqOf('ticket.created')}`);
    expect(body).not.toContain('<img');
    expect(body).toContain('⟨U+202E⟩gnp.exe zero⟨U+200B⟩width');
    expect(body).toContain('\\u202egnp.exe zero\\u200bwidth');
    expect(body).not.toMatch(/[\u202e\u200b]/);
  });

  it('leads to the records before and after it by time, of one instant by their ids', async () => {
    const read = await services.store.readEvents('acme', { asOf: now, knownAt: Number.MAX_SAFE_INTEGER });
    const key = ({ event }: (typeof read)[number]): string =>
      `${event.at.toISOString()} ${event.source} ${event.id}`;
    const events = read.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    for (const index of [0, 1, 57, events.length - 1]) {
      const { body } = await open(`/evidence/events/${events[index]!.seq}`);
      const before = events[index - 1];
      const after = events[index + 1];
      expect(/rel="prev"[^>]*href="([^"]*)"/.exec(body)?.[1]).toBe(
        before && `/evidence/events/${before.seq}?sig=1`,
      );
      expect(/rel="next"[^>]*href="([^"]*)"/.exec(body)?.[1]).toBe(
        after && `/evidence/events/${after.seq}?sig=1`,
      );
    }
  });

  it('that opens a ticket has a page for whoever takes it over, and no other has', async () => {
    const { status, body } = await open(`/evidence/hand-offs/${await seqOf('ticket.created')}`);
    expect(status).toBe(200);
    for (const text of ['Acme Corporation', 'SLA targets', 'What happened so far', 'First response'])
      expect(body).toContain(text);
    expect(body).not.toContain('<img');
    expect(body).toMatch(/href="\/evidence\/events\/\d+\?sig=1"/);
    expect((await open(`/evidence/hand-offs/${await seqOf('contract.updated')}`)).status).toBe(404);
  });

  it.each(['0', '-1', '1.5', 'abc', '1e3', '99999999999999999999', '<b>'])(
    'refuses the number %s',
    async (seq) => {
      const { status, body } = await open(`/evidence/events/${encodeURIComponent(seq)}`);
      expect(status).toBe(400);
      expect(body).toContain('What to do');
      expect(body).not.toContain('<b>&');
    },
  );

  it('says which records there are when there is none', async () => {
    const { status, body } = await open('/evidence/events/999999');
    expect(status).toBe(404);
    expect(body).toContain(`Records go from 1 to ${await services.store.lastSequence()}`);
  });
});

describe('a score', () => {
  it('shows the numbers of the card, and points that add up to the score', async () => {
    const health = await getAccountHealth({ ...services, member: null }, { accountId: 'acme' });
    const { status, body } = await open(health.url);
    expect(status).toBe(200);
    const table = /<table class="score">.*?<\/table>/s.exec(body)?.[0] ?? '';
    const points = [...table.matchAll(/<td class="number strong">([\d.]+)<\/td>/g)].map((match) =>
      Math.round(Number(match[1]) * 100),
    );
    const total = points.pop();
    expect(total).toBe(Math.round((health.score ?? 0) * 100));
    expect(points.reduce((sum, value) => sum + value, 0)).toBe(total);
    for (const component of health.components) expect(body).toContain(component.reason.slice(0, 20));
  });

  it('computes every value from its readings', async () => {
    const page = await getScorePage({ ...services, member: null }, 'acme', {});
    expect(page.components.filter(({ readings }) => readings.length > 0)).toHaveLength(7);
    for (const { id, readings, combines, hundredths } of page.components) {
      const count = readings.reduce((sum, { weight }) => sum + weight, 0);
      const mean = Math.floor(readings.reduce((sum, { weight, points }) => sum + weight * points, 0) / count);
      expect(hundredths).toBe(combines === 'mean' ? mean : Math.min(...readings.map(({ points }) => points)));
      expect(page.health.components.find((component) => component.id === id)?.value).toBe(
        (hundredths ?? 0) / 100,
      );
    }
  });

  it('of a change shows each component then and now, and its parts add up', async () => {
    const explained = await explainChange(
      { ...services, member: null },
      { accountId: 'acme', since: '2026-10-20' },
    );
    const { status, body } = await open(explained.url);
    expect(status).toBe(200);
    for (const figure of [explained.before, explained.after, Math.abs(explained.change ?? 0)]) {
      expect(body).toContain(figure!.toFixed(2));
    }
    const parts = explained.components.reduce(
      (sum, part) => sum + Math.round(100 * part.contributionChange),
      0,
    );
    expect(parts).toBe(Math.round(100 * explained.change!));
    expect((await open('/evidence/changes/acme?since=yesterday')).status).toBe(400);
    expect((await open('/evidence/changes/acme?since=2099-01-01')).status).toBe(400);
  });

  it('gives the command that computes it again', async () => {
    const { body } = await open('/evidence/scores/acme?asOf=2026-11-20&knownAt=100');
    expect(body).toContain(
      `holdfast replay acme --as-of 2026-11-20T23:59:59.999Z --known-at 100 --profile ${configurationId(services.content)}`,
    );
    const odd = await open(`/evidence/scores/${encodeURIComponent(strangeId)}`);
    expect(odd.body).toContain('holdfast replay &#39;odd/../id ');
  });

  it('does not change when later records come', async () => {
    const path = `/evidence/scores/acme?asOf=2026-11-10&knownAt=${await services.store.lastSequence()}`;
    const before = await open(path);
    await ingest([
      event('late', 'feature.used', 'acme', '2026-11-09T10:00:00Z', { feature: 'late', count: 500 }),
    ]);
    expect((await open(path)).body).toBe(before.body);
  });

  it('says unknown where nothing is known', async () => {
    const { status, body } = await open('/evidence/scores/quiet?knownAt=1');
    expect(status).toBe(200);
    expect(body).toContain('<b class="none">unknown</b>');
    expect(body).toContain('Quiet &amp; &lt;Co&gt;');
    expect(body).toContain('There is no score in these weeks.');
  });

  it('answers under another profile, and says when there is none of that version', async () => {
    expect((await open('/evidence/scores/acme?profile=onboarding@1')).body).toContain(
      '--profile onboarding@1',
    );
    expect((await open('/evidence/scores/acme?profile=none@7')).status).toBe(404);
  });

  it.each([
    ['asOf=yesterday', 'HF_DATE_INVALID'],
    ['asOf=2026-02-30', 'HF_DATE_INVALID'],
    ['knownAt=all', 'HF_USAGE'],
    ['knownAt=999999', 'has not been received yet'],
    ['asOf=2026-01-01&asOf=2026-01-02', 'more than once'],
  ])('refuses %s with the next step', async (query, text) => {
    for (const kind of ['scores', 'figures']) {
      const { status, body } = await open(`/evidence/${kind}/acme?${query}`);
      expect(status).toBe(400);
      expect(body).toContain(text);
      expect(body).toContain('What to do');
    }
  });

  it('of a finding names its rule, and leads to its records with the reader’s signature', async () => {
    const { status, body } = await open('/evidence/findings/acme?rule=no-login');
    expect(status).toBe(200);
    expect(body).toMatch(/Gone quiet.*Health score fell.*Usage fell by half/s);
    expect(body).toMatch(/href="\/evidence\/figures\/acme\?[^"]*sig=1"/);
    expect((await open('/evidence/findings/acme')).status).toBe(400);
    expect((await open('/evidence/findings/acme?rule=none')).status).toBe(404);
    expect((await open('/evidence/findings/nobody?rule=no-login')).status).toBe(404);
  });

  it.each(['/evidence/scores/nobody', '/evidence/figures/nobody', '/evidence/scores/acme?asOf=1999-01-01'])(
    'says that %s has no account then',
    async (path) => {
      const { status, body } = await open(path);
      expect(status).toBe(404);
      expect(body).toContain('HF_ACCOUNT_UNKNOWN');
    },
  );
});

describe('daily figures', () => {
  it('agree with what the score reads', async () => {
    const { windows, facts, weeks } = await getFiguresPage({ ...services, member: null }, 'acme', {});
    const [seven, month, quarter, half] = windows;
    expect([month!.activeDays, quarter!.activeDays, half!.activeDays]).toEqual([
      facts.engagedDays28,
      facts.engagedDays84,
      facts.engagedDays168,
    ]);
    expect([seven!.users, month!.users, quarter!.features]).toEqual([
      facts.users7,
      facts.users28,
      facts.features84,
    ]);
    expect([seven!.counts.actions, seven!.counts.errors]).toEqual([facts.uses7, facts.errors7]);
    expect([month!.counts.ticketsCreated, quarter!.counts.csatSum]).toEqual([
      facts.ticketsCreated28,
      facts.csatSum84,
    ]);
    expect(half!.counts.npsCount).toBe(facts.npsCount168);
    expect(weeks.flatMap(({ days }) => days)).toHaveLength(84);
    expect(weeks.reduce((sum, { counts }) => sum + counts.actions, 0)).toBe(quarter!.counts.actions);
  });

  it('show days without anything as zero', async () => {
    const { status, body } = await open('/evidence/figures/acme');
    expect(status).toBe(200);
    expect(body.match(/<th scope="row"><time/g)).toHaveLength(84);
    expect(body).toMatch(/Sun 15 Nov<\/time><\/th><td class="number zero">0<\/td>/);
    expect(body).toContain('<title id="uses-t">Uses per day</title>');
  });

  it('of an account without any are no error', async () => {
    const { status, body } = await open('/evidence/figures/quiet');
    expect(status).toBe(200);
    expect(body).toContain('Nothing was counted in these days.');
    expect(body).toContain('No figure in the last 84 days.');
  });
});

describe('an answer', () => {
  const hostile = 'import stops with SCHEMA_DRIFT <script>alert(1)</script> \u202Egnp.exe';
  const ask = async (text: string, account: string | null = null): Promise<CopilotAnswer> => {
    const ctx: RequestContext = { ...services, member: null };
    return (await answerQuestion(ctx, { text, account, ticket: account && 'T-1', by: 'desk<b>' })).answer;
  };

  it('shows the question, for whom, how sure it was, and each sentence with its passage as it was then', async () => {
    const answer = await ask('import stops with SCHEMA_DRIFT because a column was added', 'acme');
    if (answer.kind !== 'answer') throw new Error('not covered');
    const { status, body } = await open(`/evidence/answers/${answer.id}`);
    expect(status).toBe(200);
    for (const text of [
      ...[answer.id, answer.question, 'Acme Corporation', '21 Nov 2026, 09:30:00 UTC', 'desk&lt;b&gt;'],
      ...[`${Math.round(answer.confidence * 100)} %`, 'Our own people', 'No model was asked'],
    ])
      expect(body).toContain(text);
    for (const { text, passageIds } of answer.sentences) {
      expect(body).toContain(text.replaceAll('>', '&gt;'));
      for (const id of passageIds) {
        const place = 1 + answer.passages.findIndex((passage) => passage.id === id);
        expect(body).toContain(`href="#cited-${place}"`);
        expect(body).toContain(`id="cited-${place}"`);
      }
    }
    expect(body).toMatch(/href="\/evidence\/knowledge\/schema-drift-added-column#passage-0\?sig=1"/);
    expect(body).toMatch(/href="\/evidence\/events\/\d+\?sig=1"><bdi>T-1/);
    expect(body).toContain('Found and not cited');
  });

  it('stays what it was when its documents are gone', async () => {
    const answer = await ask('import stops with SCHEMA_DRIFT because a column was added');
    const bare = Fastify();
    const knowledge = searchKnowledge({ readFiles: async () => [] });
    await registerEvidencePages(bare, { services: { ...services, knowledge }, mayOpen: () => true });
    const { body } = await bare.inject(`/evidence/answers/${answer.id}`);
    expect(body).toContain('Compare with last file');
    await bare.close();
  });

  it('that is none says so, with what came close', async () => {
    const { id } = await ask('is there a way to bake bread at home');
    const { status, body } = await open(`/evidence/answers/${id}`);
    expect(status).toBe(200);
    expect(body).toContain('<b>Not covered:</b>');
    expect(body).not.toContain('What it stands on');
    expect(body).not.toContain('Its sentences are');
  });

  it('shows hostile questions and notes as plain, visible text', async () => {
    const { id } = await ask(hostile);
    const note = '<img src=x onerror=alert(1)> \u202Eevil';
    const word = { answerId: id, by: '<i>app</i>', documentId: null, note, at: now };
    await services.store.giveVerdict({ ...word, verdict: 'wrong_article' });
    const { body } = await open(`/evidence/answers/${id}`);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ⟨U+202E⟩gnp.exe');
    expect(body).toContain('<b>Wrong article</b>');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt; ⟨U+202E⟩evil');
    expect(body).not.toMatch(/<script|<img|<i>|\u202e/);
  });

  it.each([
    ['nothing', "There is no answer 'nothing'"],
    [encodeURIComponent('<script>'), '&lt;script&gt;'],
    ['a/b', "There is no answer 'a/b'"],
    [encodeURIComponent('\u{1F600}'), 'There is no answer'],
    ['x'.repeat(4_000), 'There is no answer'],
  ])('%s is none', async (id, text) => {
    const { status, body } = await open(`/evidence/answers/${id}`);
    expect(status).toBe(404);
    expect(body).toContain(text.replaceAll("'", '&#39;'));
    expect(body).not.toContain('<script');
  });
});

describe('every page', () => {
  it('is private, unindexed and runs nothing', async () => {
    for (const path of [
      '/evidence/events/1',
      '/evidence/scores/acme',
      '/evidence/figures/acme',
      '/evidence/answers/nothing',
      '/evidence/nothing',
    ]) {
      const { headers, body } = await open(path);
      expect(headers['cache-control']).toBe('private, no-store');
      expect(headers['x-robots-tag']).toContain('noindex');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
      expect(body).not.toMatch(/<script|<style|<[^>]*( style=|https?:| on[a-z]+=)/);
    }
  });

  it('opens for those who may, and says why not to others', async () => {
    expect((await open('/evidence/events/1?as=nobody')).status).toBe(403);
    const { status, body } = await open('/evidence/scores/acme?as=somebody');
    expect(status).toBe(403);
    expect(body).toContain('The link is for &lt;somebody&gt;');
    expect(body).not.toContain('Acme');
  });

  it('links only through the reader’s own addresses', async () => {
    const { body } = await open('/evidence/scores/acme');
    const links = [...body.matchAll(/href="(\/evidence\/(?!assets)[^"]*)"/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(link).toMatch(/sig=1$/);
  });

  it('takes ids with slashes, blanks and two hundred characters', async () => {
    for (const kind of ['scores', 'figures']) {
      expect((await open(`/evidence/${kind}/${encodeURIComponent(strangeId)}`)).status).toBe(200);
    }
  });

  it('serves its style without asking who reads', async () => {
    const { status, headers } = await open('/evidence/assets/style.css?as=nobody');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/css');
  });

  it('does not show what broke, only its trace', async () => {
    const broken = Fastify();
    const store = { ...services.store, findEvent: () => Promise.reject(new Error('password=hunter2')) };
    await registerEvidencePages(broken, { services: { ...services, store }, mayOpen: () => true });
    const { statusCode, body } = await broken.inject('/evidence/events/1');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('hunter2');
    expect(body).toMatch(/trace \w{8}/);
    await broken.close();
  });
});

async function open(url: string) {
  const { statusCode, headers, body } = await fastify.inject(url);
  return { status: statusCode, headers, body };
}

async function seqOf(type: string): Promise<number> {
  const [found] = await services.store.readEvents('acme', { asOf: now, knownAt: Number.MAX_SAFE_INTEGER }, [
    type,
  ]);
  return found?.seq ?? 0;
}

async function ingest(events: readonly Record<string, unknown>[]): Promise<void> {
  const encoder = new TextEncoder();
  const records = events.map((raw, index) => jsonRecord(index + 1, encoder.encode(JSON.stringify(raw))));
  const { refused } = await ingestEvents(services, checkRecords(services, 'test', records));
  expect(refused).toEqual([]);
}

function event(id: string, type: string, account: string, ts: string, payload: object, more: object = {}) {
  return { id, type, account, ts, payload, ...more };
}

function contract(account: string, name: string) {
  return event(`c-${account.slice(0, 20)}`, 'contract.updated', account, '2026-11-01T00:00:00Z', { name });
}

/** Nine months: use on working days by three people, and something for every component. */
function yearOf(account: string) {
  const events = [
    event('c', 'contract.updated', account, '2026-01-01T00:00:00Z', {
      name: 'Acme Corporation',
      seats: 9,
      startsOn: '2025-06-01',
    }),
    event(
      't',
      'ticket.created',
      account,
      '2026-11-12T10:00:00Z',
      { ticketId: 'T-1', priority: 'P1', subject, amount: { amount: 1_240_050, currency: 'USD' } },
      { user: 'ana@acme.example', useCase: 'reporting' },
    ),
    event('r', 'ticket.resolved', account, '2026-11-13T10:00:00Z', { ticketId: 'T-1', csat: 4 }),
    event('n', 'survey.responded', account, '2026-10-01T10:00:00Z', { kind: 'nps', score: 9 }),
    event('i', 'billing.invoice', account, '2026-10-01T00:00:00Z', {
      invoiceId: 'I-1',
      status: 'overdue',
      dueOn: '2026-11-01',
    }),
  ];
  for (let back = 0; back < 180; back++) {
    const day = addDays('2026-11-20', -back);
    if ([0, 6].includes(new Date(day).getUTCDay())) continue;
    const user = ['ana', 'bo', 'cy'][back % 3];
    events.push(
      event(
        `u${back}`,
        'feature.used',
        account,
        `${day}T09:00:00Z`,
        { feature: `f${back % 5}`, count: 1 + (back % 7) },
        { user },
      ),
    );
    if (back % 4 === 0)
      events.push(event(`e${back}`, 'error.raised', account, `${day}T09:00:00Z`, { code: 'TIMEOUT' }));
    if (back % 30 === 2) events.push(event(`s${back}`, 'sponsor.touch', account, `${day}T11:00:00Z`, {}));
  }
  return events;
}
