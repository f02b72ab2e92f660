import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { findUncitedFigures } from '../copilot/check-figures.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import type { Store } from '../store/store.ts';
import { ask } from './ask.ts';
import { explainChange } from './explain-change.ts';
import { getAccountHealth } from './get-account-health.ts';
import { getTimeline } from './get-timeline.ts';
import { requireAccount } from './resolve-account.ts';

const now = '2026-11-21T12:00:00.000Z';
const today: UtcDay = '2026-11-21';

let ctx: Awaited<ReturnType<typeof testContext>>;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  const content = (await testContext(store, now)).content;
  const customTypes = new Map([['note.added', { name: 'note.added', feeds: 'none' as const, required: {} }]]);
  ctx = await testContext(store, now, { ...content, customTypes });
  const at = (age: number): UtcDay => addDays(today, -age);
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', at(300), {
      name: 'Acme Corporation',
      aliases: ['ACM'],
      domains: ['acme.example'],
      externalIds: ['crm-77'],
      seats: 3,
    }),
    sampleEvent('contract.updated', 'acme-eu', at(300), { name: 'Acme Europe 24' }),
    ...Array.from({ length: 40 }, (_, index) =>
      sampleEvent(
        'feature.used',
        'acme',
        at(20 + index * 2),
        { feature: `f${index % 5}` },
        { user: `u${index % 3}` },
      ),
    ),
    ...[40, 60, 80].map((age) => sampleEvent('sponsor.touch', 'acme', at(age))),
    sampleEvent('ticket.created', 'acme', at(12), {
      ticketId: 't4711',
      priority: 'P1',
      subject: 'Export fails',
    }),
    sampleEvent('ticket.resolved', 'acme', at(11), { ticketId: 't4711', csat: 2 }),
    sampleEvent('billing.invoice', 'acme', at(9), {
      invoiceId: 'inv-9',
      status: 'overdue',
      dueOn: at(20),
      amount: { amount: 1_240_050, currency: 'USD' },
    }),
    sampleEvent('deployment.published', 'acme', at(5), { version: '4.2.1' }),
    sampleEvent('note.added', 'acme', at(4), {}),
    sampleEvent('user.session', 'acme-eu', `${today}T11:00:00Z`),
    ...['north', 'south'].map((side) =>
      sampleEvent('contract.updated', `twin-${side}`, '2026-11-01', { name: `Twin ${side}` }),
    ),
  ]);
});

afterAll(() => close());

describe('an answer in words (A4)', () => {
  it.each([
    ['how is Acme Corporation doing?', 'health'],
    ['health ACM', 'health'],
    ['why did Acme Corporation drop since 1 Oct?', 'why'],
    ['why acme', 'why'],
    ['timeline acme 60', 'timeline'],
    ['what happened at acme.example?', 'timeline'],
  ])('to %j cites a record for every figure', async (text, kind) => {
    const answer = await ask(ctx, text);
    expect(answer).toMatchObject({
      kind,
      abstained: false,
      account: { id: 'acme', name: 'Acme Corporation' },
    });
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { url } of answer.citations) expect(url).toMatch(/^\/evidence\/(events|scores|changes)\//);
    // The records themselves, read by the services that give them, not through the answer.
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    const change = await explainChange(ctx, {
      accountId: 'acme',
      since: kind === 'why' && text.includes('Oct') ? '2026-10-01' : undefined,
    });
    const timeline = await getTimeline(ctx, { accountId: 'acme', days: 60 });
    const percent = String(Math.round(health.confidence * 100));
    const truth = [
      JSON.stringify(kind === 'health' ? health : kind === 'why' ? change : timeline),
      ...(kind === 'health' ? [percent, 'of 100, in 7 days, in 30 days'] : []),
    ];
    expect(answer.text).toMatch(/\d/);
    expect(
      findUncitedFigures(
        answer.text,
        truth.map((content) => ({ id: '', title: '', url: '', content })),
      ),
    ).toEqual([]);
  });

  it('a planted figure would be caught', async () => {
    const { text } = await ask(ctx, 'health acme');
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    const record = { id: '', title: '', url: '', content: JSON.stringify(health) };
    expect(findUncitedFigures(`${text} Its ARR is 987,654.`, [record])).toContain('987654');
  });

  it('has the figures of the card (A1)', async () => {
    const { text, confidence } = await ask(ctx, 'how is acme doing?');
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    expect(text).toContain(`Acme Corporation: ${health.score?.toFixed(2)} of 100, ${health.band}`);
    expect(confidence).toBe(health.confidence);
  });

  it('is about the moment that is asked about', async () => {
    const asOf = new Date(`${addDays(today, -15)}T00:00:00Z`);
    const { text } = await ask(ctx, 'health acme', { asOf });
    expect(text).toContain('as of 6 Nov 2026, 00:00 UTC');
    expect(text).not.toContain('4711');
  });

  it('to a name that fits several gives all of them and no guess (A5)', async () => {
    const answer = await ask(ctx, 'how is Twin doing?');
    expect(answer).toMatchObject({ kind: 'ambiguous', abstained: true, citations: [] });
    expect(answer.candidates?.map(({ id }) => id).sort()).toEqual(['twin-north', 'twin-south']);
    expect(answer.text).not.toMatch(/\d/);
  });

  it.each([
    ['health Zyxwvut', 'unknown_account'],
    ['colourless green ideas sleep furiously', 'not_covered'],
  ])('to %j abstains', async (text, kind) => {
    expect(await ask(ctx, text)).toMatchObject({ kind, abstained: true, citations: [] });
  });

  it('to help explains what can be asked', async () => {
    expect(await ask(ctx, 'help')).toMatchObject({ kind: 'help', abstained: false });
  });
});

