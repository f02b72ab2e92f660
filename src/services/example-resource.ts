import type { Action, ActionKindName } from '../domain/action.ts';
import { findActionKind } from '../guardrail/actions/index.ts';
import type { PolicyResource } from '../guardrail/policy/policy.ts';
import type { RequestContext } from './context.ts';

/** What policies would be asked about, for an action of which not everything has to be known. */
export interface ExampleResource {
  account: { id: string; name: string };
  resource: PolicyResource;
  assumed: Readonly<Record<string, number>>;
}

/** The mildest form of kinds that are judged by a number. */
const mildest: Readonly<Partial<Record<ActionKindName, Readonly<Record<string, number>>>>> = {
  'concession.grant': { percent: 1 },
  'message.customer': { recipients: 1 },
  'ticket.escalate': { tier: 1 },
  'kill.flip': { on: 1 },
};

const dayMs = 86_400_000;

/** Makes it from what is known of the account today; numbers that were not given are the mildest. */
export async function exampleResource(
  ctx: RequestContext,
  subject: {
    kind: ActionKindName;
    params: Readonly<Record<string, unknown>>;
    accountId: string;
    requester: string;
  },
): Promise<ExampleResource> {
  const { kind, params, accountId, requester } = subject;
  const [account] = await ctx.store.findAccounts([accountId]);
  const given = measuresOf(kind, params);
  const assumed = Object.fromEntries(
    Object.entries(mildest[kind] ?? {}).filter(([name]) => given.measures[name] === undefined),
  );
  const measures = { ...assumed, ...given.measures };
  const now = ctx.clock.now().getTime();
  const sums = await ctx.store.sumPercent({
    account: accountId,
    requester,
    except: '',
    accountSince: new Date(now - 365 * dayMs),
    requesterSince: new Date(now - 90 * dayMs),
  });
  const own = kind === 'concession.grant' ? (measures.percent ?? 0) : 0;
  return {
    account: { id: accountId, name: account?.name ?? accountId },
    assumed,
    resource: {
      kind,
      risk: given.risk,
      origin: 'member',
      measures,
      account: account
        ? {
            id: account.id,
            tier: account.tier,
            segment: account.segment,
            region: account.region,
            arr: account.arr?.amount ?? null,
            owner: account.owner,
          }
        : null,
      accountPercent: own === 0 ? 0 : sums.account + own,
      requesterPercent: own === 0 ? 0 : sums.requester + own,
    },
  };
}

/** By the kind's own rules where the parameters are complete; otherwise the numbers that stand there. */
function measuresOf(
  name: ActionKindName,
  params: Readonly<Record<string, unknown>>,
): Pick<PolicyResource, 'measures' | 'risk'> {
  const kind = findActionKind(name);
  const parsed = kind?.schema.safeParse(params);
  if (kind && parsed?.success) {
    return { measures: kind.measures?.(parsed.data) ?? {}, risk: kind.risk(parsed.data) };
  }
  const measures: Record<string, number> = {};
  for (const [key, value] of Object.entries(params)) {
    if (Number.isSafeInteger(value)) measures[key] = Number(value);
    if (typeof value === 'boolean') measures[key] = value ? 1 : 0;
  }
  return { measures, risk: riskOf(name, measures) };
}

/** The kinds whose risk depends on a number, as `guardrail/actions/` has it; their schema wants more than we know. */
function riskOf(name: ActionKindName, { percent, recipients, tier, on }: Record<string, number>) {
  const kind = findActionKind(name);
  const like: Action['params'] = {
    percent: percent ?? 1,
    tier: tier ?? 1,
    on: on !== 0,
    to: Array.from({ length: Math.min(recipients ?? 1, 100) }, () => ''),
  };
  return kind?.risk(like) ?? 'high';
}
