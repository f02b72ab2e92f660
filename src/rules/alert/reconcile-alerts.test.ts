import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf, seenOf } from '../../../test/support/alerts.ts';
import { type Alert, alertKey } from '../../domain/alert.ts';
import type { Severity } from '../../domain/rule-pack.ts';
import { type AlertCommand, decideAlert } from './decide-alert.ts';
import { raiseAlert, reconcileAlerts, type WatchFacts } from './reconcile-alerts.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00.000Z');
const clearsAfterDays = 7;

const ground = (now: Date): WatchFacts => ({
  clearsAfterDays: () => clearsAfterDays,
  left: new Set(),
  now,
});

/** What happens on one day: what the rules see, and what a person does. */
type Day = { holds: boolean[]; act: AlertCommand['kind'] | null; on: number };
const rules = ['no-login', 'error-spike'];

const day: fc.Arbitrary<Day> = fc.record({
  holds: fc.tuple(fc.boolean(), fc.boolean()),
  act: fc.constantFrom(
    'acknowledge',
    'assign',
    'snooze',
    'judge',
    'settle',
    'play',
    'play_over',
    'wake',
    'release',
    'escalate',
    null,
  ),
  on: fc.nat(3),
});

function commandOf(kind: AlertCommand['kind'], now: Date): AlertCommand {
  switch (kind) {
    case 'acknowledge':
      return { kind, by: 'a' };
    case 'assign':
      return { kind, by: 'a', to: 'b' };
    case 'snooze':
      return { kind, by: 'a', until: new Date(now.getTime() + 3 * dayMs), reason: 'Later' };
    case 'judge':
      return { kind, by: 'a', verdict: 'not_useful', note: null };
    case 'settle':
      return { kind, by: 'a' };
    case 'play':
      return { kind, by: 'a', playbook: 'p', proposalId: 'p1' };
    case 'wake':
      return { kind, hasAssignee: true };
    case 'release':
    case 'play_over':
      return { kind };
    case 'escalate':
      return { kind, to: 'manager', people: ['m'] };
  }
}

/** The newest of each matter, as the store reads it. */
function latestOf(alerts: readonly Alert[]): Alert[] {
  const latest = new Map<string, Alert>();
  for (const alert of alerts) {
    const known = latest.get(alertKey(alert));
    if (!known || known.state === 'closed') latest.set(alertKey(alert), alert);
  }
  return [...latest.values()];
}

function live(days: readonly Day[]): Alert[][] {
  const alerts = new Map<string, Alert>();
  return days.map(({ holds, act, on }, index) => {
    const now = new Date(start + index * dayMs);
    const seen = rules.filter((_, rule) => holds[rule]).map((rule) => seenOf({ rule }));
    const { raise, changed } = reconcileAlerts(latestOf([...alerts.values()]), seen, ground(now));
    for (const alert of changed) alerts.set(alert.id, alert);
    for (const one of raise) {
      const raised = raiseAlert(one, `a${alerts.size}`, false, now);
      alerts.set(raised.id, raised);
    }
    const target = [...alerts.values()][on];
    const decision = act && target ? decideAlert(target, commandOf(act, now), now) : null;
    if (decision?.ok) alerts.set(decision.alert.id, decision.alert);
    return [...alerts.values()];
  });
}

describe('whatever happens', () => {
  it('at most one alert of a matter is open', () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 60 }), (days) => {
        for (const alerts of live(days)) {
          const open = alerts.filter(({ state }) => state !== 'closed').map(alertKey);
          expect(new Set(open).size).toBe(open.length);
        }
      }),
    );
  });

  it('a revision never goes back, and what is closed has an end', () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 60 }), (days) => {
        const seen = new Map<string, number>();
        for (const alerts of live(days)) {
          for (const { id, revision, state, end, snooze } of alerts) {
            expect(revision).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
            expect(end !== null).toBe(state === 'closed');
            expect(snooze !== null).toBe(state === 'snoozed');
            seen.set(id, revision);
          }
        }
      }),
    );
  });

  it('a fact that swings around its threshold is one alert, however it swings, as long as it is never gone for good', () => {
    const swing = fc.array(fc.integer({ min: 1, max: clearsAfterDays }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(swing, (gaps) => {
        const days = gaps.flatMap((gap): Day[] =>
          [true, ...Array(gap).fill(false)].map((holds) => ({ holds: [holds, false], act: null, on: 0 })),
        );
        expect(live(days).at(-1)).toHaveLength(1);
      }),
    );
  });

  it('an alert is escalated at most once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('escalate', 'wake', 'snooze') as fc.Arbitrary<AlertCommand['kind']>),
        (acts) => {
          let alert = alertOf('a');
          let count = 0;
          acts.forEach((act, index) => {
            const now = new Date(start + index * 4 * dayMs);
            const decision = decideAlert(alert, commandOf(act, now), now);
            if (!decision.ok) return;
            if (decision.note.what === 'escalated') count++;
            alert = decision.alert;
          });
          expect(count).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('a fact that swings around the threshold of a severity worsens its alert once', () => {
    const swing = fc.array(fc.integer({ min: 0, max: clearsAfterDays - 1 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(swing, (gaps) => {
        const days = gaps.flatMap((gap): Severity[] => ['critical', ...Array<Severity>(gap).fill('high')]);
        const turns = severitiesOver(['high', ...days]).filter((one, index, all) => one !== all[index - 1]);
        expect(turns).toEqual(['high', 'critical']);
      }),
    );
  });

  it('the worse severity eases when it has not held for as long as the alert would need to close', () => {
    const days: Severity[] = ['critical', ...Array<Severity>(clearsAfterDays + 1).fill('high')];
    const shown = severitiesOver(days);
    expect(shown.slice(0, -1)).toEqual(Array(clearsAfterDays + 1).fill('critical'));
    expect(shown.at(-1)).toBe('high');
  });

  it('a new owner, or another renewal, reaches the card although the rule says the same', () => {
    const now = new Date(start);
    const before = alertOf('a');
    const handedOver = seenOf({}, { owner: 'csm2' });
    const { changed, notes } = reconcileAlerts([before], [handedOver], ground(now));
    expect(changed).toMatchObject([{ owner: 'csm2', revision: before.revision + 1 }]);
    expect(notes).toEqual([]);
    expect(reconcileAlerts([before], [seenOf()], ground(now)).changed).toEqual([]);
  });

  it('when the customer has left, the alert ends at once and says so', () => {
    const now = new Date(start);
    const { changed, notes } = reconcileAlerts([alertOf('a')], [], {
      ...ground(now),
      left: new Set(['acme']),
    });
    expect(changed).toMatchObject([{ state: 'closed', end: { because: 'left', by: null } }]);
    expect(notes).toMatchObject([{ what: 'closed', detail: { because: 'left' } }]);
    expect(reconcileAlerts(changed, [], { ...ground(now), left: new Set(['acme']) }).changed).toEqual([]);
  });
});

/** What the card says, day by day, of a matter whose rule holds with these severities. */
function severitiesOver(days: readonly Severity[]): Severity[] {
  let alert: Alert | null = null;
  return days.map((severity, index): Severity => {
    const now = new Date(start + index * dayMs);
    const seen = seenOf({ severity });
    if (alert === null) alert = raiseAlert(seen, 'a', false, now);
    else alert = reconcileAlerts([alert], [seen], ground(now)).changed[0] ?? alert;
    return alert.finding.severity;
  });
}