describe('resolving a name (A5)', () => {
  it.each(['acme', 'ACM', 'acme.example', 'crm-77', 'Acme Corporation', 'acme corporatoin'])(
    '%j is acme',
    async (text) => {
      expect(await requireAccount(ctx, text)).toBe('acme');
    },
  );

  it('an unknown name is refused with the closest ones', async () => {
    await expect(requireAccount(ctx, 'Acme Asia')).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
      next: expect.stringContaining('acme'),
    });
    await expect(requireAccount(ctx, '   ')).rejects.toMatchObject({ code: 'HF_ACCOUNT_UNKNOWN' });
  });

  it('an ambiguous one is refused with its candidates', async () => {
    await expect(requireAccount(ctx, 'twin')).rejects.toMatchObject({
      code: 'HF_ACCOUNT_AMBIGUOUS',
      fields: { candidates: [{ id: 'twin-north' }, { id: 'twin-south' }] },
    });
  });
});

describe('the timeline', () => {
  it('goes back 90 days, newest first, without daily use', async () => {
    const { entries, from, to, truncated } = await getTimeline(ctx, { accountId: 'acme' });
    expect(entries.map(({ kind }) => kind)).toEqual([
      'other',
      'deploy',
      'billing',
      'ticket',
      'ticket',
      'sponsor',
      'sponsor',
      'sponsor',
    ]);
    expect([from, to, truncated]).toEqual([`${addDays(today, -90)}T00:00:00.000Z`, now, false]);
    expect(entries[2]?.title).toBe('Invoice inv-9 overdue: USD 12,400.50');
  });

  it.each([
    [['ticket' as const], ['ticket', 'ticket']],
    [
      ['deploy' as const, 'billing' as const],
      ['deploy', 'billing'],
    ],
    [['other' as const], ['other']],
    [['incident' as const], []],
  ])('filtered by %j shows %j', async (kinds, shown) => {
    const { entries } = await getTimeline(ctx, { accountId: 'acme', kinds });
    expect(entries.map(({ kind }) => kind)).toEqual(shown);
  });

  it('shows use to whoever asks for it', async () => {
    const { entries, truncated } = await getTimeline(ctx, { accountId: 'acme', kinds: ['use'], limit: 3 });
    expect(entries.map(({ kind }) => kind)).toEqual(['use', 'use', 'use']);
    expect(truncated).toBe(true);
  });

  it('has a limit, and says when more happened', async () => {
    expect(await getTimeline(ctx, { accountId: 'acme', limit: 2 })).toMatchObject({
      truncated: true,
      entries: [{}, {}],
    });
    expect(await getTimeline(ctx, { accountId: 'acme', limit: 8 })).toMatchObject({ truncated: false });
  });

  it('ends at the moment that is asked about and begins at the start of its first day', async () => {
    const asOf = new Date(`${addDays(today, -9)}T12:00:00Z`);
    const { entries } = await getTimeline(ctx, { accountId: 'acme', asOf, days: 2 });
    expect(entries.map(({ kind }) => kind)).toEqual(['billing', 'ticket']);
    const before = await getTimeline(ctx, { accountId: 'acme', asOf: new Date(asOf.getTime() - 1), days: 3 });
    expect(before.entries.map(({ kind }) => kind)).toEqual(['ticket', 'ticket']);
  });

  it('of an unknown account is refused', async () => {
    await expect(getTimeline(ctx, { accountId: 'nobody' })).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
    });
  });
});

