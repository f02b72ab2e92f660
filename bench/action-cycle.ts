import { demoMembers } from '../demo/members.ts';
import type { Member } from '../src/domain/member.ts';
import { sealAudit } from '../src/guardrail/audit/seal-audit.ts';
import { startEffectWorker } from '../src/jobs/effect-worker.ts';
import type { RequestContext } from '../src/services/context.ts';
import { decideOn } from '../src/services/decide-proposal.ts';
import { proposeAction } from '../src/services/propose-action.ts';
import { runEffects } from '../src/services/run-effects.ts';
import type { Store } from '../src/store/store.ts';
import { sampleEvent } from '../test/suites/sample-events.ts';
import { ingest } from '../test/support/services.ts';

/** How many people act at once on one worker's process. */
const inFlight = 8;

/** An account and people, so that actions have something to be about. */
export async function prepareActions(ctx: RequestContext): Promise<void> {
  await ctx.store.writeMembers(demoMembers);
  const contract = { name: 'Acme', domains: ['acme.example'] };
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
}

/** As the product runs: people propose and decide side by side, and each decision nudges the worker. */
export async function runActions(ctx: RequestContext, count: number, worker: string): Promise<void> {
  let next = 0;
  let nudge = (): void => undefined;
  const own: RequestContext = { ...ctx, door: { ...ctx.door, nudge: () => nudge() } };
  const loop = startEffectWorker(own, worker);
  nudge = loop.nudge;
  const ask = async (): Promise<void> => {
    while (next < count) await proposeAndApprove(own, next++);
  };
  await Promise.all(Array.from({ length: inFlight }, ask));
  // Whichever worker has them: what was approved here is settled when nothing is on its way.
  while (Object.keys(await ctx.store.countOutbox()).length > 0) {
    nudge();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await loop.stop();
  await sealAudit(ctx.store);
}

/** One after the other, as a worker has to whose transactions wait for one chain. */
export async function runOneByOne(ctx: RequestContext, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await proposeAndApprove(ctx, index);
    await runEffects(ctx, 'peer');
  }
}

/** A context in which every transaction extends the chain itself, under the one lock that keeps it a chain. */
export function withSerialChain(ctx: RequestContext): RequestContext {
  const { store } = ctx;
  const serial: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (transaction) => {
        await transaction.lockSealer({ wait: true });
        const result = await work(transaction);
        await sealAudit({ ...store, transaction: (seal) => seal(transaction) });
        return result;
      }),
  };
  return { ...ctx, store: serial };
}

async function proposeAndApprove(ctx: RequestContext, index: number): Promise<void> {
  const params = {
    to: ['ann@acme.example'],
    subject: `Renewal ${index}`,
    body: 'Shall we talk on Thursday?',
  };
  const asked = { kind: 'message.customer', account: 'acme', params };
  const proposed = await proposeAction({ ...ctx, member: memberOf('csm1') }, asked);
  if (!proposed.ok) throw new Error(proposed.reason);
  const { id } = proposed.proposal;
  const decided = await decideOn(
    { ...ctx, member: memberOf('manager1') },
    { id, version: 1, verb: 'approve' },
  );
  if (!decided.ok) throw new Error(decided.refusal);
}

function memberOf(id: string): Member {
  const member = demoMembers.find((one) => one.id === id);
  if (!member) throw new Error(`the demo company has no ${id}`);
  return member;
}
