import { describe, expect, it } from 'vitest';
import { slackLimits } from '../bot/slack/limits.ts';
import { renderView } from '../bot/slack/render.ts';
import type { TicketReport } from '../domain/ticket-report.ts';
import { type BugListRow, bugListView } from './bug-list-view.ts';
import { type BugRow, bugView, precisionWords, type ShownBug } from './bug-view.ts';
import { linkButton, pairButton, readLinkButton, readPairButton } from './link-button.ts';
import { shortenLine } from './shorten-line.ts';
import { ticketView } from './ticket-view.ts';
import { textOf, type View } from './view.ts';

const place = (on: string, url: string) => ({ at: `${on}T12:00:00.000Z`, url });
const row = (id: string, given: Partial<BugRow> = {}): BugRow => ({
  id,
  name: `${id} Ltd`,
  status: 'active',
  tier: 'pro',
  arr: { amount: 100_000, currency: 'USD' },
  renewsOn: '2026-12-31',
  openTickets: [],
  hits: 2,
  trend: [0, 1, 0, 1],
  firstHit: place('2026-11-01', '/evidence/events/1'),
  lastHit: place('2026-11-20', '/evidence/events/2'),
  evidence: {
    arr: '/evidence/events/3',
    tier: '/evidence/events/4',
    renewsOn: '/evidence/events/5',
    hits: '/evidence/issues/x?knownAt=9&account=a',
  },
  ...given,
});
const bug = (given: Partial<ShownBug> = {}): ShownBug => ({
  issue: {
    id: 'x',
    title: 'Pipelines stop',
    severity: 'P1',
    status: 'open',
    fixedIn: null,
    supersededBy: null,
  },
  upToDate: true,
  accounts: [row('a')],
  waiting: 0,
  suggestions: [],
  precision: [],
  notices: [],
  total: {
    accounts: 1,
    hits: 2,
    openTickets: 0,
    arr: [{ amount: 100_000, currency: 'USD' }],
    accountsWithoutArr: 0,
  },
  url: '/evidence/issues/x?knownAt=9',
  ...given,
});
const wordsOf = (view: View): string =>
  JSON.stringify(view.blocks).replaceAll('\\u00a0', ' ').replaceAll('\u00a0', ' ');
const drawn = (view: View) => renderView(view, (path) => `https://holdfast.example${path}`);

