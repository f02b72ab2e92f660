import { describe, expect, it } from 'vitest';
import { parsePack } from '../content/packs.ts';
import { parseYaml } from '../content/yaml-file.ts';
import type { StoredEvent } from '../domain/event.ts';
import type { EvidencePart } from '../domain/finding.ts';
import type { RuleSubject } from '../domain/rule-subject.ts';
import { emptyContract } from './contract.ts';
import { factReader, findingsOf, waitsForFacts } from './engine.ts';
import { compilePacks } from './packs/compile-pack.ts';

const day = '2026-11-21';

/** What the packs say of one fact. */
function rulesOf(test: string, more = '', text = 'So it is.') {
  const yaml = `id: mine
version: 1
author: Ann
changedOn: ${day}
kind: risk
description: Rules of a test.
rules:
  - id: one
    title: One
    when: ${test}
    windowDays: 90
    severity: medium
${more}    playbook: null
    text: "${text}"
`;
  return compilePacks([parsePack(parseYaml('mine.yaml', yaml, 'HF_PACK_INVALID'))]);
}

function stored(seq: number, on: string, type: string, payload: Record<string, unknown>): StoredEvent {
  const at = new Date(`${on}T12:00:00Z`);
  const event = {
    id: `e${seq}`,
    type,
    account: 'acme',
    at,
    user: null,
    source: 'test',
    region: null,
    dimensions: {},
    payload,
  };
  return { seq, receivedAt: at, event: event as unknown as StoredEvent['event'] };
}

function subject(records: StoredEvent[], change: Partial<RuleSubject> = {}): RuleSubject {
  return {
    account: { ...emptyContract('acme'), id: 'acme', firstSeenOn: '2026-01-01' },
    stage: 'retention',
    asOf: new Date(`${day}T12:00:00Z`),
    day,
    days: [],
    records,
    newUsers: [],
    typesKnown: new Set<string>(),
    scores: new Map([[0, 6_100]]),
    counted: {
      lastEngagedAge: 40,
      errorsEver: false,
      errors7: 0,
      uses7: 0,
      baselineErrorRates: [],
      lastSponsorAge: null,
      sponsorDaysEver: 0,
      invoicesEver: 3,
      overdueDays: 31,
    },
    people: { users7: 0, users28: 0, powerUsers28: 0, features84: 0, ticketsOpen: 0, expansionsWon365: 0 },
    ...change,
  };
}

function parts(rules: ReturnType<typeof rulesOf>, of: RuleSubject): readonly EvidencePart[] {
  const [finding] = findingsOf(rules, of);
  if (!finding) throw new Error('nothing was found');
  return finding.evidence.parts;
}

const records = (of: readonly EvidencePart[]) => of.flatMap((part) => part.records ?? []);

describe('the records of an overdue invoice', () => {
  const overdue = rulesOf('{ fact: overdueDays, atLeast: 7 }');

  it('are those of the oldest one that is unpaid: not of one that is not due, nor of one that was paid since', () => {
    const of = subject([
      stored(1, '2026-10-01', 'billing.invoice', { invoiceId: 'old', status: 'issued', dueOn: '2026-10-21' }),
      stored(2, '2026-10-02', 'billing.invoice', {
        invoiceId: 'paid',
        status: 'overdue',
        dueOn: '2026-09-01',
      }),
      stored(3, '2026-10-25', 'billing.invoice', { invoiceId: 'old', status: 'overdue' }),
      stored(4, '2026-11-01', 'billing.invoice', { invoiceId: 'paid', status: 'paid' }),
      stored(5, '2026-11-19', 'billing.invoice', {
        invoiceId: 'new',
        status: 'issued',
        dueOn: '2026-12-19',
      }),
    ]);
    expect(records(parts(overdue, of))).toEqual([3, 1]);
  });

  it('without a due day are those since it was first called unpaid', () => {
    const of = subject([
      stored(1, '2026-10-21', 'billing.invoice', { invoiceId: 'a', status: 'failed' }),
      stored(2, '2026-11-10', 'billing.invoice', { invoiceId: 'a', status: 'overdue' }),
    ]);
    expect(records(parts(overdue, of))).toEqual([2, 1]);
  });

  it('are none where the invoice is older than the records that rules read', () => {
    const of = subject([stored(9, '2026-11-20', 'billing.invoice', { invoiceId: 'x', status: 'overdue' })]);
    expect(parts(overdue, of)).toEqual([{ records: [] }]);
  });
});

