import { counted } from '../domain/counted.ts';
import type { FrictionLine, FrictionReport, FrictionSource, ShippedIssue } from '../domain/friction.ts';
import { formatDay, shortDay } from './format.ts';
import { headingLine } from './heading-line.ts';
import { issueButtonsOf } from './issue-buttons.ts';
import { shortSums } from './short-money.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';
import { type Names, who } from './who.ts';

const namesAtMost = 3;

/** What bothered customers most in a week: whom, what they pay, who mends it and until when; and what was shipped. */
export function frictionView(report: FrictionReport, names: Names = new Map()): View {
  const { from, until, causes, total, late, shipped } = report;
  const count = (is: (cause: FrictionLine) => boolean): number => causes.filter(is).length;
  const ownerless = count(({ owners }) => owners.length === 0);
  const dateless = count(({ shipsOn }) => shipsOn === null);
  const span = `${shortDay(from)} to ${formatDay(until)}`;
  const title =
    causes.length === 0 ? `No open cause of friction, ${span}` : `Top ${causes.length} friction, ${span}`;
  const notes = [
    ...(ownerless > 0 ? [`${ownerless} without owner`] : []),
    ...(dateless > 0 ? [`${dateless} without ship date`] : []),
    ...(late > 0 ? [`${late} past the ship date`] : []),
  ];
  return {
    summary: `${title}${notes.length > 0 ? `: ${notes.join(', ')}` : ''}`,
    blocks: [
      { kind: 'heading', text: headingLine(title), tone: notes.length > 0 ? 'warning' : 'good' },
      ...(notes.length === 0
        ? []
        : [{ kind: 'text' as const, spans: [{ text: `${notes.join(', ')}.`, strong: true }] }]),
      ...causes.map(
        (cause, index): ViewBlock => ({
          kind: 'text',
          spans: causeSpans(cause, index + 1, { names, today: until.slice(0, 10) }),
        }),
      ),
      ...shippedBlocks(shipped, names),
      ...issueButtons(causes, shipped),
      { kind: 'note', spans: [{ text: footnote(total - causes.length) }] },
    ],
  };
}

function footnote(left: number): string {
  const more = left > 0 ? ` ${counted(left, 'more cause')} in a terminal: holdfast friction --json.` : '';
  return `Ranked by customers, then by how often in the week.${more} To give what an onboarding shows an owner and a date: holdfast onboarding ACCOUNT --friction KEY --owner MEMBER --ship-on DATE`;
}

const sourceWords: Readonly<Record<FrictionSource, string>> = {
  'known-issue': 'known issue',
  error: 'the same error in tickets',
  category: 'tickets of one category',
  onboarding: 'onboarding',
};

function causeSpans(
  cause: FrictionLine,
  place: number,
  { names, today }: { names: Names; today: string },
): Span[] {
  const { title, url, sources, customers, arr, withoutArr, times, timesBefore } = cause;
  const before = timesBefore === null ? '' : ` (${timesBefore} the week before)`;
  const unknown = withoutArr > 0 && arr.length > 0 ? ` + ${withoutArr} unknown` : '';
  return [
    { text: `${place}. ` },
    { text: shortenLine(title, 120), strong: true, ...(url === null ? {} : { link: url }) },
    { text: ` · ${sources.map((source) => sourceWords[source]).join(' + ')}`, quiet: true },
    { text: `\n${counted(customers.length, 'customer')}, ` },
    {
      text: arr.length === 0 ? 'ARR unknown' : `${shortSums(arr)}${unknown}`,
      ...(url === null ? {} : { link: url }),
    },
    { text: `, seen ${counted(times, 'time')}${before}: ` },
    ...customerSpans(customers),
    { text: '\n' },
    ...routeSpans(cause, names, today),
  ];
}

function customerSpans(customers: FrictionLine['customers']): Span[] {
  const named = customers
    .slice(0, namesAtMost)
    .flatMap(({ name, url }, index): Span[] => [
      ...(index === 0 ? [] : [{ text: ', ' }]),
      { text: shortenLine(name, 40), link: url },
    ]);
  const more = customers.length - namesAtMost;
  return more > 0 ? [...named, { text: ` and ${more} more` }] : named;
}

function routeSpans({ owners, shipsOn }: FrictionLine, names: Names, today: string): Span[] {
  const owner: Span =
    owners.length === 0
      ? { text: 'No owner', strong: true }
      : { text: owners.map((id) => who(id, names)).join(', ') };
  const ship: Span =
    shipsOn === null
      ? { text: 'no ship date', strong: true }
      : shipsOn < today
        ? { text: `was to ship ${formatDay(shipsOn)}`, strong: true }
        : { text: `ships ${formatDay(shipsOn)}` };
  return [owner, { text: ' · ' }, ship];
}

function shippedBlocks(shipped: readonly ShippedIssue[], names: Names): ViewBlock[] {
  if (shipped.length === 0) return [];
  return [
    { kind: 'text', spans: [{ text: 'Shipped this week', strong: true }] },
    { kind: 'list', items: shipped.map((issue) => shippedItem(issue, names)) },
  ];
}

function shippedItem({ title, url, fixedIn, owner, hit, told, waiting }: ShippedIssue, names: Names): Span[] {
  const fixed = fixedIn === null ? 'fixed' : `fixed in ${fixedIn}`;
  return [
    { text: shortenLine(title, 110), link: url },
    { text: ` · ${fixed} · ${who(owner, names)} · `, quiet: true },
    { text: `${told} of ${counted(hit, 'customer')} told`, link: url, strong: told < hit },
    ...(waiting > 0 ? [{ text: `, ${waiting} waiting for approval` }] : []),
  ];
}

/** The card of a known issue has its customers with revenue and renewals, and the messages to them. */
function issueButtons(causes: readonly FrictionLine[], shipped: readonly ShippedIssue[]): ViewBlock[] {
  const issues = [
    ...causes.flatMap(({ issueId, title }) => (issueId === null ? [] : [{ id: issueId, title }])),
    ...shipped,
  ];
  return issueButtonsOf([...new Map(issues.map((issue) => [issue.id, issue])).values()]);
}
