import {
  type AnswerSource,
  answerUrlOf,
  type CitedSentence,
  type CopilotAnswer,
  type FilledMacro,
  filledByForm,
  type OtherLanguage,
  type Passage,
  type SolvedBefore,
} from '../domain/answer.ts';
import { macroVariables } from '../domain/knowledge.ts';
import { formatDay, formatPercent } from './format.ts';
import { sourceWords } from './source-words.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';

/**
 * An answer of the knowledge as a card: the fix in the first line, each sentence with its source.
 * @param more - `commands`: what could have been meant instead, where nothing is covered, ready to type after `/cs`;
 * `language`: what the customer writes, where no reply is written in it; `account`: whom it is about; `canShare`: whether
 * others are there to share it with
 */
export function answerView(
  answer: CopilotAnswer,
  macros: readonly FilledMacro[],
  { commands = [], language = null, account = null, canShare = true }: AnswerSurroundings = {},
): View {
  const replies = macroBlocks(answer.id, macros, language);
  const around = { commands, language, account, canShare };
  return answer.kind === 'answer' ? covered(answer, replies, around) : notCovered(answer, replies, around);
}

/** What an answer is shown with. */
export interface AnswerSurroundings {
  commands?: readonly string[];
  language?: ReplyLanguage | null;
  /** The name of the account that it is about; null = nobody's */
  account?: string | null;
  /** Whether others are there to share it with. */
  canShare?: boolean;
}

/** The customer's language, where no reply is written in it. */
export interface ReplyLanguage extends OtherLanguage {
  /** Whether there is a model that could translate. */
  canTranslate: boolean;
}

type Covered = Extract<CopilotAnswer, { kind: 'answer' }>;
type NotCovered = Exclude<CopilotAnswer, { kind: 'answer' }>;

function covered(
  answer: Covered,
  replies: readonly ViewBlock[],
  { account, canShare = true }: AnswerSurroundings,
): View {
  const { id, sentences, passages, sources, confidence } = answer;
  const cited = new Set(passages.map(({ documentId }) => documentId));
  const further = sources.filter((source) => !cited.has(source.id));
  return {
    summary: sentences.map(({ text }) => text).join(' '),
    blocks: [
      { kind: 'text', spans: citedText(sentences, passages) },
      { kind: 'divider' },
      {
        kind: 'list',
        items: sources
          .filter((source) => cited.has(source.id))
          .map((source) => [...marksOf(source, passages), ...sourceLine(source)]),
      },
      ...(further.length > 0 ? alsoClose('Also close', further) : []),
      ...solvedBlocks(answer.solvedBefore, account),
      ...replies,
      { kind: 'buttons', buttons: [button('answer-helpful', 'Helpful', id), ...everyButton(id, canShare)] },
      noteOf(id, `Confidence ${formatPercent(confidence)}`, account),
    ],
  };
}

/** `[1] [2]`: the numbers of the passages that a source was cited with. */
function marksOf({ id }: AnswerSource, passages: readonly Passage[]): Span[] {
  const numbers = passages.flatMap(({ documentId }, index) => (documentId === id ? [`[${index + 1}]`] : []));
  return [{ text: `${numbers.join(' ')} `, quiet: true }];
}

function notCovered(
  { id, nearest, confidence, solvedBefore }: NotCovered,
  replies: readonly ViewBlock[],
  { commands = [], language = null, account }: AnswerSurroundings,
): View {
  const said = 'Not covered: nothing that we have written down answers this.';
  return {
    summary: said,
    blocks: [
      { kind: 'text', spans: [{ text: said, strong: true }] },
      ...languageBlocks(language),
      ...solvedBlocks(solvedBefore, account),
      ...(nearest.length > 0 ? alsoClose('What comes closest', nearest) : []),
      ...replies,
      ...commandBlocks(commands),
      { kind: 'buttons', buttons: everyButton(id, false) },
      noteOf(id, `Closest match ${formatPercent(confidence)}`, account),
    ],
  };
}

/** Words of one language find little that is written in another. */
function languageBlocks(language: ReplyLanguage | null): ViewBlock[] {
  if (language === null) return [];
  const { asked, ours } = language;
  return [
    {
      kind: 'text',
      spans: [{ text: `The question is ${asked}, and what we have is ${ours}: ask in ${ours}.` }],
    },
  ];
}

/** The answer's id opens everything that it stood on. */
function noteOf(id: string, sureness: string, account: string | null = null): ViewBlock {
  return {
    kind: 'note',
    spans: [
      { text: `${account === null ? '' : `About ${account} · `}${sureness} · ` },
      { text: `answer ${id}`, link: answerUrlOf(id) },
      { text: ' · only you see this' },
    ],
  };
}

