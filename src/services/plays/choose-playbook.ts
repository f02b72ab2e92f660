import type { Account } from '../../domain/account.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Play } from '../../domain/play.ts';
import { actionOf } from '../../domain/playbook.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { lifecycleStage } from '../../rules/lifecycle.ts';
import { type RecentPlay, selectPlaybook } from '../../rules/playbook/select-playbook.ts';
import type { RequestContext } from '../context.ts';

/** A playbook that answers a finding. */
export interface ChosenPlaybook {
  id: string;
  /** What one does, in a few words. */
  action: string;
  /** What its first step asks for. */
  first: string;
  version: number;
  why: string;
}

/** The playbook for a finding about an account, and why this one; null = none fits, or each runs already. */
export function choosePlaybook(
  { content, clock }: Pick<RequestContext, 'content' | 'clock'>,
  { tier, segment, ...account }: Account,
  { rule: matter, lead = matter, playbook: named }: Pick<Finding, 'rule' | 'lead' | 'playbook'>,
  plays: readonly Play[],
): ChosenPlaybook | null {
  const now = clock.now();
  const fit = { tier, segment, stage: lifecycleStage(account, utcDayOf(now)) };
  const selected = selectPlaybook(
    { rule: lead, matter, named, account: fit, recent: plays.map(recentOf) },
    content.playbooks,
    now,
  );
  if (!selected) return null;
  const { playbookId: id, version, why } = selected;
  const playbook = content.playbooks.find((one) => one.id === id);
  const action = playbook ? actionOf(playbook) : id;
  return { id, action, first: playbook?.steps[0]?.title ?? '', version, why };
}

function recentOf({ recipe, life, startedAt }: Play): RecentPlay {
  const outcome = life.state === 'ended' ? life.outcome : null;
  return { playbook: recipe.id, state: life.state, outcome, startedAt };
}
