import { outcomeWords, type Play, type PlayStep } from '../domain/play.ts';
import { formatInstant } from '../views/format.ts';
import { type Html, html } from './escape.ts';
import { instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** The page of one play: why it began, where every step stands, and how it ended. */
export function renderPlayPage(play: Play, accountName: string, linkTo: LinkTo): string {
  const { recipe, startedAt, startedBy, why, life } = play;
  const ended =
    life.state === 'running'
      ? html`<p>It runs.</p>`
      : html`<p>It ended as <b>${outcomeWords[life.outcome]}</b> at ${instant(life.at, exactInstant(life.at))}, by ${life.by}: ${isolate(life.reason)}</p>`;
  return renderPage(
    {
      title: `${recipe.title}: play for ${accountName}`,
      kicker: html`Play · ${recipe.id}, version ${recipe.version}`,
      heading: accountName,
      beside: [],
      body: [
        section('play', recipe.title, [
          html`<p>Started by ${startedBy} at ${instant(startedAt, exactInstant(startedAt))}.</p>`,
          why !== null && html`<p>${isolate(why)}</p>`,
          ended,
        ]),
        section('steps', 'Steps', stepTable(play.steps)),
      ],
    },
    linkTo,
  );
}

const columns: readonly Column[] = [
  { label: 'Step' },
  { label: 'Kind' },
  { label: 'State' },
  { label: 'When' },
  { label: 'By' },
  { label: 'Note' },
];

function stepTable(steps: readonly PlayStep[]): Html {
  return stackingTable(
    'Steps of the play',
    columns,
    steps.map(({ recipe, state, at, dueAt, by, note }) => [
      recipe.title,
      recipe.kind,
      state === 'current' && dueAt !== null
        ? `current, due ${formatInstant(dueAt)}`
        : state.replace('-', ' '),
      at === null || state === 'passed-over' ? '' : formatInstant(at),
      by ?? '',
      isolate(note),
    ]),
  );
}
