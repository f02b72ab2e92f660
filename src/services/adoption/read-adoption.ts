import type { Account } from '../../domain/account.ts';
import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import type { AdoptionFacts } from '../../rules/adoption/judge-use-case.ts';
import { type UserUsage, usageByUser } from '../../rules/adoption/usage-facts.ts';
import { type IntegrationState, readIntegrations } from '../../rules/integration-states.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, figuresUrl } from '../evidence.ts';

/** What is known of how an account uses the product. */
export interface AccountAdoption {
  account: Account;
  facts: AdoptionFacts;
  people: UserUsage[];
  /** Nudges that the product sent by itself in the last week: not those whose id is a proposal's. */
  productSends: { user: string; at: Date; nudgeId: string }[];
}

/** As far back as any measure or trigger may look. */
const windowDays = 90;
const types = ['recipe.completed', 'milestone.reached', 'integration.state', 'value.measured'] as const;

/** Reads what use cases and nudges of accounts are judged by, now, in a few statements; in the order of the accounts. */
export async function readAdoptions(
  ctx: RequestContext,
  accounts: readonly Account[],
): Promise<AccountAdoption[]> {
  const now = ctx.clock.now();
  const today = utcDayOf(now);
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  const ids = accounts.map(({ id }) => id);
  const [usageOf, rolesOf, recordsOf, sendsOf, knownAt] = await Promise.all([
    ctx.store.readFeatureUse(ids, addDays(today, -windowDays)),
    ctx.store.readUserRoles(ids),
    ctx.store.readRecordsOfTypes(ids, types, { from: new Date(0), to: now }),
    ctx.store.readRecordsOfTypes(ids, ['nudge.sent'], { from: weekAgo, to: now }),
    ctx.store.lastSequence(),
  ]);
  const heard = await ctx.store.latestByType(['feature.used', ...types], { asOf: now, knownAt });
  return accounts.map((account) => {
    const usage = usageOf.get(account.id) ?? [];
    return {
      account,
      people: usageByUser(usage, rolesOf.get(account.id) ?? new Map()),
      productSends: sendsBy(sendsOf.get(account.id) ?? []),
      facts: {
        today,
        seats: account.seats,
        usage,
        figuresUrl: figuresUrl(account.id, now, knownAt),
        ...recordFacts(recordsOf.get(account.id) ?? []),
        reports: reportedTypes(usage.length > 0, heard),
      },
    };
  });
}

function sendsBy(sends: readonly StoredEvent[]): AccountAdoption['productSends'] {
  return sends.flatMap(({ event }) =>
    event.user !== null && isBuiltIn(event) && event.type === 'nudge.sent'
      ? [{ user: event.user, at: event.at, nudgeId: event.payload.nudgeId }]
      : [],
  );
}

/** Whether any account's source tells of a type: where none does, "not reached" would be a guess. */
function reportedTypes(hasUse: boolean, heard: ReadonlyMap<string, unknown>): AdoptionFacts['reports'] {
  return {
    usage: hasUse || heard.has('feature.used'),
    recipes: heard.has('recipe.completed'),
    milestones: heard.has('milestone.reached'),
    integrations: heard.has('integration.state'),
  };
}

type RecordFacts = Pick<AdoptionFacts, 'recipes' | 'milestones' | 'integrations' | 'hoursSaved'>;

function recordFacts(records: readonly StoredEvent[]): RecordFacts {
  const states: { payload: { integration: string; state: IntegrationState }; url: string }[] = [];
  const facts = { recipes: [], milestones: [], hoursSaved: [] } as {
    recipes: RecordFacts['recipes'][number][];
    milestones: RecordFacts['milestones'][number][];
    hoursSaved: RecordFacts['hoursSaved'][number][];
  };
  for (const { seq, event } of records) {
    if (!isBuiltIn(event)) continue;
    const place = { on: utcDayOf(event.at), url: eventUrl(seq) };
    if (event.type === 'recipe.completed') facts.recipes.push({ recipe: event.payload.recipe, ...place });
    if (event.type === 'milestone.reached')
      facts.milestones.push({ milestone: event.payload.milestone, ...place });
    if (event.type === 'value.measured' && event.payload.hoursSaved !== undefined)
      facts.hoursSaved.push({ hours: event.payload.hoursSaved, ...place });
    if (event.type === 'integration.state') states.push({ payload: event.payload, url: place.url });
  }
  const integrations = readIntegrations(states, ({ payload }) => payload).flatMap(({ name, setUpSince }) =>
    setUpSince === null ? [] : [{ integration: name, url: setUpSince.url }],
  );
  return { ...facts, integrations };
}
