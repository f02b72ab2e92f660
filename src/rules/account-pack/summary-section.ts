import type { PackFact } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { formatArr } from '../../domain/money.ts';
import { formatPoints } from '../../domain/points.ts';
import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { incidentsOf } from './incidents.ts';
import { formatCount, isWithin, type PackFacts, recordsOf, type Section } from './pack-facts.ts';

/** The whole on one page: each figure is told in a section of its own. */
export const summarySection: Section = (facts) => {
  const { account, audience, asOf } = facts;
  const isOurs = audience === 'internal';
  const figures = [...(isOurs ? ours(facts) : []), ...shared(facts)];
  const words = [isOurs ? standing(facts) : '', renewalWords(facts)].filter(Boolean);
  const ended = account.status === 'ended' ? ' The contract has ended.' : '';
  const said =
    words.length > 0 ? `${words.join('; ')}.` : `${account.name} as of ${dayWords(asOf.toISOString())}.`;
  return { takeaway: `${said}${ended}`, blocks: [{ kind: 'facts', facts: figures }], missing: null };
};

function standing({ health }: PackFacts): string {
  if (health.score === null) return 'No health score: not one of its signals is known';
  const change = health.change30d;
  const moved =
    change === null || change === 0
      ? ''
      : `, ${change > 0 ? 'up' : 'down'} ${formatPoints(Math.abs(change))} in 30 days`;
  return `Health ${formatPoints(health.score)}, ${health.band}${moved}`;
}

function renewalWords({ account, asOf }: PackFacts): string {
  if (account.renewsOn === null) return '';
  const days = daysBetween(utcDayOf(asOf), account.renewsOn);
  if (days < 0) return `the renewal was due on ${dayWords(account.renewsOn)}`;
  return days === 0 ? 'the renewal is today' : `renewal in ${counted(days, 'day')}`;
}

function ours({ health, account, records, paths }: PackFacts): PackFact[] {
  const contract = records.findLast(({ event }) => event.type === 'contract.updated');
  const path = contract ? paths.record(contract.seq) : null;
  const tones = { red: 'bad', amber: 'warning', green: 'good' } as const;
  return [
    {
      label: 'Health score',
      value: health.score === null ? 'unknown' : formatPoints(health.score),
      detail: health.band ?? 'no signal is known',
      tone: health.band ? tones[health.band] : 'neutral',
      path: paths.score,
    },
    {
      label: 'ARR',
      value: account.arr === null ? 'not known' : formatArr(account.arr),
      detail: account.arr === null ? 'no contract says it' : null,
      tone: 'neutral',
      path: account.arr === null ? null : path,
    },
  ];
}

function shared(facts: PackFacts): PackFact[] {
  const { account, use, tickets, period, paths, records, asOf } = facts;
  const contract = records.findLast(({ event }) => event.type === 'contract.updated');
  const active = use.users.filter(({ days }) => days > 0).length;
  const measured = recordsOf(facts, 'value.measured').filter(({ event }) => isWithin(facts, event.at));
  const hours = measured.flatMap(({ event }) => event.payload.hoursSaved ?? []);
  const incidents = incidentsOf(facts).filter(({ openedAt }) => isWithin(facts, openedAt));
  const opened = tickets.filter(({ ticket }) => isWithin(facts, ticket.openedAt));
  const last = <T>(items: readonly T[]): T | undefined => items.at(-1);
  const [newestIncident] = incidents;
  return [
    {
      label: 'Renewal',
      value: account.renewsOn === null ? 'not known' : dayWords(account.renewsOn),
      detail:
        account.renewsOn === null
          ? 'no contract says it'
          : inDays(daysBetween(utcDayOf(asOf), account.renewsOn)),
      tone: 'neutral',
      path: account.renewsOn !== null && contract ? paths.record(contract.seq) : null,
    },
    {
      label: 'Active users',
      value: formatCount(active),
      path: paths.figures,
      tone: 'neutral',
      detail:
        account.seats === null ? period.words : `of ${formatCount(account.seats)} seats, ${period.words}`,
    },
    {
      label: 'Hours saved',
      tone: 'neutral',
      path: pathOf(facts, last(measured)?.seq),
      value: hours.length === 0 ? 'not measured' : formatCount(hours.reduce((sum, each) => sum + each, 0)),
      detail: hours.length === 0 ? 'no value.measured event' : period.words,
    },
    {
      label: 'Incidents',
      value: String(incidents.length),
      detail: period.words,
      tone: incidents.length > 0 ? 'warning' : 'good',
      path: pathOf(facts, newestIncident?.openedSeq) ?? paths.figures,
    },
    {
      label: 'Tickets',
      value: String(opened.length),
      detail: period.words,
      tone: 'neutral',
      path: pathOf(facts, last(opened)?.ticket.seq) ?? paths.figures,
    },
  ];
}

function pathOf({ paths }: PackFacts, seq: number | undefined): string | null {
  return seq === undefined ? null : paths.record(seq);
}

function inDays(days: number): string {
  return days < 0 ? `${counted(-days, 'day')} ago` : days === 0 ? 'today' : `in ${counted(days, 'day')}`;
}
