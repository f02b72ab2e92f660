import type { Alert } from '../../src/domain/alert.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Severity } from '../../src/domain/rule-pack.ts';
import type { SeenFinding } from '../../src/rules/alert/reconcile-alerts.ts';
import type { Store } from '../../src/store/store.ts';

/** When everything of these tests was raised, unless a test says otherwise: a Monday, 10:00 in Berlin. */
export const raisedAt = '2026-11-23T09:00:00.000Z';

/** What a rule saw. */
export function findingOf(given: Partial<Finding> = {}): Finding {
  return {
    rule: 'no-login',
    pack: 'at-risk',
    packVersion: 1,
    kind: 'risk',
    account: 'acme',
    severity: 'high',
    title: 'Gone quiet',
    text: 'Nobody was there for 21 days.',
    reasons: [],
    playbook: 'silence',
    also: [],
    figures: [{ fact: 'daysSinceEngaged', value: 21, words: '21 days' }],
    evidence: { since: '2026-10-01', parts: [{ types: ['feature.used'], feeds: ['use'] }] },
    ...given,
  };
}

/** What a watch sees of it. */
export function seenOf(finding: Partial<Finding> = {}, given: Partial<SeenFinding> = {}): SeenFinding {
  return {
    finding: findingOf(finding),
    evidence: [],
    picture: {
      accountName: 'Acme',
      tier: 'pro',
      segment: 'midmarket',
      arr: { amount: 4_800_000, currency: 'EUR' },
      renewsOn: '2027-01-31',
      score: 41.5,
      band: 'red',
      scoreUrl: '/evidence/accounts/acme',
    },
    owner: 'csm1',
    ...given,
  };
}

/** An alert that nobody took yet. */
export function alertOf(id: string, given: Partial<Alert> = {}): Alert {
  const { finding, evidence, picture, owner } = seenOf({ account: given.account ?? 'acme' });
  return {
    id,
    account: 'acme',
    state: 'open',
    finding,
    evidence,
    picture,
    quiet: false,
    owner,
    revision: 1,
    openedAt: raisedAt,
    updatedAt: raisedAt,
    assignee: null,
    snooze: null,
    escalated: null,
    play: null,
    verdicts: [],
    clearSince: null,
    easesSince: null,
    end: null,
    ...given,
  };
}

/** As many alerts of as many accounts, with the severities in turn, the mildest first. */
export function alertsOf(
  count: number,
  severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'],
): Alert[] {
  return Array.from({ length: count }, (_, index) => {
    const account = `account-${String(index).padStart(3, '0')}`;
    const severity = severities[index % severities.length] ?? 'low';
    const picture = { ...seenOf().picture, accountName: `Company ${index}` };
    return alertOf(`alert-${account}`, { account, picture, finding: findingOf({ account, severity }) });
  });
}

/**
 * Takes every alert back, so that the next test of the same store begins with none; its ids may be used again.
 * @param what - default: where their cards are too
 */
export async function forgetAlerts(store: Store, what: { posts: boolean } = { posts: true }): Promise<void> {
  const states = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
  const all = await store.listAlerts({ states, limit: 10_000 });
  const end = { at: raisedAt, because: 'settled' as const, by: 'test' };
  await store.writeAlerts(
    all.map((alert): Alert => ({ ...alert, state: 'closed', quiet: true, snooze: null, end })),
    [],
  );
  if (what.posts) await store.forgetAlertPosts();
}
