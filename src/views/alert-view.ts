import type { Alert, AlertEnd } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import type { Severity } from '../domain/rule-pack.ts';
import { daysBetween } from '../domain/utc-day.ts';
import { capitalize, formatDay, formatInstant, formatPoints, formatUntil } from './format.ts';
import { headingLine } from './heading-line.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, Tone, View, ViewBlock, ViewButton } from './view.ts';

/** What a card says beside the alert itself. */
export interface AlertCard {
  alert: Alert;
  /** What to do about it; null = no playbook fits. */
  play: { id: string; action: string; first: string; why: string } | null;
  /** Names of members by id; who is missing is called by the id. */
  names: ReadonlyMap<string, string>;
  /** What the rule was worth so far, in a sentence; null = nobody can say yet. */
  worth: string | null;
  /** The day on which it is shown. */
  today: string;
}

/** A longer name would push the matter itself out of the heading. */
const nameLength = 80;

/** How a severity looks. */
export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warning',
  low: 'neutral',
};

/** The card of one alert: what changed, how we know, what is at stake, whose it is, what to do. Always one message. */
export function alertView(card: AlertCard): View {
  const { alert, play } = card;
  const { finding, picture } = alert;
  const isOpen = alert.state !== 'closed';
  const name = shortenLine(picture.accountName, nameLength);
  const summary = headingLine(`${name}: ${lowered(finding.title)}`);
  return {
    summary: `${finding.severity.toUpperCase()} ${summary}`,
    blocks: [
      {
        kind: 'heading',
        text: summary,
        tone: isOpen ? severityTones[finding.severity] : 'good',
      },
      {
        kind: 'text',
        spans: [
          { text: `${capitalize(finding.severity)}. `, strong: true },
          ...textSpans(finding.text, alert),
        ],
      },
      ...(finding.also.length > 0 ? [alsoList(alert)] : []),
      { kind: 'facts', facts: stakes(card) },
      ...evidenceBlocks(alert),
      ...(play && isOpen && !alert.play ? [recommendation(play)] : []),
      { kind: 'text', spans: stateSpans(card) },
      ...(isOpen ? buttonBlocks(buttonsOf(card)) : []),
      { kind: 'note', spans: footnote(card) },
    ],
  };
}