describe('an explained change (A10)', () => {
  it('sums over its components to the change of the score, exactly', async () => {
    for (const since of [1, 7, 30, 100, 290].map((age) => addDays(today, -age))) {
      const { before, after, change, components } = await explainChange(ctx, { accountId: 'acme', since });
      const cents = (points: number): number => Math.round(points * 100);
      const sum = components.reduce((total, { contributionChange }) => total + cents(contributionChange), 0);
      expect(sum).toBe(cents(change ?? 0));
      expect(cents(change ?? 0)).toBe(cents(after ?? 0) - cents(before ?? 0));
    }
  });

  it('names the largest movement first and the events in between, newest first', async () => {
    const { components, events, since } = await explainChange(ctx, {
      accountId: 'acme',
      since: addDays(today, -11),
    });
    const moves = components.map(({ contributionChange }) => Math.abs(contributionChange));
    expect(moves).toEqual([...moves].sort((a, b) => b - a));
    expect(moves[0]).toBeGreaterThan(0);
    expect(events.map(({ kind }) => kind)).toEqual(['other', 'deploy', 'billing']);
    expect(since).toBe(addDays(today, -11));
  });

  it('against a day before the account’s first event has no change to explain', async () => {
    const explained = await explainChange(ctx, { accountId: 'acme', since: addDays(today, -301) });
    expect(explained).toMatchObject({ before: null, change: null, after: expect.any(Number) });
    expect(explained.components[0]?.reasonBefore).toContain('No event up to');
  });

  it('between two days ends with the second: nothing after it counts, and the page of it says the same', async () => {
    const [since, until] = [addDays(today, -100), addDays(today, -11)];
    const explained = await explainChange(ctx, { accountId: 'acme', since, until });
    const now = await explainChange(ctx, { accountId: 'acme', since });
    const tail = await explainChange(ctx, { accountId: 'acme', since: until });
    const cents = (points: number | null): number => Math.round((points ?? 0) * 100);
    expect(explained).toMatchObject({ since, until, asOf: `${until}T23:59:59.999Z` });
    expect(cents(explained.change) + cents(tail.change)).toBe(cents(now.change));
    expect(explained.events.every(({ at }) => at.slice(0, 10) > since && at.slice(0, 10) <= until)).toBe(
      true,
    );
    expect(new URL(explained.url, 'http://x').searchParams.get('asOf')).toBe(explained.asOf);
    expect(await explainChange(ctx, { accountId: 'acme', since, until: today })).toMatchObject({
      change: now.change,
    });
  });

  it.each([
    ['the same day', { since: addDays(today, -5), until: addDays(today, -5) }, 'For that day alone'],
    [
      'days the wrong way round',
      { since: addDays(today, -5), until: addDays(today, -9) },
      'The other way round',
    ],
    ['a day ahead', { since: addDays(today, -5), until: addDays(today, 40) }, 'End on'],
    ['days before its first record', { since: '2020-01-01', until: '2020-02-01' }, 'Its first record is of'],
  ])('between %s is refused, with what to say instead', async (_, days, next) => {
    await expect(explainChange(ctx, { accountId: 'acme', ...days })).rejects.toMatchObject({
      code: 'HF_DATE_INVALID',
      next: expect.stringContaining(next),
    });
  });

  it('says when the account changed its profile in between', async () => {
    expect(
      (await explainChange(ctx, { accountId: 'acme', since: addDays(today, -200) })).profileChanged,
    ).toBe(true);
    expect((await explainChange(ctx, { accountId: 'acme', since: addDays(today, -7) })).profileChanged).toBe(
      false,
    );
  });

  it.each([today, addDays(today, 1)])('from %s, which is not before today, is refused', async (since) => {
    await expect(explainChange(ctx, { accountId: 'acme', since })).rejects.toMatchObject({
      code: 'HF_DATE_INVALID',
    });
  });
});
