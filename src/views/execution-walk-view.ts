import { formatInstant } from './format.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { onboardingButton } from './onboarding-button.ts';
import { evidenceSpans } from './onboarding-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';
import { type Names, who } from './who.ts';

type State = 'done' | 'missing' | 'by-person';

/** What the card of a walk needs. */
export interface ShownWalk {
  account: { id: string; name: string };
  walkedBefore: { at: string; by: string } | null;
  done: number;
  steps: readonly {
    number: number;
    title: string;
    state: State;
    checks: readonly {
      id: string;
      label: string;
      state: State;
      reason: string;
      evidence: readonly { url: string }[];
    }[];
  }[];
}

const marks: Readonly<Record<State, string>> = { done: '✓', missing: '✗', 'by-person': '○' };
const buttonsAtMost = 5;

/** The seven steps for a new customer, each with what was found and what is missing. */
export function executionWalkView(
  { account, walkedBefore, done, steps }: ShownWalk,
  names: Names = new Map(),
): View {
  const title = nameAndMatter(shortenLine(account.name, 60), `${done} of ${steps.length} steps done`);
  const before = walkedBefore
    ? `Last walked on ${formatInstant(walkedBefore.at)} by ${who(walkedBefore.by, names)}. `
    : 'Walked for the first time. ';
  const ticks = steps.flatMap(({ checks }) => checks.filter(({ state }) => state === 'by-person'));
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title, tone: done === steps.length ? 'good' : 'neutral' },
      ...steps.flatMap(({ number, title: step, state, checks }): ViewBlock[] => [
        { kind: 'text', spans: [{ text: `${marks[state]} ${number}. ${step}`, strong: true }] },
        { kind: 'list', items: checks.map(checkItem) },
      ]),
      {
        kind: 'buttons',
        buttons: [
          ...ticks.slice(0, buttonsAtMost - 1).map(
            ({ id, label }): ViewButton => ({
              action: 'onboarding-tick',
              label: shortenLine(`Done: ${label}`, 70),
              value: onboardingButton({ account: account.id, key: id, way: 'done' }),
            }),
          ),
          { action: 'onboarding', label: 'Goals and checklist', value: account.id },
        ],
      },
      { kind: 'note', spans: [{ text: `${before}✓ done, ✗ missing, ○ to be ticked by you.` }] },
    ],
  };
}

function checkItem({ label, state, reason, evidence }: ShownWalk['steps'][number]['checks'][number]): Span[] {
  return [
    { text: `${marks[state]} ${label}`, strong: state === 'missing' },
    { text: `: ${reason}`, quiet: state === 'done' },
    ...evidenceSpans(evidence),
  ];
}