function commandBlocks(commands: readonly string[]): ViewBlock[] {
  if (commands.length === 0) return [];
  const typed = commands.flatMap((command): Span[] => [
    { text: ' ' },
    { text: `/cs ${command}`, code: true },
  ]);
  return [{ kind: 'text', spans: [{ text: 'Or did you mean:', quiet: true }, ...typed] }];
}

/** Sentences with the numbers of their passages, which open them. */
function citedText(sentences: readonly CitedSentence[], passages: readonly Passage[]): Span[] {
  return sentences.flatMap(({ text, passageIds }, index): Span[] => [
    { text: `${index === 0 ? '' : ' '}${text} ` },
    ...passageIds.flatMap((passageId) => {
      const place = passages.findIndex(({ id }) => id === passageId);
      const url = passages[place]?.url;
      return url ? [{ text: `[${place + 1}]`, link: `${url}#passage-${ordinalOf(passageId)}` }] : [];
    }),
  ]);
}

function ordinalOf(passageId: string): string {
  return passageId.slice(passageId.lastIndexOf('#') + 1);
}

function alsoClose(label: string, sources: readonly AnswerSource[]): ViewBlock[] {
  return [
    { kind: 'text', spans: [{ text: `${label}:`, quiet: true }] },
    { kind: 'list', items: sources.map(sourceLine) },
  ];
}

/** The title, what kind of document it is, and how fresh: `Exports fail (known issue, open · reviewed 26 Oct 2026)`. */
function sourceLine({ title, kind, status, url, reviewedOn, isStale }: AnswerSource): Span[] {
  if (kind === 'record')
    return [
      { text: title, link: url },
      { text: ' · record', quiet: true },
    ];
  const what = sourceWords(kind, status);
  const reviewed = reviewedOn === null ? 'never reviewed' : `reviewed ${formatDay(reviewedOn)}`;
  const stale = isStale ? [{ text: ' ⚠ may be out of date', strong: true }] : [];
  return [{ text: title, link: url }, { text: ` · ${what} · ${reviewed}`, quiet: true }, ...stale];
}

/** Own tickets: `Ticket 4711: Import stops · The header was wrong.` The link opens what was written then. */
function solvedBlocks(tickets: readonly SolvedBefore[], account: string | null = null): ViewBlock[] {
  if (tickets.length === 0) return [];
  return [
    {
      kind: 'text',
      spans: [
        {
          text: `Solved for ${account ?? 'them'} before, each answer once; look whether it fits:`,
          quiet: true,
        },
      ],
    },
    {
      kind: 'list',
      items: tickets.map(({ ticketId, title, sentences, passages, url }): Span[] => [
        {
          text: `Ticket ${ticketId}: ${title}`,
          link: `${url}#passage-${ordinalOf(passages[0]?.id ?? '')}`,
        },
        { text: ` · ${sentences.map(({ text }) => text).join(' ')}` },
      ]),
    },
  ];
}

function macroBlocks(
  id: string,
  macros: readonly FilledMacro[],
  language: ReplyLanguage | null,
): ViewBlock[] {
  if (macros.length === 0) return [];
  const numbered = (label: string, index: number) => (macros.length === 1 ? label : `${label} ${index + 1}`);
  const drafts = macros.map(({ id: macro }, index) =>
    button('macro-draft', numbered('Draft reply', index), `${id} ${macro}`),
  );
  const translations = macros.map(({ id: macro }, index) =>
    button('macro-translate', numbered(`In ${language?.asked}`, index), `${id} ${macro}`),
  );
  const differs = language && `The customer writes ${language.asked}; these replies are ${language.ours}.`;
  return [
    { kind: 'text', spans: [{ text: 'Replies that fit:', quiet: true }] },
    { kind: 'list', items: macros.map((macro, index) => macroLine(macro, numbered('Reply', index))) },
    ...(differs ? [{ kind: 'text' as const, spans: [{ text: differs }] }] : []),
    { kind: 'buttons', buttons: [...drafts, ...(language?.canTranslate ? translations : [])] },
  ];
}

function macroLine({ title, missing }: FilledMacro, label: string): Span[] {
  const open = missing.filter((name) => !filledByForm.has(name)).map((name) => macroVariables[name]);
  const lacks = open.length === 0 ? 'ready' : `you fill in: ${open.join(', ')}`;
  return [{ text: `${label}: `, quiet: true }, { text: title }, { text: ` · ${lacks}`, quiet: true }];
}

function everyButton(id: string, canShare: boolean): ViewButton[] {
  return [
    button('answer-wrong', 'Wrong article', id),
    ...(canShare ? [button('answer-share', 'Share here', id)] : []),
    button('answer-escalate', 'Escalate', id),
  ];
}

function button(action: ViewButton['action'], label: string, value: string): ViewButton {
  return { action, label, value };
}
