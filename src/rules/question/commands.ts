import { editDistance } from '../accounts/edit-distance.ts';
import { type Token, textOf } from './tokens.ts';

/** A command to offer: what to type after `/cs`, and the words that hint at it. */
interface Example {
  text: string;
  hints: readonly string[];
}

const ticketExample = 'ticket T-1';

const examples: readonly Example[] = [
  {
    text: 'health acme',
    hints: 'health healthy score status doing risk red amber yellow green churn account customer'.split(' '),
  },
  {
    text: 'why acme since 1 nov',
    hints: 'why since changed change changes drop dropped fell because reason cause explain'.split(' '),
  },
  {
    text: 'timeline acme 30',
    hints: 'timeline history what happened events event activity recent news last when'.split(' '),
  },
  {
    text: 'override acme 45 until 2026-12-31 because …',
    hints: 'override set correct manual adjust raise lower'.split(' '),
  },
  {
    text: 'sentiment acme good until 2026-12-31 because …',
    hints: 'sentiment feeling mood gut impression opinion'.split(' '),
  },
  {
    text: 'approvals',
    hints: 'approvals approval approve approved pending waiting decide decision decisions proposals'.split(
      ' ',
    ),
  },
  {
    text: 'accounts red renewing in 90 days',
    hints: 'accounts portfolio list filter grouped renewing renewals top'.split(' '),
  },
  { text: 'alerts', hints: 'alerts alert warnings notify notification'.split(' ') },
  { text: 'book', hints: 'book morning mine overnight today due'.split(' ') },
  { text: 'note acme …', hints: 'note notes remember write jot'.split(' ') },
  { text: 'tuning', hints: 'tuning precision rules lift recall'.split(' ') },
  { text: 'risks', hints: 'risks risk risky leaving churning danger'.split(' ') },
  {
    text: 'bug list',
    hints: 'bug bugs issue issues known fault affected customers hit hits'.split(' '),
  },
  {
    text: 'onboarding acme',
    hints: 'onboarding onboard onboarded launch checklist kickoff'.split(' '),
  },
  { text: ticketExample, hints: 'ticket tickets diagnose diagnosis duplicate'.split(' ') },
  {
    text: 'knowledge reports',
    hints: 'knowledge article articles reports reported wrong outdated'.split(' '),
  },
  {
    text: 'play acme',
    hints: 'play plays playbook playbooks recipe next step steps intervention save'.split(' '),
  },
  {
    text: 'sla',
    hints: 'sla slas deadline deadlines promise promises breach breached overdue clock clocks'.split(' '),
  },
  { text: 'hypercare', hints: 'hypercare standup launch'.split(' ') },
  { text: 'adoption acme', hints: 'adoption adopt use uses usage usecase unused features'.split(' ') },
  { text: 'nudges', hints: 'nudge nudges hint hints attribution'.split(' ') },
  { text: 'digest', hints: 'digest weekly week summary overview report exec executive'.split(' ') },
  {
    text: 'scorecard',
    hints: 'scorecard scorecards metrics metric grr nrr nps retention churn kpi month monthly'.split(' '),
  },
  {
    text: 'cohort by segment',
    hints: 'cohort cohorts segment segments heatmap retention quarter grr nrr'.split(' '),
  },
  { text: 'scorecard pack', hints: 'scorecard pack deck slides pdf pptx export month board'.split(' ') },
  {
    text: 'pack acme qbr',
    hints: 'pack packs qbr quarterly review renewal deck slides powerpoint pptx pdf export'.split(' '),
  },
  { text: 'brief acme', hints: 'brief briefing meeting prepare prep agenda'.split(' ') },
  { text: 'update acme', hints: 'update updates week weekly executive brief account letter'.split(' ') },
  {
    text: 'register',
    hints: 'register registers opportunity opportunities action actions todo entries'.split(' '),
  },
  { text: 'review', hints: 'review reviews walk'.split(' ') },
  { text: 'friction', hints: 'friction frictions blockers pain pains fixes'.split(' ') },
  { text: 'autonomy', hints: 'autonomy automatic automation ladder shadow'.split(' ') },
  { text: 'halt all', hints: 'halt stop kill pause emergency switch'.split(' ') },
  { text: 'help', hints: 'help commands can you do ask use'.split(' ') },
];

/**
 * The commands that come closest to what was typed, at most three, the best first. A word that is meant counts two,
 * one that may be a typo of it counts one; where nothing hints, the first command and help.
 */
export function nearestCommands(tokens: readonly Token[]): string[] {
  const words = tokens.slice(0, maxWords).map((token) => token.key);
  const scored = examples
    .map(({ text, hints }, index) => ({ text, index, score: scoreOf(words, hints) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .slice(0, 3);
  if (scored.length === 0) return ['health acme', 'help'];
  const ticketId = typedTicket(tokens);
  return scored.map(({ text }) => (text === ticketExample && ticketId ? `ticket ${ticketId}` : text));
}

/** The number that was typed: what stands behind "ticket", or letters with a hyphen and digits; null = none. */
function typedTicket(tokens: readonly Token[]): string | null {
  const found =
    tokens.find(
      ({ key }, at) => /^tickets?$/.test(tokens[at - 1]?.key ?? '') && /^#?[\w-]*\d[\w-]*$/.test(key),
    ) ?? tokens.find(({ key }) => /^[a-z][\w-]*-\d+$/.test(key));
  return found ? textOf([found]) : null;
}

/** The kind of question stands among its first words. */
const maxWords = 30;

function scoreOf(words: readonly string[], hints: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    if (hints.includes(word)) score += 2;
    else if (word.length > 4 && hints.some((hint) => hint.length > 4 && editDistance(word, hint, 1) !== null))
      score += 1;
  }
  return score;
}

/**
 * The words with a misspelt command set right at their start or end ("helth acme", "acme timelnie").
 * @returns null when nothing there looks like one
 */
export function withTypedVerb(tokens: readonly Token[]): Token[] | null {
  for (const at of new Set([0, tokens.length - 1])) {
    const token = tokens[at];
    const verb = token && typedVerb(token.key);
    if (token && verb) return tokens.with(at, { ...token, key: verb });
  }
  return null;
}

function typedVerb(key: string): string | null {
  if (key.length < 4 || realWords.has(key)) return null;
  for (const [verb, limit] of verbs) {
    const distance = editDistance(key, verb, limit);
    if (distance !== null && distance > 0) return verb;
  }
  return null;
}

/** Edits allowed: one where many English words are two away, two in longer ones. Source: `typoLimit`, one step stricter. */
const verbs: readonly (readonly [string, number])[] = [
  ['health', 1],
  ['timeline', 2],
  ['history', 1],
  ['status', 1],
];

/** Words and names of their own that are one edit away. */
const realWords: ReadonlySet<string> = new Set(
  'heath wealth healthy statue stratus states timelines'.split(' '),
);