/** A sentence of its rules, with every figure on the page that has its records. */
function textSpans(text: string, { finding, picture }: Alert): Span[] {
  const link = picture.findingUrl ?? picture.scoreUrl;
  const figures = [...finding.figures].sort((a, b) => b.words.length - a.words.length);
  const spans: Span[] = [];
  let rest = text;
  while (rest !== '') {
    const next = figures
      .map(({ words }) => ({ words, at: rest.indexOf(words) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.words.length - a.words.length)[0];
    if (!next) break;
    if (next.at > 0) spans.push({ text: rest.slice(0, next.at) });
    spans.push({ text: next.words, strong: true, link });
    rest = rest.slice(next.at + next.words.length);
  }
  return rest === '' ? spans : [...spans, { text: rest }];
}

/** What other rules say of the same matter. */
function alsoList(alert: Alert): ViewBlock {
  return { kind: 'list', items: alert.finding.also.map((text) => textSpans(text, alert)) };
}

function stakes({ alert, names, today }: AlertCard): { label: string; value: Span[] }[] {
  const { picture, owner } = alert;
  const renewal = picture.renewsOn;
  return [
    {
      label: alert.finding.kind === 'expansion' ? 'ARR' : 'ARR at risk',
      value: recorded(picture.arr && formatArr(picture.arr), picture.arrUrl),
    },
    { label: 'Renewal', value: recorded(renewal && renewalWords(renewal, today), picture.renewsUrl) },
    { label: 'Health', value: healthSpans(picture) },
    {
      label: 'Owner',
      value: [{ text: owner ? (names.get(owner) ?? owner) : 'nobody yet' }],
    },
  ];
}

/** What the contract says, on the record that says so. */
function recorded(text: string | null, url: string | null | undefined): Span[] {
  if (text === null) return [{ text: 'not on record' }];
  return [url ? { text, link: url } : { text }];
}

function renewalWords(renewsOn: string, today: string): string {
  const days = daysBetween(today, renewsOn);
  if (days === 0) return `${formatDay(renewsOn)}, today`;
  return `${formatDay(renewsOn)}, ${days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`}`;
}

function healthSpans({ score, band, scoreUrl }: Alert['picture']): Span[] {
  if (score === null) return [{ text: 'unknown' }];
  return [{ text: formatPoints(score), link: scoreUrl }, { text: band ? `, ${band}` : '' }];
}

function evidenceBlocks({ evidence }: Alert): ViewBlock[] {
  if (evidence.length === 0) return [];
  const items = evidence.map(({ at, title, url }): Span[] => [
    { text: title, link: url },
    { text: ` · ${formatDay(at)}`, quiet: true },
  ]);
  return [
    { kind: 'text', spans: [{ text: 'How we know', strong: true }] },
    { kind: 'list', items },
  ];
}

function recommendation({ action, first, why }: NonNullable<AlertCard['play']>): ViewBlock {
  return {
    kind: 'text',
    spans: [
      { text: `Recommended play: ${action}. `, strong: true },
      ...(first === '' ? [] : [{ text: `First step: ${first}. ` }]),
      { text: why, quiet: true },
    ],
  };
}

const ends: Readonly<Record<AlertEnd, string>> = {
  cleared: 'Over: the reason for it is gone',
  left: 'Over: the customer has left',
  not_useful: 'Closed as not useful',
  settled: 'Settled',
};

function stateSpans({ alert, names }: AlertCard): Span[] {
  const who = (id: string): string => names.get(id) ?? id;
  const { assignee, snooze, escalated, play, end } = alert;
  const parts: string[] = [];
  if (end) parts.push(`${ends[end.because]}${end.by ? ` by ${who(end.by)}` : ''} (${formatDay(end.at)})`);
  else if (snooze)
    parts.push(`Snoozed until ${formatUntil(snooze.until)} by ${who(snooze.by)}: ${snooze.reason}`);
  else if (assignee && play?.by !== assignee) parts.push(`${who(assignee)} is on it`);
  else if (!assignee) parts.push('Nobody is on it yet');
  if (play) parts.push(`${who(play.by)} started the play "${play.playbook}"`);
  if (escalated && !end && !assignee)
    parts.push(
      escalated.people.length > 0
        ? `escalated to ${escalated.people.map(who).join(', ')}`
        : 'there is no manager or executive to escalate it to',
    );
  return [{ text: `${parts.join(' · ')}.`.replace(/\.\.$/, '.').replace('..', '.') }];
}

/** A stored card has rows of five. */
function buttonBlocks(buttons: readonly ViewButton[]): ViewBlock[] {
  const rows = [buttons.slice(0, buttonsInRow), buttons.slice(buttonsInRow)];
  return rows.filter(({ length }) => length > 0).map((row) => ({ kind: 'buttons', buttons: row }));
}

const buttonsInRow = 5;

function buttonsOf({ alert, play }: AlertCard): ViewButton[] {
  const value = alert.id;
  const canRun = play !== null && alert.play === null;
  return [
    ...(canRun
      ? [{ action: 'alert-run' as const, label: 'Run the play', value, tone: 'primary' as const }]
      : [{ action: 'alert-play' as const, label: 'See the play', value: alert.account }]),
    ...(alert.assignee === null ? [{ action: 'alert-take' as const, label: "I'm on it", value }] : []),
    { action: 'alert-assign', label: 'Assign', value },
    { action: 'alert-snooze', label: 'Snooze', value },
    { action: 'alert-judge', label: 'Not useful', value },
    { action: 'alert-register', label: 'Add to register', value },
  ];
}

function footnote({ alert, worth }: AlertCard): Span[] {
  const { finding, openedAt } = alert;
  return [
    { text: `Open since ${formatInstant(openedAt)} · rule ${finding.rule}` },
    ...(worth ? [{ text: ` · ${worth}` }] : []),
  ];
}

/** A title inside a sentence: what is a name keeps its capital. */
function lowered(title: string): string {
  return /^[A-Z](?![A-Z])/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
