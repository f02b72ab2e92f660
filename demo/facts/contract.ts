import type { Money } from '../../src/domain/money.ts';
import type { DemoAccount } from '../account.ts';
import type { Fact, PayloadOf } from '../fact.ts';
import type { Scene } from '../scene.ts';

const termDays = 365;

/** What the customer pays for on a day: the smaller contract until its expansion is won. */
export function termsOn(account: DemoAccount, daysAgo: number): { seats: number; arr: Money } {
  const won = account.story.expansion?.wonDaysAgo;
  if (account.before && won !== undefined && daysAgo > won) return account.before;
  return { seats: account.contract.seats, arr: account.contract.arr };
}

/** The contract as the books open, each renewal, the expansion and the end. */
export function contractFacts(scene: Scene): Fact[] {
  const { account, openedDaysAgo } = scene;
  return [
    {
      at: scene.instant(openedDaysAgo, 0.5),
      type: 'contract.updated',
      payload: fullContract(scene, openedDaysAgo),
    },
    ...renewals(scene),
    ...expansion(scene),
    ...(account.contract.endedDaysAgo === undefined ? [] : [ending(scene, account.contract.endedDaysAgo)]),
  ];
}

function fullContract(scene: Scene, daysAgo: number): PayloadOf<'contract.updated'> {
  const { account } = scene;
  const { seats, arr } = termsOn(account, daysAgo);
  return {
    name: account.name,
    status: 'active',
    segment: account.market.segment,
    tier: account.contract.tier,
    icp: account.market.icp,
    useCase: account.market.useCase,
    seats,
    arr,
    startsOn: scene.dayOf(account.contract.startedDaysAgo),
    renewsOn: scene.dayOf(nextRenewal(account, daysAgo)),
    owner: account.owner,
    domains: [`${account.id}.example`],
    aliases: [...(account.aliases ?? [])],
    externalIds: [`crm-${account.id}`],
    region: account.market.region,
  };
}

/** The first renewal after a day, counted back from the anchor: mostly negative, which is in the future. */
function nextRenewal(account: DemoAccount, daysAgo: number): number {
  const { startedDaysAgo } = account.contract;
  const terms = Math.floor((startedDaysAgo - daysAgo) / termDays) + 1;
  return startedDaysAgo - terms * termDays;
}

function renewals(scene: Scene): Fact[] {
  const facts: Fact[] = [];
  let renewal = nextRenewal(scene.account, scene.openedDaysAgo);
  while (renewal > scene.closedDaysAgo) {
    const { seats, arr } = termsOn(scene.account, renewal);
    const renewsOn = scene.dayOf(renewal - termDays);
    facts.push({
      at: scene.instant(renewal, 9),
      type: 'contract.updated',
      payload: { status: 'active', seats, arr, renewsOn },
    });
    renewal -= termDays;
  }
  return facts;
}

function expansion(scene: Scene): Fact[] {
  const { account } = scene;
  const dates = account.story.expansion;
  if (!dates || !account.before) return [];
  const { seats, arr } = account.contract;
  const added = { amount: arr.amount - account.before.arr.amount, currency: arr.currency };
  const deal = { opportunityId: `opp-${account.id}-growth`, arr: added };
  const wonOn = scene.workday(dates.wonDaysAgo);
  const allowed = account.before.seats;
  return [
    {
      at: scene.instant(scene.workday(dates.openedDaysAgo + 9), 12),
      type: 'usage.limit',
      payload: { limit: 'seats', used: allowed, allowed },
    },
    {
      at: scene.instant(scene.workday(dates.openedDaysAgo), 10),
      type: 'expansion.opened',
      payload: { ...deal, reason: 'seats used up' },
    },
    { at: scene.instant(wonOn, 11), type: 'expansion.won', payload: deal },
    { at: scene.instant(wonOn, 11.1), type: 'seat.changed', payload: { seats } },
    { at: scene.instant(wonOn, 11.2), type: 'contract.updated', payload: { seats, arr } },
  ];
}

function ending(scene: Scene, endedDaysAgo: number): Fact {
  const { churnReason } = scene.account.contract;
  const payload = churnReason ? { status: 'ended' as const, churnReason } : { status: 'ended' as const };
  return { at: scene.instant(endedDaysAgo, 8), type: 'contract.updated', payload };
}
