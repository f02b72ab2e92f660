import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { SlaRung, SlaStage } from '../domain/sla.ts';
import type { HandOff, ReportedTicket } from '../domain/sla-report.ts';
import { sentenceSpans } from './command.ts';
import { formatDay, formatInstant } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import { clockTable, isOpen } from './sla-view.ts';
import { clockState, clockWords, dueWords, formatTarget, priorityWords } from './sla-words.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** A clock of one ticket that is about to end or has. */
export interface ClockNotice {
  ticket: ReportedTicket;
  stage: SlaStage;
  asOf: string;
  /** Who it goes to; null = it stays where it is */
  rung: SlaRung | null;
  handOff: HandOff;
}

/** Tells our own people of one ticket, with all that whoever takes it over has to know. */
export function clockNoticeView({ ticket, stage, asOf, rung, handOff }: ClockNotice): View {
  const { account, url } = ticket;
  const number = shortenLine(ticket.ticketId, 40);
  const summary = `${stage === 'breach' ? 'SLA breached' : 'SLA about to breach'}: ticket ${number} of ${shortenLine(account.name, 60)}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: stage === 'breach' ? 'bad' : 'warning' },
      {
        kind: 'text',
        spans: [
          { text: shortenLine(ticket.subject, 150) || 'no subject', link: url },
          { text: ` · ${priorityWords(ticket)} · opened ${formatInstant(ticket.openedAt)}`, quiet: true },
        ],
      },
      { kind: 'facts', facts: [...clockFacts(ticket, asOf), ...accountFacts(handOff)] },
      ...happenedBlocks(handOff),
      ...issueBlocks(handOff),
      {
        kind: 'buttons',
        buttons: [{ action: 'health', label: shortenLine(`How is ${account.name}?`, 70), value: account.id }],
      },
      { kind: 'note', spans: [{ text: `${rungWords(rung)}Nothing was sent to the customer.` }] },
    ],
  };
}

/** Tells of many tickets at once, such as after a time in which nobody looked. */
export function clockNoticesView(
  shown: readonly { ticket: ReportedTicket; stage: SlaStage }[],
  asOf: string,
): View {
  const breached = shown.filter(({ stage }) => stage === 'breach').length;
  const summary = `${counted(shown.length, 'SLA clock')}: ${breached} breached, ${shown.length - breached} about to breach`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: breached > 0 ? 'bad' : 'warning' },
      clockTable(
        shown.map(({ ticket }) => ticket),
        asOf,
        { withHandOff: true },
      ),
      { kind: 'note', spans: sentenceSpans(`As of ${formatInstant(asOf)}. All of them: /cs sla`) },
    ],
  };
}

function clockFacts(ticket: ReportedTicket, asOf: string): { label: string; value: Span[] }[] {
  return ticket.clocks.filter(isOpen).map((clock) => ({
    label: `${clockWords[clock.clock]} in ${formatTarget(clock)}${clock.promise === 'hypercare' ? ', hypercare' : ''}`,
    value: [{ text: clockState(clock, asOf), strong: true }, { text: ` · due ${dueWords(clock)}` }],
  }));
}

function accountFacts({ arr, tier, renewsOn, owner }: HandOff): { label: string; value: Span[] }[] {
  return [
    { label: 'ARR', value: [{ text: arr ? formatArr(arr) : 'not on record' }] },
    { label: 'Tier', value: [{ text: tier ?? 'not on record' }] },
    { label: 'Renews', value: [{ text: renewsOn ? formatDay(renewsOn) : 'not on record' }] },
    { label: 'Owner', value: [{ text: owner ?? 'nobody' }] },
  ];
}

function happenedBlocks({ happened, earlier }: HandOff): ViewBlock[] {
  const before: Span[][] =
    earlier > 0 ? [[{ text: `${counted(earlier, 'earlier record')}`, quiet: true }]] : [];
  return [
    { kind: 'text', spans: [{ text: 'What happened so far', strong: true }] },
    {
      kind: 'list',
      items: [
        ...before,
        ...happened.map(({ at, title, url }): Span[] => [
          { text: `${formatInstant(at)} `, quiet: true },
          { text: shortenLine(title, 150), link: url },
        ]),
      ],
    },
  ];
}

function issueBlocks({ issues }: HandOff): ViewBlock[] {
  if (issues.length === 0) return [];
  return [
    {
      kind: 'list',
      items: issues.slice(0, 3).map(({ id, title, status }): Span[] => [
        { text: 'May be about ', quiet: true },
        { text: shortenLine(title, 120), link: `/evidence/knowledge/${pathSegment(id)}` },
        { text: ` (${status})`, quiet: true },
      ]),
    },
  ];
}

/** A proposal may still wait for somebody: nothing is said to have happened. */
function rungWords(rung: SlaRung | null): string {
  return rung ? `It goes to tier ${rung.tier}, ${rung.name}. ` : '';
}
