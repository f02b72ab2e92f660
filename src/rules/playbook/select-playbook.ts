import { dayWords } from '../../domain/day-words.ts';
import { actionOf, type Playbook, type PlaybookFit } from '../../domain/playbook.ts';

/** A play of the same account, running or over. */
export interface RecentPlay {
  playbook: string;
  state: 'running' | 'ended';
  outcome: string | null;
  startedAt: string;
}

/** The playbook that fits, and why this one, in a sentence or two. */
export interface Selected {
  playbookId: string;
  version: number;
  why: string;
}

/** A playbook that did not help is not tried again for so long, in days. Source: ours; a quarter. */
const restDays = 90;
const dayMs = 86_400_000;

/**
 * Chooses what to do about a finding: of the playbooks for the rule that are for accounts like this one, first those
 * that were not tried lately, then the one that the rule names, then those made for fewer accounts, then those that name the rule earlier.
 * @returns null when none is for it, or each runs already
 */
export function selectPlaybook(
  {
    rule,
    matter = rule,
    named = null,
    account,
    recent,
  }: {
    /** Whose playbooks come first. */
    rule: string;
    /** The rule whose matter `rule` tells a side of: its playbooks come after. */
    matter?: string;
    /** The playbook that the rule itself names; null = none */
    named?: string | null;
    account: PlaybookFit;
    recent: readonly RecentPlay[];
  },
  playbooks: readonly Playbook[],
  now: Date,
): Selected | null {
  const ranked = playbooks
    .filter((playbook) => answers(playbook, rule) || answers(playbook, matter) || playbook.id === named)
    .filter((playbook) => fits(playbook, account))
    .filter(({ id }) => !recent.some((play) => play.playbook === id && play.state === 'running'))
    .map((playbook) => ({ playbook, tried: triedWithin(playbook.id, recent, now) }))
    .sort(
      (one, other) =>
        Number(one.tried !== null) - Number(other.tried !== null) ||
        Number(other.playbook.id === named) - Number(one.playbook.id === named) ||
        Number(answers(other.playbook, rule)) - Number(answers(one.playbook, rule)) ||
        narrowness(other.playbook) - narrowness(one.playbook) ||
        rankOf(one.playbook, rule) - rankOf(other.playbook, rule) ||
        (one.playbook.id < other.playbook.id ? -1 : 1),
    );
  const [best] = ranked;
  if (!best) return null;
  const { id, version } = best.playbook;
  const rank = rankAgainst(playbooks.find((one) => one.id === named) ?? null, best.playbook, rule, account);
  const passed = ranked.find(({ tried }) => tried !== null);
  const why = `${ranks[rank]}${audienceOf(best.playbook, account)}.${historyOf(best, passed)}`;
  return { playbookId: id, version, why };
}

function answers({ for: rules }: Playbook, rule: string): boolean {
  return rules.includes(rule);
}

function fits({ tiers, segments, stages }: Playbook, { tier, segment, stage }: PlaybookFit): boolean {
  return names(tiers, tier) && names(segments, segment) && (stages === 'any' || stages.includes(stage));
}

function names(wanted: 'any' | readonly string[], word: string | null): boolean {
  return wanted === 'any' || (word !== null && wanted.includes(word.trim().toLowerCase()));
}

/** A rule that a playbook does not name comes after those that it does. */
function rankOf({ for: rules }: Playbook, rule: string): number {
  const index = rules.indexOf(rule);
  return index < 0 ? rules.length : index;
}

function narrowness({ tiers, segments, stages }: Playbook): number {
  return [tiers, segments, stages].filter((wanted) => wanted !== 'any').length;
}

/** When it was last tried in vain; null = not lately. */
function triedWithin(id: string, recent: readonly RecentPlay[], now: Date): string | null {
  const since = new Date(now.getTime() - restDays * dayMs).toISOString();
  const tried = recent
    .filter(
      (play) =>
        play.playbook === id &&
        play.state === 'ended' &&
        play.outcome === 'no-change' &&
        play.startedAt >= since,
    )
    .map(({ startedAt }) => startedAt)
    .sort();
  return tried.at(-1) ?? null;
}

/** Where it stands beside the one that is meant for the rule. */
const ranks = {
  first: 'The standard playbook for this',
  other: 'Another playbook that fits',
  instead: 'Used where the standard playbook does not fit',
} as const;

function rankAgainst(
  standard: Playbook | null,
  chosen: Playbook,
  rule: string,
  account: PlaybookFit,
): keyof typeof ranks {
  if (standard === null) return chosen.for[0] === rule ? 'first' : 'other';
  if (chosen === standard) return 'first';
  return fits(standard, account) ? 'other' : 'instead';
}

/** Whom it is made for; nothing where it is for everybody. */
function audienceOf({ tiers, segments, stages }: Playbook, { tier, segment, stage }: PlaybookFit): string {
  const where = [
    segments === 'any' ? null : `the ${segment} segment`,
    stages === 'any' ? null : `the ${stage} stage`,
  ].filter((word) => word !== null);
  if (tiers === 'any' && where.length === 0) return '';
  const accounts = tiers === 'any' ? 'accounts' : `${tier} accounts`;
  return `, made for ${[accounts, ...(where.length > 0 ? [`in ${where.join(' and ')}`] : [])].join(' ')}`;
}

interface Candidate {
  playbook: Playbook;
  /** When it was last tried in vain; null = not lately */
  tried: string | null;
}

function historyOf({ tried }: Candidate, passed: Candidate | undefined): string {
  if (tried !== null) return ` It changed nothing on ${dayWords(tried)}, but no other one fits.`;
  if (!passed?.tried) return '';
  return ` "${actionOf(passed.playbook)}" changed nothing on ${dayWords(passed.tried)}.`;
}
