import { counted } from '../domain/counted.ts';
import type {
  DigestAccount,
  DigestExpansion,
  DigestSection,
  DigestSnapshot,
  DigestTicket,
} from '../domain/digest.ts';
import type { MetricValue } from '../domain/metric.ts';
import type { Money } from '../domain/money.ts';
import { daysBetween } from '../domain/utc-day.ts';
import type { DigestFigures, Mover } from '../rules/digest/count-figures.ts';
import { shortDay } from './format.ts';
import { dayIn } from './local-moment.ts';
import { metricText, metricUrl } from './metric-words.ts';
import { shortSums } from './short-money.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span } from './view.ts';

/** What a digest is drawn from. */
export interface DrawnDigest {
  /** Of the snapshot. */
  id: string;
  snapshot: DigestSnapshot;
  figures: DigestFigures;
}

/** What each part is called, in the headline and above its details. */
export const sectionTitles: Readonly<Record<DigestSection, string>> = {
  health: 'Health',
  risks: 'At risk',
  renewals: 'Renewals',
  support: 'Urgent tickets',
  issues: 'Known issues',
  expansion: 'Expansion',
  wins: 'Wins',
};

const nameLength = 32;
const namedAtMost = 3;

/** The page of a snapshot, at one of its parts. */
export function digestUrl(id: string, section?: DigestSection): string {
  return `/evidence/digests/${id}${section === undefined ? '' : `#${section}`}`;
}

/** One line of the headline: its figure with a link to what it was counted from, then last week and target. */
export function digestLine(section: DigestSection, digest: DrawnDigest): Span[] {
  const { figure, rest, more = [] } = linesOf[section](digest);
  return [
    { text: `${sectionTitles[section]}  `, strong: true },
    { text: figure, link: digestUrl(digest.id, section) },
    ...(rest === '' ? [] : [{ text: rest }]),
    ...more,
  ];
}

interface Line {
  figure: string;
  /** Begins with its own separator. */
  rest: string;
  /** Another figure, with its own link. */
  more?: Span[];
}

const linesOf: Readonly<Record<DigestSection, (digest: DrawnDigest) => Line>> = {
  health: healthLine,
  risks: risksLine,
  renewals: renewalsLine,
  support: supportLine,
  issues: issuesLine,
  expansion: expansionLine,
  wins: winsLine,
};

function healthLine({ figures: { green, health }, snapshot: { targets } }: DrawnDigest): Line {
  const { now } = health;
  const scored = now.green + now.amber + now.red;
  if (green.now === null) return { figure: 'nobody is scored yet', rest: '' };
  return {
    figure: `${green.now} % green`,
    rest: `${beside([was(green.before, percent), goal(targets.greenPercent, (value) => `${value} %`)])} · ${now.green} of ${scored}; ${now.amber} amber, ${now.red} red`,
  };
}

function risksLine(digest: DrawnDigest): Line {
  const {
    figures: { risks, riskPercent },
    snapshot: { targets },
  } = digest;
  const share = riskPercent.now === null ? '' : `, ${riskPercent.now} % of ARR`;
  const aim = riskPercent.now === null ? null : goal(targets.riskPercent, (value) => `at most ${value} %`);
  const { now, before, entered, left } = risks;
  const worth = now.accounts.length === 0 ? '' : `, ${shortSums(now.arr)}${share}`;
  const moves = [moverWords('In', entered), moverWords('Out', left)].filter((words) => words !== '');
  return {
    figure: `${counted(now.accounts.length, 'customer')}${worth}`,
    rest: `${beside([`was ${before.accounts.length}`, aim])}${moves.length === 0 ? '' : ` · ${moves.join(' · ')}`}`,
    more: forecastSpans(digest),
  };
}

/** What of it will be lost, or that nobody can say yet: why stands on its page. */
function forecastSpans({ figures: { forecast, arr }, snapshot }: DrawnDigest): Span[] {
  if (forecast === null) return [];
  const { month, asOf, knownAt } = { ...snapshot, month: snapshot.day.slice(0, 7) };
  const link = metricUrl('arr-at-risk-forecast', { month, asOf, knownAt });
  const [now, before] = [metricText(forecast.now, 'money'), metricText(forecast.before, 'money')];
  if (now === '–') return [{ text: ' · forecast ' }, { text: 'not known yet', link }];
  const share = shareOf(forecast.now, arr.now);
  const aim = share === null ? null : goal(snapshot.targets.forecastPercent, (value) => `at most ${value} %`);
  const words = [share === null ? null : `${share} % of ARR`, before === '–' ? null : `was ${before}`, aim];
  return [{ text: ' · forecast to be lost ' }, { text: now, link }, { text: beside(words) }];
}

/** Of one currency, in whole percent. */
function shareOf({ numerator, currency }: MetricValue, base: readonly Money[]): number | null {
  const [one, ...others] = base;
  if (!one || others.length > 0 || one.currency !== currency || numerator === null || one.amount <= 0)
    return null;
  return Math.round((100 * numerator) / one.amount);
}

function moverWords(label: string, movers: readonly Mover[]): string {
  if (movers.length === 0) return '';
  const why = ({ account, risk }: Mover): string =>
    `${nameOf(account)} (${risk === null ? 'left us' : risk.title.toLowerCase()})`;
  return `${label}: ${listed(label === 'In' ? movers.map(why) : movers.map((mover) => (mover.risk === null ? why(mover) : nameOf(mover.account))))}`;
}

