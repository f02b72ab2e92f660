import { type ActionKindName, actionKindNames } from '../domain/action.ts';
import { type AutonomyLevel, autonomyLevels } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import { mayEarn } from '../guardrail/may-earn.ts';
import { type AutonomyRecord, autonomyBars, judgeAutonomy } from '../rules/autonomy/judge-autonomy.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext, type Services } from './context.ts';

/** How far one kind of action may go by itself, and on what record. */
export interface KindAutonomy extends AutonomyRecord {
  kind: ActionKindName;
  level: AutonomyLevel;
  /** Who set the level, and why; null = it is the default */
  set: { by: string; reason: string; at: string } | null;
}

/** Kinds that have no ladder: a switch always works at once. */
const withoutLadder: ReadonlySet<ActionKindName> = new Set(['kill.flip']);

/** Every kind with its level and record. */
export async function listAutonomy(
  services: Pick<Services, 'store' | 'clock' | 'door'>,
): Promise<KindAutonomy[]> {
  const levels = await services.store.readAutonomyLevels();
  const kinds = actionKindNames.filter((kind) => !withoutLadder.has(kind));
  return await Promise.all(
    kinds.map(async (kind) => {
      const set = levels.get(kind);
      return {
        kind,
        level: set?.level ?? ('suggest' as const),
        set: set ? { by: set.by, reason: set.reason, at: set.at.toISOString() } : null,
        ...(await recordOf(services, kind)),
      };
    }),
  );
}

/**
 * Sets how far a kind may go by itself. `auto` has to be earned.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_USAGE for a kind or level there is none of, HF_AUTONOMY_NOT_EARNED
 */
export async function setAutonomy(
  ctx: RequestContext,
  given: { kind: string; level: string; reason: string },
): Promise<KindAutonomy> {
  await requireChangeable(ctx, 'autonomy');
  const kind = actionKindNames.find((name) => name === given.kind);
  const level = autonomyLevels.find((name) => name === given.level);
  if (!kind || withoutLadder.has(kind))
    throw usage(`'${given.kind}' has no autonomy`, 'Kinds are listed by: autonomy');
  if (!level) throw usage(`'${given.level}' is no level`, `Levels are ${autonomyLevels.join(', ')}.`);
  const record = await recordOf(ctx, kind);
  if (level === 'auto' && !record.mayBeAuto) {
    throw new HoldfastError(
      'HF_AUTONOMY_NOT_EARNED',
      `'${kind}' may not run by itself yet: ${record.missing}`,
    );
  }
  const at = ctx.clock.now();
  const { reason } = given;
  await ctx.store.transaction(async (store) => {
    await store.writeAutonomyLevel({ kind, level, by: actorOf(ctx), reason, at });
    await store.appendAudit({
      at,
      actor: actorOf(ctx),
      action: 'autonomy.set',
      account: null,
      detail: { kind, level, decisions: record.decisions, asProposedPercent: record.asProposedPercent },
      personal: { reason },
    });
  });
  return { kind, level, set: { by: actorOf(ctx), reason, at: at.toISOString() }, ...record };
}

async function recordOf(
  { store, clock, door }: Pick<Services, 'store' | 'clock' | 'door'>,
  kind: ActionKindName,
): Promise<AutonomyRecord> {
  const since = new Date(clock.now().getTime() - autonomyBars.windowDays * 86_400_000);
  const { recent, last } = await store.readObservations(kind, since, autonomyBars.last);
  const record = judgeAutonomy(
    recent.map(({ asProposed }) => asProposed),
    last.map(({ asProposed }) => asProposed),
  );
  if (mayEarn(door.policies(), kind)) return record;
  return { ...record, mayBeAuto: false, missing: 'nothing to earn under policy' };
}

function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}
