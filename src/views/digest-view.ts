import type { DigestEdit, DigestSnapshot } from '../domain/digest.ts';
import { type DrawnDigest, digestLine, digestUrl } from './digest-lines.ts';
import { formatDay } from './format.ts';
import { headingLine } from './heading-line.ts';
import { momentIn } from './local-moment.ts';
import { platformNames } from './outage-words.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

/** A digest as it goes out: what people made of it, and who wrote its foreword. */
export interface DigestView extends DrawnDigest {
  edit: DigestEdit;
}

/** The one message of the week: two sentences, then a line for each part; everything else hangs under it. */
export function digestView(digest: DigestView): View {
  const { id, snapshot, edit, figures } = digest;
  const { text: lead, by } = snapshot.lead;
  const title = headingLine(titleOf(snapshot));
  const foreword = edit.foreword.trim();
  return {
    summary: `${title}: ${lead}`,
    blocks: [
      { kind: 'heading', text: title, tone: toneOf(figures) },
      ...(foreword === '' ? [] : [{ kind: 'quote' as const, spans: [{ text: foreword }] }]),
      { kind: 'text', spans: [{ text: lead }] },
      { kind: 'list', items: edit.sections.map((section) => digestLine(section, digest)) },
      ...baseBlock(id, snapshot),
      ...staleLine(snapshot),
      {
        kind: 'note',
        spans: [
          {
            text: `Beside each figure: a week before, and the target. As of ${momentIn(snapshot.zone, snapshot.asOf)} · `,
          },
          { text: 'every figure with its records', link: digestUrl(id) },
          ...(by === null ? [] : [{ text: ' · worded by a model, checked against the figures' }]),
        ],
      },
    ],
  };
}

/** Of whom and of when. */
export function titleOf({ segment, dayBefore, day }: DigestSnapshot): string {
  const of = segment === null ? 'Customers' : `Customers of segment ${segment}`;
  return `${of}, ${formatDay(dayBefore).slice(0, -5)} to ${formatDay(day)}`;
}

/** Better or worse than a week ago, by who is at risk. */
function toneOf({ risks }: DrawnDigest['figures']): Tone {
  const change = risks.entered.length - risks.left.length;
  return change > 0 ? 'warning' : change < 0 ? 'good' : 'neutral';
}

/** The base week by week, where there is more than one. */
function baseBlock(id: string, { weeks }: DigestSnapshot): ViewBlock[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last || first === last) return [];
  const words = ({ green, amber, red }: typeof first): string => `${green} green, ${amber} amber, ${red} red`;
  return [
    {
      kind: 'picture',
      path: `/pictures/digests/${id}`,
      alt: `Customers by band: ${formatDay(last.day)} ${words(last)}; ${formatDay(first.day)} ${words(first)}.`,
    },
  ];
}

/** One line, and only when something is wrong with what the figures stand on, or with where things go. */
export function staleLine({ stale, down, zone }: DigestSnapshot): ViewBlock[] {
  const silent = stale.map(({ signal, ageHours }) => `nothing about ${signal} for ${ageHours} hours`);
  const away = down.map(
    ({ connector, since }) => `${platformNames[connector]} has taken nothing since ${momentIn(zone, since)}.`,
  );
  const told: Span[] = [
    ...(silent.length === 0
      ? []
      : [
          { text: 'Not up to date: ', strong: true },
          { text: silent.join('; ') },
          { text: '. What stands on it is left out of scores.' },
        ]),
    ...(away.length === 0
      ? []
      : [{ text: silent.length > 0 ? ' Down: ' : 'Down: ', strong: true }, { text: away.join(' ') }]),
  ];
  return told.length === 0 ? [] : [{ kind: 'text', spans: told }];
}
