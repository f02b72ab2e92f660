import type { FormView, View } from './view.ts';

/** What somebody wants to say of an account, as far as it is known. */
interface Draft {
  kind: 'override' | 'sentiment';
  /** Its id. */
  account: string;
  name: string;
  /** Texts that the form begins with; '' = nothing yet. */
  initial: { value: string; until: string; reason: string };
}

const reasonLength = 2_000;

/** Asks for what an override or a sentiment needs. Its value is the account's id. */
export function judgementForm({ kind, account, name, initial }: Draft): FormView {
  const isOverride = kind === 'override';
  return {
    form: kind,
    title: isOverride ? 'Override the score' : 'Set the sentiment',
    submitLabel: 'Propose',
    value: account,
    intro: [
      { kind: 'text', spans: [{ text: name, strong: true }] },
      {
        kind: 'note',
        spans: [
          {
            text: isOverride
              ? 'The computed score stays as it is; yours stands beside it until the end of the day below.'
              : 'How you feel about this account, kept apart from its score until the end of the day below.',
          },
        ],
      },
    ],
    inputs: [
      isOverride
        ? {
            name: 'score',
            label: 'Score',
            hint: '0 to 100, such as 45 or 45.50.',
            kind: 'text',
            initial: initial.value,
            maxLength: 6,
          }
        : {
            name: 'sentiment',
            label: 'Sentiment',
            kind: 'choice',
            initial: initial.value,
            options: ['good', 'neutral', 'poor'].map((value) => ({ label: value, value })),
          },
      { name: 'until', label: 'Last day', kind: 'date', initial: initial.until },
      {
        name: 'reason',
        label: 'Why?',
        hint: 'It stands on the card and in the history for everybody who sees this account.',
        kind: 'long-text',
        initial: initial.reason,
        maxLength: reasonLength,
      },
    ],
  };
}

/** Refuses a command that lacks something, with one that lacks nothing. */
export function incompleteView(missing: readonly string[], example: string): View {
  const what = `It needs ${andList(missing)}.`;
  return {
    summary: what,
    blocks: [
      { kind: 'text', spans: [{ text: what, strong: true }, { text: ' Type it in full:' }] },
      { kind: 'list', items: [[{ text: example, code: true }]] },
    ],
  };
}

/** A name that fits no account, or several: the command has to be typed again with one of these. */
export function whichAccountView(
  text: string,
  candidates: readonly { id: string; name: string }[],
  many: boolean,
): View {
  const summary = many ? `'${text}' fits several accounts` : `Unknown account '${text}'`;
  const hint =
    candidates.length === 0
      ? ' No account has a similar name.'
      : many
        ? ' Type the command again with the id of one of them:'
        : ' Type the command again with an id; the closest are:';
  return {
    summary,
    blocks: [
      { kind: 'text', spans: [{ text: `${summary}.`, strong: true }, { text: hint }] },
      ...(candidates.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: candidates.map(({ id, name }) => [{ text: id, code: true }, { text: ` ${name}` }]),
            },
          ]),
    ],
  };
}

function andList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