function renewalsLine({ figures: { renewals }, snapshot: { renewalDays } }: DrawnDigest): Line {
  const { now, before, atRisk } = renewals;
  const worth = now.accounts.length === 0 ? '' : `, ${shortSums(now.arr)}`;
  const risk =
    now.accounts.length === 0
      ? ''
      : atRisk.accounts.length === 0
        ? ' · none at risk'
        : ` · ${atRisk.accounts.length} at risk, ${shortSums(atRisk.arr)}: ${listed(byRenewal(atRisk.accounts).map((account) => `${nameOf(account)} on ${renewalDay(account)}`))}`;
  return {
    figure: `${now.accounts.length} within ${renewalDays} days${worth}`,
    rest: `${beside([`was ${before.accounts.length}`])}${risk}`,
  };
}

function supportLine({ figures: { support }, snapshot }: DrawnDigest): Line {
  const count = (tickets: readonly DigestTicket[], priority: string): number =>
    tickets.filter((ticket) => ticket.priority === priority).length;
  const words = (tickets: readonly DigestTicket[]): string =>
    `${count(tickets, 'P0')} P0, ${count(tickets, 'P1')} P1`;
  const names = new Map(snapshot.accounts.map((account) => [account.id, account]));
  const [oldest] = [...support.now].sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
  const since = oldest ? daysBetween(dayIn(snapshot.zone, oldest.openedAt), snapshot.day) : 0;
  const customer = oldest ? names.get(oldest.account) : undefined;
  const aim = goal(snapshot.targets.openP0, (value) => `${value} P0`);
  return {
    figure: `${words(support.now)} open`,
    rest: `${beside([`was ${words(support.before)}`, aim])}${oldest ? ` · oldest ${counted(since, 'day')}: ${oldest.priority} of ${customer ? nameOf(customer) : oldest.account}` : ''}`,
  };
}

function issuesLine({ figures: { issues }, snapshot }: DrawnDigest): Line {
  const top = snapshot.issues.slice(0, 2).map(({ title, accounts, shipsOn, owner }) => {
    const by = owner === null ? '' : `, ${owner}`;
    const plan = shipsOn === null ? 'no ship date' : `fix ${shortDay(shipsOn)}`;
    return `${shortenLine(title, 48)} (${accounts.length}; ${plan}${by})`;
  });
  return {
    figure: `${counted(issues.hit.now, 'customer')} hit`,
    rest: `${beside([`was ${issues.hit.before}`])}${top.length === 0 ? '' : ` · ${top.join(' · ')}`}`,
  };
}

function expansionLine({ figures: { expansion }, snapshot: { targets } }: DrawnDigest): Line {
  const { wonInWeek, wonArr, wonBefore, wonBeforeArr, open, openArr, percent: share } = expansion;
  const year =
    share.now === null
      ? ''
      : ` · ${share.now} % of ARR in a year${beside([was(share.before, percent), goal(targets.expansionPercent, (value) => `${value} %`)])}`;
  return {
    figure: `${wonWords(wonInWeek, wonArr)} won this week`,
    rest: `${beside([`was ${wonWords(wonBefore, wonBeforeArr)}`])}${year}${open.length === 0 ? '' : ` · ${counted(open.length, 'opportunity', 'opportunities')} open${openArr.length === 0 ? '' : `, ${shortSums(openArr)}`}`}`,
  };
}

function wonWords(won: readonly DigestExpansion[], arr: readonly Money[]): string {
  if (won.length === 0) return 'none';
  return arr.length === 0 ? String(won.length) : shortSums(arr);
}

function winsLine({ figures: { recovered }, snapshot }: DrawnDigest): Line {
  const names = new Map(snapshot.accounts.map((account) => [account.id, nameOf(account)]));
  const of = (kind: string): string[] =>
    [...new Set(snapshot.wins.filter((win) => win.kind === kind).map(({ account }) => account))].map(
      (account) => names.get(account) ?? account,
    );
  const parts = [
    ['renewed', of('renewed')],
    ['reached first value', of('first-value')],
    ['no longer at risk', recovered.map(nameOf)],
  ] as const;
  const told = parts.filter(([, who]) => who.length > 0).map(([what, who]) => `${what}: ${listed(who)}`);
  const sum = parts.reduce((total, [, who]) => total + who.length, 0);
  return {
    figure: sum === 0 ? 'none on record this week' : String(sum),
    rest: `${beside([was(snapshot.winsBefore, String)])}${told.length === 0 ? '' : ` · ${told.join(' · ')}`}`,
  };
}

/** A customer's name, short enough to stand among others. */
export function nameOf({ name }: Pick<DigestAccount, 'name'>): string {
  return shortenLine(name, nameLength);
}

function listed(names: readonly string[]): string {
  const left = names.length - namedAtMost;
  return left > 0 ? `${names.slice(0, namedAtMost).join(', ')} and ${left} more` : names.join(', ');
}

function byRenewal(accounts: readonly DigestAccount[]): DigestAccount[] {
  return [...accounts].sort((one, other) =>
    (one.now?.renewsOn ?? '') < (other.now?.renewsOn ?? '') ? -1 : 1,
  );
}

function renewalDay({ now }: DigestAccount): string {
  return now?.renewsOn ? shortDay(now.renewsOn) : '';
}

function percent(value: number): string {
  return `${value} %`;
}

function was(value: number | null, words: (value: number) => string): string | null {
  return value === null ? null : `was ${words(value)}`;
}

function goal(value: number | undefined, words: (value: number) => string): string | null {
  return value === undefined ? null : `target ${words(value)}`;
}

/** What stands beside a figure, in brackets. */
function beside(parts: readonly (string | null)[]): string {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}
