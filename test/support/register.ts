import type { RegisterEntry } from '../../src/domain/register.ts';

/** An open risk of Acme's, as somebody looks after it; what a test is about is given. */
export function registerEntry(given: Partial<RegisterEntry> = {}): RegisterEntry {
  return {
    id: 'e1',
    kind: 'risk',
    account: 'acme',
    title: 'Gone quiet',
    description: 'Nobody was there.',
    owner: 'csm1',
    dueOn: '2026-11-20',
    nextReviewOn: '2026-11-27',
    state: 'open',
    severity: 'high',
    worth: { amount: 4_800_000, currency: 'EUR' },
    alerts: ['a1'],
    plays: ['p1'],
    step: null,
    matter: null,
    asksToClose: null,
    askedFor: null,
    revision: 3,
    createdAt: '2026-11-20T09:00:00.000Z',
    createdBy: null,
    updatedAt: '2026-11-20T09:00:00.000Z',
    end: null,
    ...given,
  };
}
