import { counted } from '../domain/counted.ts';
import type { RegisterEntry } from '../domain/register.ts';
import type { ReviewEnd, ReviewStop } from '../domain/register-card.ts';
import { entryBlocks, entryButtons } from './register-entry-view.ts';
import { noteWords } from './register-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';
import type { Names } from './who.ts';

const listedAtMost = 20;

/** One stop of a walk over the register, or its end. @param said - what the click before came to */
export function reviewView(walk: ReviewStop | ReviewEnd, names: Names, said: string | null = null): View {
  const blocks = walk.kind === 'stop' ? stopBlocks(walk, names) : endBlocks(walk, names);
  const summary = walk.kind === 'stop' ? progressOf(walk) : 'The review is done';
  return {
    summary: said ?? summary,
    blocks: [
      ...(said === null ? [] : [{ kind: 'text' as const, spans: [{ text: said, strong: true }] }]),
      ...blocks,
    ],
  };
}

function progressOf({ review, index }: ReviewStop): string {
  return `${index + 1} of ${review.entries.length}`;
}

function stopBlocks(stop: ReviewStop, names: Names): ViewBlock[] {
  const { card, review, index, passed } = stop;
  return [
    ...(passed === 0
      ? []
      : [
          {
            kind: 'note' as const,
            spans: [
              { text: `${counted(passed, 'entry was', 'entries were')} decided by somebody else meanwhile.` },
            ],
          },
        ]),
    ...entryBlocks(card, names, progressOf(stop)),
    { kind: 'buttons', buttons: entryButtons(card, { review: review.id, index }) },
  ];
}

function endBlocks({ review, decided, untouched, meanwhile, others }: ReviewEnd, names: Names): ViewBlock[] {
  const count = (what: string): number => decided.filter(({ note }) => note.what === what).length;
  const parts = [
    ...(['kept', 'done', 'changed', 'dropped'] as const)
      .filter((what) => count(what) > 0)
      .map((what) => `${count(what)} ${what}`),
    ...(untouched.length > 0
      ? [`${untouched.length} left as ${untouched.length === 1 ? 'it is' : 'they are'}`]
      : []),
    ...(meanwhile.length > 0 ? [`${meanwhile.length} decided by others`] : []),
  ];
  const items = decided
    .slice(0, listedAtMost)
    .map(({ entry, note }): Span[] => [
      { text: shortenLine(entry.title, 100), strong: true },
      { text: `: ${noteWords(note, names)}` },
    ]);
  return [
    {
      kind: 'heading',
      text: `Reviewed ${counted(review.entries.length, 'entry', 'entries')}: ${parts.join(', ')}`,
      tone: 'good',
    },
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
    ...untouchedBlocks(untouched),
    {
      kind: 'buttons',
      buttons: [
        ...(others > 0
          ? [
              {
                action: 'review' as const,
                label: `Go on with the other ${others}`,
                value: `${review.scope} rest`,
              },
            ]
          : []),
        { action: 'register', label: 'Show the register', value: review.scope },
        { action: 'register-add', label: 'Add an entry', value: '-' },
      ],
    },
  ];
}

function untouchedBlocks(untouched: readonly RegisterEntry[]): ViewBlock[] {
  if (untouched.length === 0) return [];
  const titles = untouched.slice(0, 5).map(({ title }) => shortenLine(title, 80));
  const more = untouched.length - titles.length;
  const text = `Still to be reviewed: ${titles.join('; ')}${more > 0 ? ` and ${more} more` : ''}.`;
  return [{ kind: 'note', spans: [{ text }] }];
}

/** Nothing waits for its review. @param others - open entries whose next review lies ahead */
export function noReviewView(scope: 'mine' | 'all', others: number): View {
  const whose = scope === 'mine' ? 'of yours ' : '';
  const text =
    others === 0
      ? `No entry ${whose}is open.`
      : `No entry ${whose}waits for its review. ${counted(others, 'open entry has', 'open entries have')} a later one.`;
  return {
    summary: text,
    blocks: [
      { kind: 'text', spans: [{ text }] },
      {
        kind: 'buttons',
        buttons: [
          ...(others > 0
            ? [{ action: 'review' as const, label: `Walk those ${others} now`, value: `${scope} rest` }]
            : []),
          ...(scope === 'mine'
            ? [{ action: 'review' as const, label: 'Review of all', value: 'all due' }]
            : []),
          { action: 'register-add', label: 'Add an entry', value: '-' },
        ],
      },
    ],
  };
}
