import { describe, expect, it } from 'vitest';
import { type CausedTicket, causeOf, groupByCause } from './root-causes.ts';

let seq = 0;
const ticket = (more: Partial<CausedTicket> = {}): CausedTicket => ({
  seq: ++seq,
  account: 'a',
  ticketId: `T-${seq}`,
  openedAt: new Date(1_700_000_000_000 + seq),
  issues: [],
  fingerprints: [],
  category: null,
  tags: [],
  ...more,
});
const many = (count: number, more: Partial<CausedTicket>) =>
  Array.from({ length: count }, () => ticket(more));

describe('what a ticket came from', () => {
  const all = { issues: ['bug'], fingerprints: ['error <n>'], category: 'Billing', tags: ['sso'] };
  it.each([
    [all, { kind: 'known-issue', id: 'bug' }],
    [
      { ...all, issues: [] },
      { kind: 'fingerprint', id: 'error <n>' },
    ],
    [
      { ...all, issues: [], fingerprints: [] },
      { kind: 'category', id: 'billing' },
    ],
    [{ tags: ['priority-p1', 'VIP', 'SSO'] }, { kind: 'category', id: 'sso' }],
    [{ tags: ['churn-risk', 'revenue-impact'] }, null],
    [{}, null],
  ])('of %j is %j', (given, cause) => {
    expect(causeOf(ticket(given))).toEqual(cause);
  });
});

describe('root causes', () => {
  it('are those of several tickets, the most first, then those of the most accounts', () => {
    const groups = groupByCause([
      ...many(2, { category: 'one account' }),
      ticket({ category: 'two accounts' }),
      ticket({ category: 'two accounts', account: 'b' }),
      ...many(3, { issues: ['bug'] }),
      ticket({ category: 'sole' }),
      ticket(),
    ]);
    expect(groups.map(({ id, tickets }) => [id, tickets.length])).toEqual([
      ['bug', 3],
      ['two accounts', 2],
      ['one account', 2],
    ]);
  });

  it('are ten at most', () => {
    expect(
      groupByCause(Array.from({ length: 12 }, (_, index) => many(2, { category: `c${index}` })).flat()),
    ).toHaveLength(10);
  });

  it('have their newest ticket first', () => {
    const [older, newer] = [ticket({ category: 'x' }), ticket({ category: 'x' })];
    expect(groupByCause([older, newer])[0]?.tickets.map(({ seq: of }) => of)).toEqual([newer.seq, older.seq]);
  });

  it('keep a category and an issue of one name apart', () => {
    expect(groupByCause([...many(2, { category: 'x' }), ...many(2, { issues: ['x'] })])).toHaveLength(2);
  });
});
