import { pathSegment } from '../domain/path-segment.ts';
import { outcomeWords, type Play, type PlayStep, type Recipe } from '../domain/play.ts';
import type { PlaybookStep } from '../domain/playbook.ts';
import { formatDay } from './format.ts';
import { playButton } from './play-button.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';

/** What the card of an account's plays is drawn from. */
export interface PlaysShown {
  account: { id: string; name: string };
  recommended: { playbook: string; action: string; first: string; version: number; why: string } | null;
  running: readonly Play[];
  ended: readonly Play[];
}

/** A step that looks at a fact. */
export type LookStep = Extract<PlaybookStep, { fact: unknown }>;

/** What a card says in words that others keep. */
export interface PlayWords {
  /** What one does, of a playbook. */
  actionOf(recipe: Recipe): string;
  /** What a look asks, as `open tickets: at most 1`. */
  lookOf(step: LookStep): string;
}

const endedShown = 5;

/** `/cs play acme`: what to start and why, what runs and what to do now, and what came of the last ones. */
export function playView(plays: PlaysShown, words: PlayWords, note: string | null = null): View {
  const { account, running, ended } = plays;
  const title = `${account.name}: plays`;
  return {
    summary: note ?? `${title}, ${running.length} running`,
    blocks: [
      ...(note === null ? [] : [{ kind: 'text' as const, spans: [{ text: note, strong: true }] }]),
      { kind: 'heading', text: title },
      ...running.flatMap((play) => runningBlocks(play, words)),
      ...recommendation(plays),
      ...endedBlocks(ended),
      {
        kind: 'buttons',
        buttons: [
          { action: 'health', label: 'Health', value: account.id },
          { action: 'timeline', label: 'Timeline', value: account.id },
        ],
      },
    ],
  };
}

function recommendation({ account, recommended, running }: PlaysShown): ViewBlock[] {
  if (recommended === null) {
    const text = running.length > 0 ? 'No other play is recommended now.' : 'No play is recommended now.';
    return [{ kind: 'text', spans: [{ text, quiet: true }] }];
  }
  const { playbook, action, first, version, why } = recommended;
  return [
    {
      kind: 'text',
      spans: [
        {
          text: `${running.length > 0 ? 'Next recommended play' : 'Recommended play'}: ${action}`,
          strong: true,
        },
        { text: ` · playbook ${playbook}, version ${version}`, quiet: true },
      ],
    },
    { kind: 'text', spans: [{ text: why }] },
    ...(first === '' ? [] : [{ kind: 'text' as const, spans: [{ text: `First step: ${first}.` }] }]),
    {
      kind: 'buttons',
      buttons: [
        {
          action: 'play-start',
          label: 'Run the play',
          tone: 'primary',
          value: playButton({ target: account.id, detail: playbook }),
        },
      ],
    },
  ];
}

function runningBlocks(play: Play, words: PlayWords): ViewBlock[] {
  const { startedAt, steps } = play;
  const current = steps.find(({ state }) => state === 'current');
  return [
    {
      kind: 'text',
      spans: [
        { text: `Running: ${words.actionOf(play.recipe)}`, strong: true },
        { text: ` · since ${formatDay(startedAt)} · `, quiet: true },
        { text: 'page', quiet: true, link: `/evidence/plays/${pathSegment(play.id)}` },
      ],
    },
    { kind: 'list', items: steps.map(stepLine) },
    ...(current ? currentBlocks(play, current, words) : []),
    { kind: 'divider' },
  ];
}

const marks: Readonly<Record<PlayStep['state'], string>> = {
  pending: '○',
  current: '➤',
  done: '✓',
  skipped: '–',
  failed: '✗',
  'passed-over': '·',
};

function stepLine({ recipe, state, note }: PlayStep): Span[] {
  const isCurrent = state === 'current';
  return [
    { text: `${marks[state]} `, quiet: !isCurrent },
    {
      text: recipe.title,
      ...(isCurrent ? { strong: true } : { quiet: state !== 'done' && state !== 'failed' }),
    },
    ...(note !== '' && !isCurrent ? [{ text: ` · ${note}`, quiet: true }] : []),
  ];
}

function currentBlocks(play: Play, step: PlayStep, words: PlayWords): ViewBlock[] {
  const { recipe, dueAt, note } = step;
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'Now', value: [{ text: nowWords(step, words) }] },
        ...(dueAt === null || recipe.kind === 'check' || recipe.kind === 'condition'
          ? []
          : [{ label: recipe.kind === 'wait' ? 'Until' : 'Due', value: [{ text: formatDay(dueAt) }] }]),
        ...('role' in recipe ? [{ label: 'Who', value: [{ text: roleWords[recipe.role] }] }] : []),
        { label: 'Look at', value: [{ text: recipe.look_at.join(', ') }] },
      ],
    },
    ...(note === '' ? [] : [{ kind: 'note' as const, spans: [{ text: `Held up: ${note}` }] }]),
    { kind: 'buttons', buttons: buttonsOf(play, step) },
  ];
}

const roleWords = {
  owner: "the account's owner",
  csm: 'a CSM',
  agent: 'a support agent',
  manager: 'a manager',
  exec: 'an executive',
} as const;

function nowWords({ recipe, proposalId }: PlayStep, words: PlayWords): string {
  switch (recipe.kind) {
    case 'task':
      return recipe.contact === 'call' ? 'A call' : 'A task';
    case 'draft':
      return proposalId === null ? 'An e-mail is drafted within minutes' : 'An e-mail waits for approval';
    case 'approval':
      return proposalId === null
        ? `An offer of ${recipe.percent} %, to be proposed by you`
        : 'An offer waits for approval';
    case 'wait':
      return 'Time for the customer';
    case 'condition':
    case 'check':
      return `A look at ${words.lookOf(recipe)}?`;
  }
}

function buttonsOf(play: Play, { recipe, proposalId }: PlayStep): ViewButton[] {
  const value = playButton({ target: play.id, detail: recipe.id });
  return [
    ...(recipe.kind === 'task'
      ? [{ action: 'play-done' as const, label: 'Done', value, tone: 'primary' as const }]
      : []),
    ...(recipe.kind === 'approval' && proposalId === null
      ? [{ action: 'play-offer' as const, label: 'Propose offer', value, tone: 'primary' as const }]
      : []),
    ...(proposalId === null
      ? []
      : [
          {
            action: 'open' as const,
            value: proposalId,
            tone: 'primary' as const,
            label: recipe.kind === 'draft' ? 'Open draft' : 'Open offer',
          },
        ]),
    ...(proposalId === null ? [{ action: 'play-skip' as const, label: 'Skip', value }] : []),
    { action: 'play-end', label: 'End play', value },
  ];
}

function endedBlocks(ended: readonly Play[]): ViewBlock[] {
  if (ended.length === 0) return [];
  return [
    { kind: 'divider' },
    { kind: 'text', spans: [{ text: 'Over', strong: true }] },
    {
      kind: 'list',
      items: ended.slice(0, endedShown).map(({ id, recipe, life, startedAt }) => [
        { text: recipe.title, link: `/evidence/plays/${pathSegment(id)}` },
        ...(life.state === 'ended'
          ? [
              { text: ` · ${outcomeWords[life.outcome]}`, strong: true },
              { text: ` · ${formatDay(startedAt)} to ${formatDay(life.at)} · ${life.reason}`, quiet: true },
            ]
          : []),
      ]),
    },
  ];
}
