import { describe, expect, it } from 'vitest';
import { registerEntry } from '../../../test/support/register.ts';
import type { RegisterEntry, RegisterNote } from '../../domain/register.ts';
import { countRegister } from './count-register.ts';

const now = new Date('2026-11-27T09:00:00.000Z');
const today = '2026-11-27';
const weekAgo = '2026-11-20T09:00:00.000Z';
const twoWeeksAgo = '2026-11-13T09:00:00.000Z';
const count = (entries: readonly RegisterEntry[], notes: readonly RegisterNote[] = []) =>
  countRegister(entries, notes, { now, today });
const ended = (state: 'done' | 'dropped', at: string): Partial<RegisterEntry> => ({
  state,
  createdAt: '2026-01-01T00:00:00.000Z',
  end: { at, by: null, reason: '' },
});
const changed = (at: string, changes: NonNullable<RegisterNote['detail']['changes']>): RegisterNote => ({
  entryId: 'e1',
  at,
  by: 'csm1',
  what: 'changed',
  detail: { changes },
});

describe('countRegister', () => {
  it('counts nothing of nothing', () => {
    const none = { now: 0, before: 0 };
    expect(count([])).toEqual({
      open: none,
      overdue: none,
      opened: none,
      done: none,
      dropped: none,
      byKind: { risk: none, opportunity: none, action: none },
    });
  });

  it.each<[string, Partial<RegisterEntry>, { now: number; before: number }]>([
    ['at this instant', { createdAt: now.toISOString() }, { now: 1, before: 0 }],
    ['a moment after the week before', { createdAt: '2026-11-20T09:00:00.001Z' }, { now: 1, before: 0 }],
    ['a week ago to the millisecond', { createdAt: weekAgo }, { now: 0, before: 1 }],
    ['two weeks ago to the millisecond', { createdAt: twoWeeksAgo }, { now: 0, before: 0 }],
  ])('what was opened %s is of one week', (_when, given, expected) => {
    expect(count([registerEntry(given)]).opened).toEqual(expected);
  });

  it.each(['done', 'dropped'] as const)('what was %s was open until then', (state) => {
    const thisWeek = count([registerEntry(ended(state, '2026-11-25T00:00:00.000Z'))]);
    expect([thisWeek.open, thisWeek[state]]).toEqual([
      { now: 0, before: 1 },
      { now: 1, before: 0 },
    ]);
    const weekBefore = count([registerEntry(ended(state, weekAgo))]);
    expect([weekBefore.open, weekBefore[state]]).toEqual([
      { now: 0, before: 0 },
      { now: 0, before: 1 },
    ]);
    expect(thisWeek[state === 'done' ? 'dropped' : 'done']).toEqual({ now: 0, before: 0 });
  });

  it('holds each due day against the day of its own moment', () => {
    const old = { createdAt: '2026-01-01T00:00:00.000Z' };
    const entries = ['2026-11-19', '2026-11-20', '2026-11-26', '2026-11-27', null].map((dueOn, index) =>
      registerEntry({ ...old, id: `e${index}`, dueOn }),
    );
    expect(count(entries).overdue).toEqual({ now: 3, before: 1 });
  });

  it('knows what an entry was a week ago by its first change since', () => {
    const entry = registerEntry({
      createdAt: '2026-01-01T00:00:00.000Z',
      kind: 'action',
      dueOn: '2026-12-31',
    });
    const notes = [
      changed('2026-11-21T00:00:00.000Z', { kind: { from: 'risk', to: 'opportunity' } }),
      changed('2026-11-22T00:00:00.000Z', { dueOn: { from: '2026-11-01', to: '2026-12-01' } }),
      changed('2026-11-23T00:00:00.000Z', {
        kind: { from: 'opportunity', to: 'action' },
        dueOn: { from: '2026-12-01', to: '2026-12-31' },
      }),
    ];
    const { byKind, overdue } = count([entry], notes);
    expect(byKind).toEqual({
      risk: { now: 0, before: 1 },
      opportunity: { now: 0, before: 0 },
      action: { now: 1, before: 0 },
    });
    expect(overdue).toEqual({ now: 0, before: 1 });
  });

  it('leaves the changes of others and those of before out of it', () => {
    const entry = registerEntry({ createdAt: '2026-01-01T00:00:00.000Z' });
    const change = { kind: { from: 'action', to: 'risk' } };
    const notes = [changed('2026-11-20T08:00:00.000Z', change), { ...changed(today, change), entryId: 'e2' }];
    expect(count([entry], notes).byKind.risk).toEqual({ now: 1, before: 1 });
  });
});
