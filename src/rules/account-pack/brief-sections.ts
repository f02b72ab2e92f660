import type { PackSpan } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { formatPoints } from '../../domain/points.ts';
import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { changeWords, nothing, type PackFacts, recordsOf, type Section } from './pack-facts.ts';
import { lastMeetingOf } from './relation-sections.ts';
import { fixWords, visibleIssues } from './roadmap-section.ts';

const changesShown = 7;
const promisesShown = 8;

/** What happened since the last meeting. */
export const changeSection: Section = (facts) => {
  const { timeline, period, use, paths } = facts;
  const meeting = lastMeetingOf(facts);
  const since = meeting
    ? `since the ${meeting.words} on ${dayWords(meeting.at.toISOString())}`
    : `in ${period.words}; no meeting is recorded`;
  const active = use.users.filter(({ days }) => days > 0).length;
  const before = use.users.filter(({ daysBefore }) => daysBefore > 0).length;
  const moved = period.before === null ? null : changeWords(active, before);
  const items: PackSpan[][] = [];
  const { score, band, change30d } = facts.health;
  if (score !== null && change30d !== null && change30d !== 0)
    items.push([
      { text: `Health ${formatPoints(score)}, ${band}`, path: paths.score },
      { text: `, ${change30d > 0 ? 'up' : 'down'} ${formatPoints(Math.abs(change30d))} in 30 days` },
    ]);
  if (moved !== null && (active > 0 || before > 0))
    items.push([
      { text: `${counted(active, 'active user')}, ${before} in ${period.beforeWords}`, path: paths.figures },
      { text: moved === 'unchanged' ? '' : ` (${moved})` },
    ]);
  const told = tellingChanges(timeline);
  for (const { title, url, at } of told)
    items.push([{ text: title, path: url }, { text: `, ${dayWords(at)}` }]);
  if (items.length === 0) return nothing(`Nothing was received ${since}`);
  const more = timeline.length - told.length;
  return {
    takeaway: `${counted(timeline.length, 'thing')} happened ${since}${more > 0 ? `; ${told.length} that tell the most are below` : ''}.`,
    blocks: [{ kind: 'list', title: 'What changed', items }],
    missing: null,
  };
};

/** Kinds of change, the most telling first; the rest comes after. */
const telling = [
  'incident',
  'contract',
  'billing',
  'survey',
  'expansion',
  'request',
  'ticket',
  'note',
  'play',
];
const perKind = 2;

/** The latest two of each kind, the most telling kinds, newest first; what only moved a ticket on is left out. */
function tellingChanges(timeline: PackFacts['timeline']): PackFacts['timeline'] {
  const rank = (kind: string): number => (telling.includes(kind) ? telling.indexOf(kind) : telling.length);
  const worth = timeline.filter(({ title }) => !/^Ticket \S+ updated/.test(title));
  const few = [...Map.groupBy(worth, ({ kind }) => kind).values()].flatMap((of) => of.slice(0, perKind));
  return few
    .toSorted((one, other) => rank(one.kind) - rank(other.kind))
    .slice(0, changesShown)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1));
}

/** What we owe the customer: fixes with a date, friction that somebody mends, steps of plays, open tickets. */
export const promiseSection: Section = (facts) => {
  const items = promisesOf(facts);
  if (items.length === 0)
    return nothing('No promise is open: no fix, no friction, no step of a play and no ticket waits for us');
  return {
    takeaway: `${counted(items.length, 'promise')} of ours ${items.length === 1 ? 'is' : 'are'} open.`,
    blocks: [
      {
        kind: 'list',
        title:
          items.length > promisesShown
            ? `Open promises, ${promisesShown} of ${items.length}`
            : 'Open promises',
        items: items.slice(0, promisesShown),
      },
    ],
    missing: null,
  };
};

