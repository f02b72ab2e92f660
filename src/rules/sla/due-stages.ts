import type { SlaNotice, SlaPack, SlaStage } from '../../domain/sla.ts';
import type { ClockReading } from './read-clock.ts';

/** A stage of a clock that has come and was not told. */
export interface DueStage {
  clock: ClockReading['clock'];
  stage: SlaStage;
  /** Of those for which a ticket goes up; null = it stays where it is */
  tier: number | null;
}

/** What the stages of one ticket depend on. */
export interface StagedTicket {
  openedAt: Date;
  receivedAt: Date;
  /** Of the account. */
  tier: string | null;
  clocks: readonly ClockReading[];
}

/** History that is brought in is nobody's emergency. Source: the feature contract, "older than a day". */
const backfillHours = 24;

/** Whether a ticket was older than a day when we heard of it. */
export function isBackfill({ openedAt, receivedAt }: Pick<StagedTicket, 'openedAt' | 'receivedAt'>): boolean {
  return receivedAt.getTime() - openedAt.getTime() > backfillHours * 3_600_000;
}

/**
 * What has to be told of a ticket's clocks now. After a time in which nobody looked, one word stands for all that was
 * missed: of a breach no warning, and of several tiers the highest. A clock that has ended or stands is told of no more,
 * but for a breach before it stood.
 */
export function dueStages(
  ticket: StagedTicket,
  pack: SlaPack,
  told: readonly Pick<SlaNotice, 'clock' | 'stage'>[],
): DueStage[] {
  if (isBackfill(ticket)) return [];
  return ticket.clocks.flatMap((reading) => {
    const before = new Set(told.filter(({ clock }) => clock === reading.clock).map(({ stage }) => stage));
    return stagesOf(reading, ticket.tier, pack, before);
  });
}

function stagesOf(
  reading: ClockReading,
  accountTier: string | null,
  pack: SlaPack,
  before: ReadonlySet<SlaStage>,
): DueStage[] {
  const { clock, state } = reading;
  switch (state) {
    case 'warning':
      return before.has('warning') || before.has('breach') ? [] : [{ clock, stage: 'warning', tier: null }];
    case 'breached':
      return [
        ...(before.has('breach') ? [] : [{ clock, stage: 'breach' as const, tier: null }]),
        ...dueTier(reading, accountTier, pack, before),
      ];
    case 'running':
    case 'paused':
    case 'met':
    case 'missed':
      return [];
  }
}

function dueTier(
  { clock, usedPercent }: ClockReading,
  accountTier: string | null,
  { ladder }: SlaPack,
  before: ReadonlySet<SlaStage>,
): DueStage[] {
  const reached = ladder.findLast(
    ({ accounts, atPercent }) =>
      usedPercent >= atPercent &&
      (accounts === 'any' || (accountTier !== null && accounts.includes(accountTier))),
  );
  if (!reached) return [];
  const highest = Math.max(1, ...[...before].map(tierOf));
  if (reached.tier <= highest) return [];
  return [{ clock, stage: `tier-${reached.tier}` as SlaStage, tier: reached.tier }];
}

function tierOf(stage: SlaStage): number {
  return stage.startsWith('tier-') ? Number(stage.slice('tier-'.length)) : 1;
}
