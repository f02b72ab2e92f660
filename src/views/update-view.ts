import type { AccountWeek } from '../domain/account-week.ts';
import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import { pathSegment } from '../domain/path-segment.ts';
import { daysBetween } from '../domain/utc-day.ts';
import type { WeekFigure } from '../rules/updates/count-weeks.ts';
import type { ScoreMove } from '../rules/updates/explain-week.ts';
import { capitalize, formatDay, formatInstant, formatPoints, shortDay } from './format.ts';
import { headingLine } from './heading-line.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { shortenLine } from './shorten-line.ts';
import { absentWords, type DrawnUpdate, updatePartLines, updateParts, updateUrl } from './update-lines.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';
import { besideFigure, grouped } from './week-words.ts';

/** An executive update with everything that is counted for it. */
export interface ShownUpdate extends DrawnUpdate {
  move: ScoreMove;
  users: WeekFigure | null;
  uses: WeekFigure | null;
}

/** The week of one customer for an executive: four figures, then a line for each part that has something to tell. */
export function updateView(shown: ShownUpdate): View {
  const { id, week, move } = shown;
  const title = headingLine(updateTitle(week));
  const lead = leadOf(shown);
  const lines = updateParts.flatMap((part) => updatePartLines(part, shown));
  const absent = updateParts.flatMap((part) =>
    absentWords[part] !== null && updatePartLines(part, shown).length === 0 ? [absentWords[part]] : [],
  );
  return {
    summary: `${title}: ${lead}`,
    blocks: [
      { kind: 'heading', text: title, tone: toneOf(move) },
      { kind: 'text', spans: [{ text: lead }] },
      { kind: 'facts', facts: figures(shown) },
      ...(lines.length > 0 ? [{ kind: 'list', items: lines } satisfies ViewBlock] : []),
      {
        kind: 'note',
        spans: [
          ...(absent.length > 0 ? [{ text: `No ${orList(absent)}. ` }] : []),
          { text: `As of ${formatInstant(week.asOf)} · ` },
          { text: 'every figure with its records', link: updateUrl(id) },
        ],
      },
    ],
  };
}

/** `Acme, 16 to 22 Nov 2026` */
export function updateTitle({ account, weeks, asOf }: AccountWeek): string {
  const [week] = weeks;
  const name = shortenLine(account.name, 90);
  const days = week ? `${shortDay(week.from)} to ${formatDay(week.to)}` : formatDay(asOf);
  return nameAndMatter(name, days, ',');
}

function toneOf({ change }: ScoreMove): Tone {
  if (change === null || Math.abs(change) < 100) return 'neutral';
  return change > 0 ? 'good' : 'warning';
}

/** The week in one or two sentences, by the figures alone. */
function leadOf({ week, move, users, uses }: ShownUpdate): string {
  const { now } = week.score;
  if (week.weeks.length === 0) return 'Known for less than a full week: there is no week to tell of yet.';
  const score =
    now?.hundredths == null
      ? 'There is no score: nothing that it is counted from is known.'
      : move.change === null
        ? `The score is ${formatPoints(now.hundredths / 100)}; a week ago there was none.`
        : moveSentence(move);
  const quiet = users?.now === 0 && uses?.now === 0;
  return quiet ? `${score} Nobody used the product in the week.` : score;
}

function moveSentence({ change, by }: ScoreMove): string {
  if (change === null || change === 0) return 'The score is what it was a week ago.';
  const way = change > 0 ? 'rose' : 'fell';
  const points = formatPoints(Math.abs(change) / 100);
  const why =
    by === null ? '' : `, most of it in ${by.id}: ${shortenLine(by.reason, 160).replace(/\.$/, '')}`;
  return `The score ${way} by ${points} points${why}.`;
}

function figures({ id, week, move, users, uses }: ShownUpdate): { label: string; value: Span[] }[] {
  const { account, asOf, knownAt, configuration, score, renewsOn, arr, contractSeq } = week;
  const of = `${pathSegment(account.id)}?asOf=${asOf}&knownAt=${knownAt}`;
  const used = (label: string, figure: WeekFigure | null): { label: string; value: Span[] } => ({
    label,
    value:
      figure === null
        ? [{ text: 'no full week yet' }]
        : [
            { text: grouped(figure.now), link: `/evidence/figures/${of}` },
            { text: ` (${besideFigure(figure)})` },
          ],
  });
  const contract = contractSeq === null ? updateUrl(id) : `/evidence/events/${contractSeq}`;
  return [
    {
      label: 'Score',
      value:
        score.now?.hundredths == null
          ? [{ text: 'none yet' }]
          : [
              {
                text: `${formatPoints(score.now.hundredths / 100)} ${score.now.band ?? ''}`.trim(),
                link: `/evidence/scores/${of}&profile=${configuration}`,
              },
              { text: ` (${changeWords(move)})` },
            ],
    },
    {
      label: 'Renewal and ARR',
      value: [
        { text: renewsOn === null ? 'no renewal date' : formatDay(renewsOn), link: contract },
        { text: ` (${renewalWords(week)}${arr === null ? 'ARR not on record' : formatArr(arr)})` },
      ],
    },
    used('Active users', users),
    used('Uses of features', uses),
  ];
}

function changeWords({ change }: ScoreMove): string {
  if (change === null) return 'none a week ago';
  if (change === 0) return 'as a week ago';
  return `${change > 0 ? '▲' : '▼'}\u00a0${formatPoints(Math.abs(change) / 100)} in the week`;
}

function renewalWords({ renewsOn, asOf }: AccountWeek): string {
  if (renewsOn === null) return '';
  const days = daysBetween(asOf.slice(0, 10), renewsOn);
  return days < 0 ? `${counted(-days, 'day')} ago, ` : `in ${counted(days, 'day')}, `;
}

function orList(words: readonly string[]): string {
  const [last = '', ...others] = [...words].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
}

/** The subject of the e-mail: what it says in a list of mails. */
export function updateSubject({ week, move }: ShownUpdate): string {
  const { now } = week.score;
  const score =
    now?.hundredths == null
      ? ''
      : `${formatPoints(now.hundredths / 100)} ${now.band ?? ''}${move.change ? `, ${changeWords(move).replace(' in the week', '').replace('\u00a0', ' ')}` : ''}`;
  const name = shortenLine(week.account.name, 80);
  const until = `week to ${shortDay(week.weeks[0]?.to ?? week.asOf)}`;
  return capitalize(score === '' ? `${name}, ${until}` : nameAndMatter(name, `${score}, ${until}`));
}
