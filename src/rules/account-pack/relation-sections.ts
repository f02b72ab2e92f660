import type { PackFact } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { formatArr } from '../../domain/money.ts';
import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { cell, nothing, type PackFacts, recordsOf, type Section } from './pack-facts.ts';

/** What is contracted. */
export const contractSection: Section = ({ account, records, paths, members, audience, asOf }) => {
  const contract = records.findLast(({ event }) => event.type === 'contract.updated');
  if (!contract) return nothing('No contract was received');
  const path = paths.record(contract.seq);
  const fact = (label: string, value: string | null, detail: string | null = null): PackFact[] =>
    value === null ? [] : [{ label, value, detail, tone: 'neutral', path }];
  const days = account.renewsOn === null ? null : daysBetween(utcDayOf(asOf), account.renewsOn);
  const when = days === null ? null : days < 0 ? `${-days} days ago` : `in ${counted(days, 'day')}`;
  const owner = account.owner === null ? null : (members.get(account.owner) ?? account.owner);
  return {
    takeaway:
      account.renewsOn === null
        ? 'No contract says when it renews.'
        : `The contract renews on ${dayWords(account.renewsOn)}, ${when}.`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          ...fact('Renews on', account.renewsOn === null ? null : dayWords(account.renewsOn), when),
          ...fact('Started on', account.startsOn === null ? null : dayWords(account.startsOn)),
          ...fact('Seats', account.seats === null ? null : String(account.seats)),
          ...fact('Tier', account.tier),
          ...fact('Segment', account.segment),
          ...(audience === 'internal' && account.arr ? fact('ARR', formatArr(account.arr)) : []),
          ...fact(audience === 'internal' ? 'Owner' : 'Your contact', owner),
        ],
      },
    ],
    missing: null,
  };
};

/** Why somebody at our side should worry. */
export const riskSection: Section = ({ alerts, health }) => {
  const [stale] = health.stale;
  const silent = stale ? `. The source of ${stale.signal} is silent, so not everything is known` : '';
  if (alerts.length === 0) return nothing(`No alert is open${silent}`);
  return {
    takeaway: `${counted(alerts.length, 'alert')} open${silent}.`,
    blocks: [
      {
        kind: 'table',
        title: 'Open alerts',
        columns: [{ label: 'What' }, { label: 'Severity' }, { label: 'Since' }],
        rows: alerts
          .slice(0, 8)
          .map(({ finding, openedAt, picture, evidence }) => [
            cell(finding.title, picture.findingUrl ?? evidence[0]?.url ?? picture.scoreUrl),
            cell(finding.severity),
            cell(dayWords(openedAt)),
          ]),
      },
    ],
    missing: null,
  };
};

const peopleShown = 8;
const quietDays = 30;

/** Who is who at the customer: sponsor, champions, and who fell silent. */
export const contactSection: Section = (facts) => {
  const { use, paths, asOf } = facts;
  const touches = recordsOf(facts, 'sponsor.touch');
  const last = touches.at(-1);
  const sponsors = [...new Set(touches.flatMap(({ event }) => event.user ?? []))];
  if (use.users.length === 0 && !last)
    return nothing('Nobody at the customer is known: no event names a user or a contact with the sponsor');
  const today = utcDayOf(asOf);
  const sponsorWords = last
    ? `last contact with the sponsor ${counted(daysBetween(utcDayOf(last.event.at), today), 'day')} ago`
    : 'no contact with a sponsor was received';
  const people = [...use.users].sort(
    (one, other) =>
      Number(sponsors.includes(other.user)) - Number(sponsors.includes(one.user)) || other.days - one.days,
  );
  const missingSponsors = sponsors.filter((sponsor) => !use.users.some(({ user }) => user === sponsor));
  const rows = [
    ...missingSponsors.slice(-2).map((sponsor) => {
      const touch = touches.findLast(({ event }) => event.user === sponsor);
      return [
        cell(sponsor, touch ? paths.record(touch.seq) : undefined),
        cell('sponsor'),
        cell(
          touch
            ? `${touch.event.payload.kind ?? 'contact'} on ${dayWords(touch.event.at.toISOString())}`
            : '',
        ),
        cell('–'),
      ];
    }),
    ...people.slice(0, peopleShown).map(({ user, role, days, lastAt }, at) => {
      const quiet = daysBetween(utcDayOf(lastAt), today) > quietDays;
      const isFirst = at === 0 && days > 0;
      const part = sponsors.includes(user)
        ? 'sponsor'
        : quiet
          ? 'fell silent'
          : isFirst
            ? 'most active'
            : 'user';
      return [
        cell(user, paths.figures),
        cell(role === null ? part : `${part}, ${role}`),
        cell(`seen on ${dayWords(lastAt.toISOString())}`),
        cell(String(days)),
      ];
    }),
  ];
  return {
    takeaway: `${counted(use.users.filter(({ days }) => days > 0).length, 'active user')}; ${sponsorWords}.`,
    blocks: [
      {
        kind: 'table',
        title:
          use.users.length > peopleShown
            ? `People, ${rows.length} of ${use.users.length + missingSponsors.length}`
            : 'People',
        columns: [
          { label: 'Who' },
          { label: 'Part' },
          { label: 'Last' },
          { label: 'Days at work', align: 'right' },
        ],
        rows,
      },
    ],
    missing: null,
  };
};

/** When people of ours last met the customer, as its events say; null = no event says it */
export function lastMeetingOf(
  facts: Pick<PackFacts, 'records'>,
): { at: Date; words: string; seq: number } | null {
  const touches = recordsOf(facts, 'sponsor.touch')
    .filter(({ event }) => event.payload.kind === undefined || !/^e-?mail$/i.test(event.payload.kind))
    .map(({ seq, event }) => ({ at: event.at, seq, words: event.payload.kind ?? 'contact' }));
  const reviews = recordsOf(facts, 'milestone.reached')
    .filter(({ event }) => event.payload.milestone === 'business_review')
    .map(({ seq, event }) => ({ at: event.at, seq, words: 'business review' }));
  const [latest] = [...touches, ...reviews].sort((one, other) => other.at.getTime() - one.at.getTime());
  return latest ?? null;
}
