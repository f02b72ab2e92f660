import { sampleEvent } from '../../suites/sample-events.ts';

const dayMs = 86_400_000;
const accounts = ['north', 'south', 'east'];

/** Three customers with something to tell of: use, an opportunity, errors of a known issue. */
export function weeklyEvents(now: Date): unknown[] {
  const on = (days: number): string => new Date(now.getTime() + days * dayMs).toISOString();
  return accounts.flatMap((account) => [
    sampleEvent('contract.updated', account, on(-300), {
      name: account,
      segment: 'smb',
      seats: 10,
      owner: 'csm1',
      domains: [`${account}.example`],
      arr: { amount: 10_000_00, currency: 'USD' },
      renewsOn: on(90).slice(0, 10),
    }),
    sampleEvent('sponsor.touch', account, on(-20), { kind: 'call' }, { user: `ann@${account}.example` }),
    sampleEvent('expansion.opened', account, on(-9), { opportunityId: `o-${account}` }),
    sampleEvent('error.raised', account, on(-9), { code: 'API_RATE_LIMITED' }),
    ...weeklyNews(now),
  ]);
}

/** What came in on a day, under the same ids whoever sends it: every process does. */
export function weeklyNews(now: Date): unknown[] {
  const at = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
  return accounts.flatMap((account) => [
    {
      ...sampleEvent('error.raised', account, at, { code: 'API_RATE_LIMITED' }),
      id: `error ${account} ${at}`,
    },
    {
      ...sampleEvent('feature.used', account, at, { feature: 'reports' }, { user: `ann@${account}.example` }),
      id: `use ${account} ${at}`,
    },
  ]);
}
