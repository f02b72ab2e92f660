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
    named = null,
    account,
    recent,
  }: {
    rule: string;
    /** The playbook that the rule itself names; null = none */
    named?: string | null;
    account: PlaybookFit;
    recent: readonly RecentPlay[];
  },
  playbooks: readonly Playbook[],
  now: Date,
): Selected | null {
  const ranked = playbooks
    .filter((playbook) => (playbook.for.includes(rule) || playbook.id === named) && fits(playbook, account))
    .filter(({ id }) => !recent.some((play) => play.playbook === id && play.state === 'running'))
    .map((playbook) => ({ playbook, tried: triedWithin(playbook.id, recent, now) }))
    .sort(
      (one, other) =>
        Number(one.tried !== null) - Number(other.tried !== null) ||
        Number(other.playbook.id === named) - Number(one.playbook.id === named) ||
        narrowness(other.playbook) - narrowness(one.playbook) ||
        rankOf(one.playbook, rule) - rankOf(other.playbook, rule) ||
        (one.playbook.id < other.playbook.id ? -1 : 1),
    );
  const [best] = ranked;
  if (!best) return null;
  const { id, version } = best.playbook;
  const isStandard = named === null ? best.playbook.for[0] === rule : id === named;
  const why = reasonOf(
    best,
    isStandard,
    ranked.find(({ tried }) => tried !== null),
    account,
  );
  return { playbookId: id, version, why };
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

/** What made it the first: whom it is made for, and what was tried before. */
function reasonOf(
  best: { playbook: Playbook; tried: string | null },
  isStandard: boolean,
  passed: { playbook: Playbook; tried: string | null } | undefined,
  { tier, segment, stage }: PlaybookFit,
): string {
  const { playbook, tried } = best;
  const accounts = playbook.tiers === 'any' ? 'accounts' : `${tier} accounts`;
  const where = [
    playbook.segments === 'any' ? null : `the ${segment} segment`,
    playbook.stages === 'any' ? null : `the ${stage} stage`,
  ].filter((word) => word !== null);
  const isForAll = playbook.tiers === 'any' && where.length === 0;
  const kind = isStandard ? 'The standard playbook for this' : 'A playbook that fits this too';
  const whom = isForAll
    ? ''
    : `, made for ${[accounts, ...where].join(' in ').replace(/( in .*) in /, '$1 and ')}`;
  return `${kind}${whom}.${historyOf(tried, passed)}`;
}

function historyOf(
  tried: string | null,
  passed: { playbook: Playbook; tried: string | null } | undefined,
): string {
  if (tried !== null) return ` It changed nothing on ${dayWords(tried)}, but no other one fits.`;
  if (!passed?.tried) return '';
  return ` "${actionOf(passed.playbook)}" changed nothing on ${dayWords(passed.tried)}.`;
}