function promisesOf(facts: PackFacts): PackSpan[][] {
  const { tickets, friction, plays, members, paths, asOf, audience } = facts;
  const open = tickets
    .filter(({ ticket }) => ticket.resolvedAt === null)
    .toSorted((one, other) =>
      (one.ticket.latestPriority ?? 'P9') < (other.ticket.latestPriority ?? 'P9') ? -1 : 1,
    );
  const ofTickets = open.map(({ ticket, clocks }): PackSpan[] => {
    const late = clocks.find(({ state }) => state === 'breached');
    const due = clocks.find(({ dueAt, stoppedAt }) => dueAt !== null && stoppedAt === null)?.dueAt;
    const when = late
      ? 'its promised time is over'
      : due
        ? `due on ${dayWords(due.toISOString())}`
        : 'no time is promised';
    const days = daysBetween(utcDayOf(ticket.openedAt), utcDayOf(asOf));
    return [
      {
        text: `${ticket.latestPriority ?? 'Ticket'}: ${ticket.subject || ticket.ticketId}`,
        path: paths.record(ticket.seq),
      },
      { text: `, open for ${counted(days, 'day')}, ${when}` },
    ];
  });
  const ofIssues = visibleIssues(facts)
    .filter(({ status }) => status === 'open')
    .map((issue): PackSpan[] => [
      { text: `Fix: ${issue.title}`, path: issue.path },
      { text: `, ${fixWords(issue)}${audience === 'internal' ? `, ${issue.owner}` : ''}` },
    ]);
  const ofFriction = friction
    .filter(({ isOpen, shipOn, owner }) => isOpen && (shipOn !== null || owner !== null))
    .map(({ title, shipOn, owner, evidence }): PackSpan[] => [
      evidence[0] ? { text: title, path: evidence[0].url } : { text: title },
      {
        text: `${shipOn === null ? '' : `, until ${dayWords(shipOn)}`}${owner === null ? '' : `, ${members.get(owner) ?? owner}`}`,
      },
    ]);
  const ofPlays = plays
    .filter(({ life }) => life.state === 'running')
    .flatMap(({ recipe, steps, id }): PackSpan[][] => {
      const step = steps.find(({ state }) => state === 'current');
      if (!step) return [];
      const due = step.dueAt === null ? '' : `, due on ${dayWords(step.dueAt)}`;
      return [
        [
          { text: `Play “${recipe.title}”: ${step.recipe.title}`, path: `/evidence/plays/${id}` },
          { text: due },
        ],
      ];
    });
  return [...ofTickets, ...ofIssues, ...ofFriction, ...ofPlays];
}

/** A question, and how much speaks for asking it now. */
interface Candidate {
  weight: number;
  spans: PackSpan[];
}

/** Three questions that the facts give reason to ask. */
export const questionSection: Section = (facts) => {
  const asked = [...candidates(facts), ...usual]
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, 3);
  const reasoned = asked.filter(({ weight }) => weight > 0).length;
  return {
    takeaway:
      reasoned === 0
        ? 'Nothing on record asks for a question of its own: the usual three.'
        : `Three questions to ask; ${reasoned === 3 ? 'each stands' : `${reasoned} of them ${reasoned === 1 ? 'stands' : 'stand'}`} on a record.`,
    blocks: [{ kind: 'list', title: 'Questions to ask', items: asked.map(({ spans }) => spans) }],
    missing: null,
  };
};

const usual: readonly Candidate[] = [
  { weight: 0, spans: [{ text: 'Which goal of yours for the next quarter should we be measured by?' }] },
  { weight: -1, spans: [{ text: 'Which team should use the product next, and what keeps it from it?' }] },
  { weight: -2, spans: [{ text: 'What should we stop doing?' }] },
];

