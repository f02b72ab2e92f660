import type { PackBlock, PackFact } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { incidentsOf, meanTimeToResolve, type PackIncident } from './incidents.ts';
import { cell, formatSpan, isBefore, isWithin, nothing, type PackFacts, type Section } from './pack-facts.ts';

const incidentsShown = 10;

/** Incidents that hit the account, and how long they took. */
export const incidentSection: Section = (facts) => {
  const { period } = facts;
  const all = incidentsOf(facts);
  const now = all.filter(({ openedAt }) => isWithin(facts, openedAt));
  const before = all.filter(({ openedAt }) => isBefore(facts, openedAt));
  if (now.length === 0) {
    const [last] = all;
    if (!last) return nothing('No incident is recorded');
    return nothing(
      `No incident is recorded in ${period.words}; the last one began on ${dayWords(last.openedAt.toISOString())}`,
    );
  }
  const mttr = meanTimeToResolve(now);
  const open = now.filter(({ resolvedAt }) => resolvedAt === null);
  const blocks: PackBlock[] = [{ kind: 'facts', facts: figures(facts, now, before) }, table(facts, now)];
  const spoken = mttr === null ? 'none is resolved yet' : `resolved in ${formatSpan(mttr)} on average`;
  const still = open.length > 0 && mttr !== null ? `; ${counted(open.length, 'is', 'are')} still open` : '';
  return {
    takeaway: `${counted(now.length, 'incident')} in ${period.words}, ${spoken}${still}.`,
    blocks,
    missing: null,
  };
};

function figures({ period, paths }: PackFacts, now: PackIncident[], before: PackIncident[]): PackFact[] {
  const [newest] = now;
  const path = newest ? paths.record(newest.openedSeq) : null;
  const held = period.before !== null;
  const [mttr, mttrBefore] = [meanTimeToResolve(now), meanTimeToResolve(before)];
  const open = now.filter(({ resolvedAt }) => resolvedAt === null);
  return [
    {
      label: 'Incidents',
      value: String(now.length),
      path,
      detail: held ? `${before.length} before` : null,
      tone: held && now.length > before.length ? 'bad' : 'neutral',
    },
    {
      label: 'MTTR',
      value: mttr === null ? 'none resolved' : formatSpan(mttr),
      path,
      detail: held && mttrBefore !== null ? `${formatSpan(mttrBefore)} before` : null,
      tone: mttr !== null && mttrBefore !== null && mttr > mttrBefore ? 'bad' : 'neutral',
    },
    {
      label: 'Still open',
      value: String(open.length),
      detail: null,
      path,
      tone: open.length > 0 ? 'bad' : 'good',
    },
  ];
}

function table({ paths, asOf }: PackFacts, incidents: readonly PackIncident[]): PackBlock {
  const shown = incidents.slice(0, incidentsShown);
  return {
    kind: 'table',
    title: incidents.length > shown.length ? `The last ${shown.length} of ${incidents.length}` : 'Incidents',
    columns: [
      { label: 'Began' },
      { label: 'What' },
      { label: 'Severity' },
      { label: 'Took', align: 'right' },
    ],
    rows: shown.map(({ openedAt, openedSeq, title, severity, resolvedAt }) => [
      cell(dayWords(openedAt.toISOString()), paths.record(openedSeq)),
      cell(title),
      cell(severity ?? 'not said'),
      cell(
        resolvedAt
          ? formatSpan(resolvedAt.getTime() - openedAt.getTime())
          : `open for ${formatSpan(asOf.getTime() - openedAt.getTime())}`,
      ),
    ]),
  };
}