describe('the card of a bug', () => {
  it('links every figure of an account to its record', () => {
    const table = bugView(bug()).blocks.find((block) => block.kind === 'table');
    const cells = table?.kind === 'table' ? (table.rows[0] ?? []) : [];
    expect(
      cells.map((spans) => [
        textOf(spans).replaceAll('\u00a0', ' '),
        spans.flatMap(({ link }) => link ?? []),
      ]),
    ).toEqual([
      ['a Ltd\npro', ['/evidence/events/4']],
      ['USD 1,000.00', ['/evidence/events/3']],
      ['31 Dec 2026', ['/evidence/events/5']],
      ['0', ['/evidence/issues/x?knownAt=9&account=a']],
      ['2', ['/evidence/issues/x?knownAt=9&account=a']],
      ['1 Nov 2026\n20 Nov 2026', ['/evidence/events/1', '/evidence/events/2']],
      ['0 · 1 · 0 · 1', ['/evidence/issues/x?knownAt=9&account=a']],
    ]);
  });

  it.each([
    ['open', 'P1', 1, 'bad'],
    ['open', 'P3', 1, 'warning'],
    ['open', 'P1', 0, 'neutral'],
    ['fixed', 'P1', 1, 'good'],
  ])('%s with severity %s and %s accounts looks %s', (status, severity, accounts, tone) => {
    const given = bug();
    const view = bugView({
      ...given,
      issue: { ...given.issue, status, severity },
      total: { ...given.total, accounts },
    });
    expect(view.blocks[0]).toMatchObject({ kind: 'heading', tone });
  });

  it('says what is not known instead of leaving it out', () => {
    const unknown = row('u', {
      arr: null,
      tier: null,
      renewsOn: null,
      status: 'ended',
      evidence: { arr: null, tier: null, renewsOn: null, hits: '/evidence/issues/x' },
    });
    const total = { ...bug().total, accountsWithoutArr: 2 };
    const words = wordsOf(bugView(bug({ accounts: [unknown], total, upToDate: false })));
    expect(words).toContain('(left)');
    expect(words).toContain('and 2 accounts whose ARR is unknown');
    expect(words).toContain('Newer records are still being matched.');
    expect(
      wordsOf(bugView(bug({ accounts: [], total: { ...total, accounts: 0, arr: [], hits: 0 } }))),
    ).toContain('No account is known to be hit.');
  });

  it('asks for at most three records, with how sure it is and why', () => {
    const suggestion = (seq: number) => ({
      seq,
      at: '2026-11-20T12:00:00.000Z',
      account: { id: 'a', name: 'A' },
      title: `Ticket ${seq}`,
      confidence: 0.85,
      reason: '“X_1” stands in it',
      url: `/evidence/events/${seq}`,
    });
    const words = wordsOf(bugView(bug({ waiting: 9, suggestions: [1, 2, 3, 4].map(suggestion) })));
    expect(words).toContain('9 records may be about it');
    expect(words).toContain('85 % sure: “X_1” stands in it');
    expect(words.match(/link-confirm/g)).toHaveLength(3);
    expect(words).not.toContain('Ticket 4');
  });

  it('counts its notices and offers to review those that wait', () => {
    const notice = (state: string) => ({ state, batch: 'issue.x.1' });
    const words = wordsOf(
      bugView(bug({ notices: [notice('done'), notice('proposed'), notice('proposed')] })),
    );
    expect(words).toContain('1 sent, 2 waiting');
    expect(words).toContain('Review 2 notices');
    expect(wordsOf(bugView(bug({ notices: [notice('done')] })))).not.toContain('Review');
  });

  it('stays within the limits of a message, however long its values are', () => {
    const long = 'W'.repeat(5_000);
    const accounts = Array.from({ length: 60 }, (_, index) => row(`a${index}`, { name: long, tier: long }));
    const given = bug({ accounts, total: { ...bug().total, accounts: 60 } });
    const view = bugView({ ...given, issue: { ...given.issue, title: long } });
    for (const { blocks, text } of drawn(view)) {
      expect(blocks.length).toBeLessThanOrEqual(slackLimits.blocks);
      expect(text.length).toBeLessThanOrEqual(slackLimits.fallbackText);
    }
    expect(wordsOf(view)).toContain('45 accounts more');
  });
});

describe('how people judged suggestions', () => {
  it('is said by method, or that nobody did', () => {
    const method = {
      method: 'text' as const,
      decided: 4,
      confirmed: 3,
      counted: 0,
      waiting: 0,
      precision: 0.75,
    };
    expect(precisionWords([method])).toBe('Confirmed so far, by method: text 3 of 4 (75 %).');
    expect(precisionWords([{ ...method, decided: 0 }])).toContain('not known');
  });
});

describe('the list of bugs', () => {
  const line = (id: string, accounts: number, waiting = 0): BugListRow => ({
    issue: { ...bug().issue, id },
    accounts,
    waiting,
    hits: accounts,
    lastHitAt: null,
    url: `/evidence/issues/${id}`,
  });

  it('shows those that hit somebody or wait for an answer, and counts the others', () => {
    const words = wordsOf(bugListView([line('hits', 3), line('asks', 0, 1), line('silent', 0)]));
    expect(words).toContain('3 known issues');
    expect(words).toContain('1 more hit nobody that we know of.');
    expect(words).not.toContain('silent');
    expect(wordsOf(bugListView([line('silent', 0)]))).toContain('None of them is known to hit anybody.');
    expect(wordsOf(bugListView([]))).toContain('The knowledge holds no known issue.');
    expect(wordsOf(bugListView(Array.from({ length: 40 }, (_, index) => line(`i${index}`, 1))))).toContain(
      '10 more are not shown.',
    );
  });
});

