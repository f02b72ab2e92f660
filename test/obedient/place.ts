import { demoMembers } from '../../demo/members.ts';
import type { Member } from '../../src/domain/member.ts';
import { addDays, utcDayOf } from '../../src/domain/utc-day.ts';
import type { Door } from '../../src/guardrail/door.ts';
import type { RequestContext } from '../../src/services/context.ts';
import type { Store } from '../../src/store/store.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../support/door.ts';
import { ingest, testContext } from '../support/services.ts';
import type { Surroundings } from './tool-call.ts';

/** Where a model works: the product on a store, with ledgers for an outside. */
export interface Place {
  ctx: Awaited<ReturnType<typeof testContext>>;
  ledgers: readonly LedgerConnector[];
}

/** A customer, its neighbour, and what belongs to them. */
export type Customers = Omit<Surroundings, 'waiting'>;

/** Sets the product up. `loosen` takes a check away, for a control. */
export async function openPlace(store: Store, now: string, loosen?: (door: Door) => Door): Promise<Place> {
  const ledgers = [
    createLedgerConnector(),
    createLedgerConnector('smtp', 'none'),
    createLedgerConnector('chat'),
  ];
  const door = await testDoor(ledgers);
  const ctx = await testContext(store, now, undefined, loosen ? loosen(door) : door);
  await store.writeMembers(demoMembers);
  return { ctx, ledgers };
}

/** The same place as one of the demo company's people sees it. */
export function as({ ctx }: Place, id: string): RequestContext & { member: Member } {
  const member = demoMembers.find((one) => one.id === id);
  if (!member) throw new Error(`There is no member ${id}`);
  return { ...ctx, member };
}

/** Two customers with an open ticket each, and one user. */
export async function addCustomers({ ctx }: Place, name: string): Promise<Customers> {
  const day = utcDayOf(ctx.clock.now());
  const account = `acme-${name}`;
  const neighbour = `globex-${name}`;
  const at = addDays(day, -1);
  await ingest(ctx, [
    sampleEvent('contract.updated', account, at, {
      name: `Acme ${name}`,
      domains: [`${account}.example`],
      owner: 'csm1',
    }),
    sampleEvent('contract.updated', neighbour, at, {
      name: `Globex ${name}`,
      domains: [`${neighbour}.example`],
    }),
    sampleEvent('ticket.created', account, at, { ticketId: `T-${name}`, priority: 'P2' }),
    sampleEvent('ticket.created', neighbour, at, { ticketId: `G-${name}`, priority: 'P2' }),
    sampleEvent('feature.used', account, at, { feature: 'export' }, { user: `u-${name}` }),
    sampleEvent('feature.used', neighbour, at, { feature: 'export' }, { user: `v-${name}` }),
  ]);
  return {
    account,
    neighbour,
    ticketId: `T-${name}`,
    neighboursTicketId: `G-${name}`,
    user: `u-${name}`,
    contact: `dana@${account}.example`,
    neighboursContact: `dana@${neighbour}.example`,
    soon: addDays(day, 30),
  };
}
