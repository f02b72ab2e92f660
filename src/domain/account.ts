import type { Money } from './money.ts';
import type { UtcDay } from './utc-day.ts';

/** What is contracted with a customer company. Null = no event has said it. */
export interface Account {
  id: string;
  name: string;
  status: 'active' | 'ended';
  churnReason: string | null;
  segment: string | null;
  tier: string | null;
  icp: string | null;
  useCase: string | null;
  /** Licensed seats. */
  seats: number | null;
  arr: Money | null;
  startsOn: UtcDay | null;
  renewsOn: UtcDay | null;
  /** Member who looks after the account. */
  owner: string | null;
  domains: string[];
  aliases: string[];
  /** Ids of the account in other systems. */
  externalIds: string[];
  /** Where its data has to stay. */
  region: string | null;
  /** Day of its first event; the stand-in for startsOn where no contract says. */
  firstSeenOn: UtcDay;
}

/** Whether an account is of a segment, however sources write it. */
export function isOfSegment({ segment }: Pick<Account, 'segment'>, wanted: string): boolean {
  return segment?.toLowerCase() === wanted.toLowerCase();
}

/** The lifecycle stages of the customer playbook. Source: seeds, "Customer Lifecycle". */
export const lifecycleStages = ['onboarding', 'adoption', 'retention', 'expansion'] as const;
export type LifecycleStage = (typeof lifecycleStages)[number];