describe('the card of a ticket', () => {
  const shown: TicketReport = {
    ticket: {
      seq: 7,
      ticketId: 'T-1',
      account: { id: 'a', name: 'A' },
      at: '2026-11-20T12:00:00.000Z',
      subject: 'It fails',
      priority: null,
      tags: [],
      open: true,
      url: '/evidence/events/7',
    },
    windowHours: 2,
    nearby: [],
    truncated: false,
    issues: [],
    duplicates: [],
    triage: [],
    judged: { confirmed: 0, rejected: 0 },
  };

  it('says that nothing is known where nothing is', () => {
    const words = wordsOf(ticketView(shown));
    expect(words).toContain('No known issue is like it.');
    expect(words).toContain('No deploy, no change of a setting, no error, no incident.');
    expect(wordsOf(ticketView({ ...shown, ticket: { ...shown.ticket, subject: '' } }))).toContain(
      '"Ticket T-1"',
    );
  });

  it('shows what happened before and after, what it may be about, and what its words speak for', () => {
    const near = (minutes: number, title: string) => ({
      at: '',
      minutes,
      kind: 'deploy',
      title,
      eventId: 'e1',
      url: '/evidence/events/1',
    });
    const issue = {
      page: '/evidence/knowledge/x',
      help: 'Press Load again.',
      issueId: 'x',
      title: 'X',
      status: 'open',
      confidence: 0.6,
      reason: 'why',
      url: '/evidence/issues/x',
    };
    const duplicate = {
      seq: 3,
      ticketId: 'T-0',
      account: { id: 'b', name: 'B' },
      at: '2026-11-01T00:00:00.000Z',
      subject: '',
      confidence: 0.5,
      state: null,
      url: '/evidence/events/3',
    };
    const words = wordsOf(
      ticketView({
        ...shown,
        nearby: [near(-3, 'one'), near(0, 'two'), near(9, 'three')],
        truncated: true,
        issues: [
          { ...issue, state: 'suggested' },
          { ...issue, issueId: 'y', state: 'rejected' },
          { ...issue, issueId: 'z', state: 'confirmed' },
        ],
        duplicates: [
          duplicate,
          { ...duplicate, seq: 4, state: 'confirmed' },
          { ...duplicate, seq: 5, state: 'rejected' },
        ],
        judged: { confirmed: 3, rejected: 1 },
        triage: [
          { field: 'priority', value: 'P0', confidence: 0.9, reason: 'data is lost', verdict: 'waiting' },
        ],
      }),
    );
    for (const part of [
      'Press Load again.',
      '3 min before',
      'at the same minute',
      '9 min after',
      'More happened',
      '3 of 4 were confirmed (75 %)',
    ])
      expect(words).toContain(part);
    for (const part of [
      'Priority P0?',
      '90 % sure: data is lost',
      '(waits for approval)',
      '(linked)',
      'no subject',
    ])
      expect(words).toContain(part);
    expect(words.match(/link-confirm/g)).toHaveLength(1);
    expect(words.match(/duplicate-confirm/g)).toHaveLength(1);
    expect(words).not.toContain('"y"');
  });
});

describe('the values of buttons', () => {
  it('are read as they were written, and nothing else is', () => {
    expect(readLinkButton(linkButton({ issueId: 'a-1', seq: 12 }))).toEqual({ issueId: 'a-1', seq: 12 });
    expect(readPairButton(pairButton({ seq: 1, otherSeq: 2 }))).toEqual({ seq: 1, otherSeq: 2 });
    for (const value of ['', 'a', 'a b', 'A 1', 'a 1 2', "a' 1", 'a -1', '1 99999999999999999']) {
      expect(readLinkButton(value)).toBeNull();
      expect(readPairButton(value)).toBeNull();
    }
  });
});

describe('a shortened line', () => {
  it.each([
    ['a\n b\t c', 10, 'a b c'],
    ['abcdef', 4, 'abc…'],
    ['👩‍🚀👩‍🚀', 2, '👩…'],
    ['', 4, ''],
  ])('of %j to %s is %j', (text, length, shortened) => {
    expect(shortenLine(text, length)).toBe(shortened);
  });
});
