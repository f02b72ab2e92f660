import { readSync, writeSync } from 'node:fs';
import pino from 'pino';
import { demoMembers } from '../../demo/members.ts';
import { searchKnowledge } from '../../src/copilot/knowledge-search.ts';
import { createIds } from '../../src/domain/ids.ts';
import { jsonRecord } from '../../src/domain/raw-record.ts';
import { internalEffects } from '../../src/guardrail/effects/index.ts';
import type { Grant } from '../../src/guardrail/grant.ts';
import { checkRecords } from '../../src/services/check-records.ts';
import type { RequestContext } from '../../src/services/context.ts';
import { decideByButton, decideOn } from '../../src/services/decide-proposal.ts';
import { getProposal } from '../../src/services/get-proposal.ts';
import { ingestEvents } from '../../src/services/ingest-events.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { runEffects } from '../../src/services/run-effects.ts';
import { openStore } from '../../src/store/store.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { noIndexing } from '../support/knowledge.ts';
import type { ChildRequest, ChildSetup, ChildWord, Pause, PlannedAction } from './child-protocol.ts';
import { crashKeys, memberOf } from './crash-people.ts';
import { drain } from './drain.ts';
import { deliveries, ledgerConnectors } from './ledger-connector.ts';
import { plainPolicies } from './plain-policies.ts';
import { openSharedClock, type SharedClock } from './shared-clock.ts';
import { watchOperations } from './watch-operations.ts';

type ChildContext = RequestContext & { clock: SharedClock };