function candidates(facts: PackFacts): Candidate[] {
  const { account, asOf, paths } = facts;
  const found: Candidate[] = [];
  const today = utcDayOf(asOf);
  const urgent = facts.tickets
    .filter(({ ticket }) => ticket.resolvedAt === null && /^P[01]$/.test(ticket.latestPriority ?? ''))
    .at(-1)?.ticket;
  if (urgent)
    found.push({
      weight: 100,
      spans: [
        { text: `“${urgent.subject || urgent.ticketId}”`, path: paths.record(urgent.seq) },
        {
          text: ` is open for ${counted(daysBetween(utcDayOf(urgent.openedAt), today), 'day')}: what does it keep your team from doing?`,
        },
      ],
    });
  const active = facts.use.users.filter(({ days }) => days > 0).length;
  const before = facts.use.users.filter(({ daysBefore }) => daysBefore > 0).length;
  if (facts.period.before !== null && before >= 3 && active <= 0.8 * before)
    found.push({
      weight: 90,
      spans: [
        {
          text: `${counted(before, 'person', 'people')} worked with it before, ${active} since`,
          path: paths.figures,
        },
        { text: ': what has changed in how your team works?' },
      ],
    });
  const low = recordsOf(facts, 'survey.responded')
    .filter(({ event }) =>
      event.payload.kind === 'nps' ? event.payload.score <= 6 : event.payload.score <= 2,
    )
    .findLast(({ event }) => event.payload.comment?.trim() && daysBetween(utcDayOf(event.at), today) <= 120);
  if (low)
    found.push({
      weight: 80,
      spans: [
        { text: `You told us: “${low.event.payload.comment?.trim()}”`, path: paths.record(low.seq) },
        { text: ' What would change that?' },
      ],
    });
  found.push(...aboutContract(facts, today), ...aboutValue(facts));
  if (account.status === 'ended')
    found.push({ weight: 110, spans: [{ text: 'What would have had to be different for you to stay?' }] });
  return found;
}

function aboutContract(facts: PackFacts, today: string): Candidate[] {
  const { account, records, paths } = facts;
  const found: Candidate[] = [];
  const contract = records.findLast(({ event }) => event.type === 'contract.updated');
  const days = account.renewsOn === null ? null : daysBetween(today, account.renewsOn);
  if (account.renewsOn !== null && days !== null && days >= 0 && days <= 120 && contract)
    found.push({
      weight: 85,
      spans: [
        { text: `The contract renews on ${dayWords(account.renewsOn)}`, path: paths.record(contract.seq) },
        { text: ': what has to be true by then for you to go on?' },
      ],
    });
  const touch = recordsOf(facts, 'sponsor.touch').at(-1);
  const silent = touch ? daysBetween(utcDayOf(touch.event.at), today) : null;
  if (touch && silent !== null && silent > 45)
    found.push({
      weight: 75,
      spans: [
        {
          text: `We last spoke with your sponsor ${counted(silent, 'day')} ago`,
          path: paths.record(touch.seq),
        },
        { text: ': who decides about this on your side today?' },
      ],
    });
  const invoice = recordsOf(facts, 'billing.invoice').at(-1);
  if (invoice && (invoice.event.payload.status === 'overdue' || invoice.event.payload.status === 'failed'))
    found.push({
      weight: 40,
      spans: [
        {
          text: `Invoice ${invoice.event.payload.invoiceId} is ${invoice.event.payload.status}`,
          path: paths.record(invoice.seq),
        },
        { text: ': is something wrong with it?' },
      ],
    });
  return found;
}

function aboutValue(facts: PackFacts): Candidate[] {
  const found: Candidate[] = [];
  const request = recordsOf(facts, 'feature.requested').at(-1);
  if (request)
    found.push({
      weight: 50,
      spans: [
        { text: `You asked for “${request.event.payload.feature}”`, path: facts.paths.record(request.seq) },
        { text: ': what would it change for you?' },
      ],
    });
  if (recordsOf(facts, 'value.measured').length === 0)
    found.push({
      weight: 30,
      spans: [
        { text: 'Nothing is measured of what the product brings you: how would you notice that it pays?' },
      ],
    });
  return found;
}
