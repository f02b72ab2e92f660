const dayMs = 86_400_000;

/**
 * Events of so many accounts, each of which has one thing wrong, in turn: an allowance nearly used up, or all of it; two
 * failed payments; an onboarding that has stood still for days.
 */
export function troubledAccounts(count: number, now: Date): object[] {
  const daysAgo = (days: number): string => new Date(now.getTime() - days * dayMs).toISOString();
  let last = 0;
  const event = (type: string, account: string, ts: string, payload: object): object => ({
    id: `burst-${++last}`,
    type,
    account,
    ts,
    payload,
  });
  return Array.from({ length: count }, (_one, index) => {
    const account = `account-${String(index).padStart(4, '0')}`;
    const contract = (startsOn: string): object =>
      event('contract.updated', account, daysAgo(13), {
        name: `Company ${index}`,
        tier: 'pro',
        startsOn: startsOn.slice(0, 10),
      });
    switch (index % 4) {
      case 0:
        return [
          contract(daysAgo(400)),
          event('usage.limit', account, daysAgo(1), { limit: 'rows', used: 920, allowed: 1_000 }),
        ];
      case 1:
        return [
          contract(daysAgo(400)),
          event('usage.limit', account, daysAgo(1), { limit: 'rows', used: 1_000, allowed: 1_000 }),
        ];
      case 2:
        return [
          contract(daysAgo(400)),
          event('billing.invoice', account, daysAgo(2), { invoiceId: `i-${index}a`, status: 'failed' }),
          event('billing.invoice', account, daysAgo(1), { invoiceId: `i-${index}b`, status: 'failed' }),
        ];
      default:
        return [
          contract(daysAgo(12)),
          event('milestone.reached', account, daysAgo(11.5), { milestone: 'sso_live' }),
        ];
    }
  }).flat();
}
