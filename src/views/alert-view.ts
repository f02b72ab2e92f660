import type { Alert, AlertEnd } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { formatMoney } from '../domain/money.ts';
import type { Severity } from '../domain/rule-pack.ts';
import { daysBetween } from '../domain/utc-day.ts';
import { formatDay, formatInstant, formatPoints, formatUntil } from './format.ts';
import { headingLine } from './heading-line.ts';
import type { Span, Tone, View, ViewBlock, ViewButton } from './view.ts';

/** What a card says beside the alert itself. */
export interface AlertCard {
  alert: Alert;
  /** What to do about it; null = no playbook fits. */
  play: { id: string; title: string; why: string } | null;
  /** Names of members by id; who is missing is called by the id. */
  names: ReadonlyMap<string, string>;
  /** What the rule was worth so far, in a sentence; null = nobody can say yet. */
  worth: string | null;
  /** The day on which it is shown. */
  today: string;
}

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
  const summary = headingLine(`${picture.accountName}: ${lowered(finding.title)}`);
  return {
    summary: `${finding.severity.toUpperCase()} ${summary}`,
    blocks: [
      {
        kind: 'heading',
        text: summary,
        tone: isOpen ? severityTones[finding.severity] : 'good',
      },
      { kind: 'text', spans: textSpans(alert) },
      ...(finding.also.length > 0 ? [alsoList(finding.also)] : []),
      { kind: 'facts', facts: stakes(card) },
      ...evidenceBlocks(alert),
      ...(play && isOpen && !alert.play ? [recommendation(play)] : []),
      { kind: 'text', spans: stateSpans(card) },
      ...(isOpen ? [{ kind: 'buttons' as const, buttons: buttonsOf(card) }] : []),
      { kind: 'note', spans: footnote(card) },
    ],
  };
}

/** The sentence of its rule, with every figure on its page. */
function textSpans({ finding, picture }: Alert): Span[] {
  const figures = [...finding.figures].sort((a, b) => b.words.length - a.words.length);
  const spans: Span[] = [];
  let rest = finding.text;
  while (rest !== '') {
    const next = figures
      .map(({ words }) => ({ words, at: rest.indexOf(words) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.words.length - a.words.length)[0];
    if (!next) break;
    if (next.at > 0) spans.push({ text: rest.slice(0, next.at) });
    spans.push({ text: next.words, strong: true, link: picture.scoreUrl });
    rest = rest.slice(next.at + next.words.length);
  }
  return rest === '' ? spans : [...spans, { text: rest }];
}

/** What other rules say of the same matter. */
function alsoList(also: readonly string[]): ViewBlock {
  return { kind: 'list', items: also.map((text) => [{ text }]) };
}

function stakes({ alert, names, today }: AlertCard): { label: string; value: Span[] }[] {
  const { picture, owner } = alert;
  const renewal = picture.renewsOn;
  return [
    { label: 'ARR at risk', value: [{ text: picture.arr ? formatMoney(picture.arr) : 'not on record' }] },
    { label: 'Renewal', value: [{ text: renewal ? renewalWords(renewal, today) : 'not on record' }] },
    { label: 'Health', value: healthSpans(picture) },
    {
      label: 'Owner',
      value: [{ text: owner ? (names.get(owner) ?? owner) : 'nobody: give it to somebody' }],
    },
  ];
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

function recommendation({ title, why }: NonNullable<AlertCard['play']>): ViewBlock {
  return { kind: 'text', spans: [{ text: `Recommended play: ${title}. `, strong: true }, { text: why }] };
}

const ends: Readonly<Record<AlertEnd, string>> = {
  cleared: 'Over: what raised it has not been so for a while.',
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
  else if (assignee) parts.push(`${who(assignee)} has it`);
  else parts.push('Nobody has it yet');
  if (play) parts.push(`the play ${play.playbook} was started by ${who(play.by)}`);
  if (escalated && !end && !assignee)
    parts.push(
      escalated.people.length > 0
        ? `escalated to ${escalated.people.map(who).join(', ')}`
        : 'there is no manager or executive to escalate it to',
    );
  return [{ text: `${parts.join(' · ')}.`.replace(/\.\.$/, '.').replace('..', '.') }];
}

function buttonsOf({ alert, play }: AlertCard): ViewButton[] {
  const value = alert.id;
  const canRun = play !== null && alert.play === null;
  return [
    ...(canRun
      ? [{ action: 'alert-run' as const, label: 'Run the play', value, tone: 'primary' as const }]
      : [{ action: 'alert-play' as const, label: 'Open the plays', value: alert.account }]),
    ...(alert.assignee === null ? [{ action: 'alert-take' as const, label: 'I take it', value }] : []),
    { action: 'alert-assign', label: 'Assign', value },
    { action: 'alert-snooze', label: 'Snooze', value },
    { action: 'alert-judge', label: 'Not useful', value },
  ];
}

function footnote({ alert, worth }: AlertCard): Span[] {
  const { finding, openedAt } = alert;
  return [
    { text: `Open since ${formatInstant(openedAt)} · ${finding.severity}, by the rule ${finding.rule}` },
    ...(worth ? [{ text: ` · ${worth}` }] : []),
  ];
}

/** A title inside a sentence: what is a name keeps its capital. */
function lowered(title: string): string {
  return /^[A-Z](?![A-Z])/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