describe('the records of a broken integration', () => {
  it('are those with which each stopped, the first of them first; never those that say it works', () => {
    const of = subject([
      stored(1, '2026-10-01', 'integration.state', { integration: 'sap', state: 'connected' }),
      stored(2, '2026-10-10', 'integration.state', { integration: 'sap', state: 'failed' }),
      stored(3, '2026-10-11', 'integration.state', { integration: 'sap', state: 'degraded' }),
      stored(4, '2026-10-12', 'integration.state', { integration: 'crm', state: 'degraded' }),
      stored(5, '2026-11-01', 'integration.state', { integration: 'erp', state: 'connected' }),
    ]);
    expect(parts(rulesOf('{ fact: brokenIntegrationDays, atLeast: 1 }'), of)).toEqual([{ records: [2, 4] }]);
  });
});

describe('the evidence of a finding', () => {
  const quiet = '{ fact: daysSinceEngaged, atLeast: 14 }';

  it('has what its sentence says, too', () => {
    const of = subject([
      stored(1, '2026-11-20', 'survey.responded', { kind: 'csat', score: 1 }),
      stored(2, '2026-11-20', 'survey.responded', { kind: 'csat', score: 5 }),
    ]);
    const [life, ratings] = parts(rulesOf(quiet, '', '{lowRatings28} of them.'), of);
    expect(life).toMatchObject({ types: expect.arrayContaining(['user.session', 'sponsor.touch']) });
    expect(ratings).toEqual({ records: [1] });
  });

  it('has what made it graver, and not what would have', () => {
    const raises = `    raises:
      - { to: critical, when: { fact: overdueDays, atLeast: 90 } }
      - { to: high, when: { fact: daysToRenewal, atMost: 120 } }
`;
    const account = { ...subject([]).account, renewsOn: '2026-12-24' };
    expect(parts(rulesOf(quiet, raises), subject([], { account })).slice(1)).toEqual([
      { contract: ['renewsOn'] },
    ]);
  });

  it('is the start of the contract where no step was taken since', () => {
    const of = subject([], {
      account: { ...subject([]).account, firstSeenOn: '2026-11-12' },
      stage: 'onboarding',
      typesKnown: new Set(['milestone.reached']),
    });
    const stalled = rulesOf('{ fact: onboardingIdleHours, above: 72 }');
    expect(parts(stalled, of)).toEqual([{ contract: ['startsOn'] }]);
    const step = stored(4, '2026-11-13', 'milestone.reached', { milestone: 'sso_live' });
    expect(parts(stalled, { ...of, records: [step] })).toEqual([{ records: [4] }]);
  });

  it('names what registered types feed, so that their events are found', () => {
    const [life] = parts(rulesOf(quiet), subject([]));
    expect(life).toMatchObject({ feeds: ['session', 'use', 'ticket', 'sponsor'] });
  });
});

it('a rule that holds waits for a fact of its severity or of its sentence that was not read yet', () => {
  const unread = new Set(['scoreChange14']);
  const quiet = '{ fact: daysSinceEngaged, atLeast: 14 }';
  const waits = (rules: ReturnType<typeof rulesOf>, of: RuleSubject) =>
    waitsForFacts(rules, of, factReader(of), unread);
  const graver = '    raises: [{ to: critical, when: { fact: scoreChange14, atMost: -40 } }]\n';
  expect(waits(rulesOf(quiet), subject([]))).toBe(false);
  expect(waits(rulesOf(quiet, graver), subject([]))).toBe(true);
  expect(waits(rulesOf(quiet, '', '{scoreChange14} since.'), subject([]))).toBe(true);
  expect(waits(rulesOf('{ fact: daysSinceEngaged, atLeast: 50 }', graver), subject([]))).toBe(false);
});