/** Opens the store, says so, and does what it is asked until it is told to close or is killed. */
export async function runChild(setup: ChildSetup): Promise<void> {
  const clock = openSharedClock(setup.clockFile);
  const connectors = ledgerConnectors(setup.ledgerPort, setup.run, setup.name, clock);
  const ctx: ChildContext = {
    store: await openStore(setup.database),
    knowledge: searchKnowledge({ readFiles: async () => [] }),
    content: {
      profiles: [],
      customTypes: new Map(),
      directory: { members: [] } as never,
      knowledgeSources: [],
      triage: [],
      adoption: {} as never,
      packs: { inForce: async () => ({ packs: [], problem: null }) },
      checklists: [],
      playbooks: [],
      sla: {} as never,
      packTemplates: {
        ofAccounts: [],
        scorecard: { id: 'scorecard', version: 1, title: 'Scorecard', sections: [{ id: 'summary' }] },
      },
      digest: {} as never,
      updates: {} as never,
      register: {} as never,
      currencies: {} as never,
    },
    ids: createIds(),
    indexing: noIndexing,
    artifacts: {} as never,
    channels: { alerts: null },
    clock,
    log: pino({ level: 'silent' }),
    member: null,
    door: {
      policies: () => plainPolicies,
      keys: crashKeys,
      connectors: new Map(connectors.map((connector) => [connector.name, connector])),
      effects: internalEffects,
      checkRuleChange: async () => 'no policy is changed here',
      readOwnBefore: async () => ({}),
      nudge: () => undefined,
    },
  };
  process.on('message', (request: ChildRequest) => {
    carryOut(ctx, setup, request).then(
      (result) => say({ say: 'answer', ok: true, result: result ?? null }),
      (error: unknown) => say({ say: 'answer', ok: false, result: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  say({ say: 'ready' });
}

async function carryOut(ctx: ChildContext, setup: ChildSetup, request: ChildRequest): Promise<unknown> {
  switch (request.do) {
    case 'seed':
      return await seed(ctx);
    case 'decide':
      return await decideAll(ctx, request.plan, request.pauseAtOperation);
    case 'run': {
      const onStep = pauserOf(request.pauseAt);
      let more = true;
      while (more) more = await runEffects(ctx, setup.name, onStep);
      return null;
    }
    case 'pass':
      return await runEffects(ctx, setup.name, pauserOf(request.pauseAt));
    case 'drain':
      return await drain(ctx, setup.name);
    case 'flip':
      return await proposeAction(as(ctx, 'admin1'), {
        kind: 'kill.flip',
        account: null,
        params: { scope: 'all', on: request.on },
      });
    case 'click':
      return await decideByButton(as(ctx, 'manager1'), request.value, { verb: request.verb });
    case 'settle':
      for (const [id, outcome] of Object.entries(request.outcomes)) {
        const decided = {
          id,
          version: null,
          verb: 'settle' as const,
          outcome,
          reason: 'looked at the outside',
        };
        const result = await decideOn(as(ctx, 'manager1'), decided);
        if (!result.ok) throw new Error(`${id} could not be settled: ${result.refusal}`);
      }
      return null;
    case 'halted':
      return (await getProposal(as(ctx, 'manager1'), request.id))?.haltedBy ?? null;
    case 'intrude':
      return await intrude(ctx);
    case 'close':
      await ctx.store.close();
      return null;
  }
}

async function seed(ctx: ChildContext): Promise<null> {
  await ctx.store.writeMembers(demoMembers);
  const events = [
    sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp', domains: ['acme.example'] }),
    sampleEvent('ticket.created', 'acme', '2026-11-10', { ticketId: 'T-1', priority: 'P2' }),
  ];
  const records = events.map((event, index) => jsonRecord(index + 1, Buffer.from(JSON.stringify(event))));
  const { refused } = await ingestEvents(ctx, checkRecords(ctx, 'test', records));
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return null;
}

async function decideAll(
  ctx: ChildContext,
  plan: readonly PlannedAction[],
  pauseAtOperation: number | null,
): Promise<null> {
  const watched =
    pauseAtOperation === null
      ? ctx
      : { ...ctx, store: watchOperations(ctx.store, pauseAtOperation, () => pause('operation')) };
  for (const planned of plan) {
    const { kind, params } = deliveries[planned.delivery]!;
    const asked = { kind, account: 'acme', params: params(planned.text) };
    const made = await proposeAction(as(watched, 'csm1'), asked);
    if (!made.ok) throw new Error(made.reason);
    const { id } = made.proposal;
    say({ say: 'proposed', id, text: planned.text });
    if (planned.decision === 'leave') continue;
    const reason = planned.decision === 'approve' ? {} : { reason: 'not this one' };
    const decided = await decideOn(as(watched, 'manager1'), {
      id,
      version: 1,
      verb: planned.decision,
      ...reason,
    });
    if (!decided.ok) throw new Error(`${planned.decision}: ${decided.refusal}`);
    say({ say: 'decided', id, decision: planned.decision });
  }
  return null;
}

/** What an executor that was reached around the door would do. */
async function intrude(ctx: ChildContext): Promise<string> {
  const forged = {
    proposalId: 'forged',
    version: 1,
    digest: '00',
    key: 'hf-forged-1',
    grantedAt: ctx.clock.now().toISOString(),
    action: {
      kind: 'message.customer',
      account: 'acme',
      connector: 'smtp',
      before: {},
      params: { to: ['ann@acme.example'], subject: 'x', body: 'x' },
    },
  } as const satisfies Grant;
  try {
    await ctx.door.connectors.get('smtp')?.perform(forged, AbortSignal.timeout(5_000));
    return 'sent';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function as(ctx: ChildContext, id: string): ChildContext {
  return { ...ctx, member: memberOf(id) };
}

function pauserOf(at: Pause | null): ((step: string) => void) | undefined {
  if (at === null) return undefined;
  let seen = 0;
  return (step) => {
    if (step === at.step && ++seen === at.nth) pause(step);
  };
}

/** Says where it stands, then stands: no line of it runs until the harness writes a byte, or kills it. */
function pause(step: string): void {
  say({ say: 'paused', step });
  readSync(0, Buffer.alloc(1));
}

/** Written before the next line runs, so that nothing that was said is lost with the process. */
function say(word: ChildWord): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}
