import type { View, ViewAction } from './view.ts';

interface Candidate {
  id: string;
  name: string;
}

/** A picker of at most five accounts: an ambiguous name is never guessed. */
export function pickerView(text: string, candidates: readonly Candidate[], action: ViewAction): View {
  return {
    summary: `'${text}' fits several accounts`,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: `'${text}'`, strong: true },
          { text: ' fits several accounts. Which one do you mean?' },
        ],
      },
      {
        kind: 'picker',
        action,
        placeholder: 'Choose an account',
        options: candidates.slice(0, 5).map(({ id, name }) => ({ label: `${name} (${id})`, value: id })),
      },
    ],
  };
}

/** No account has this name; the closest ones as buttons. */
export function unknownAccountView(text: string, closest: readonly Candidate[], action: ViewAction): View {
  const first = closest[0];
  return {
    summary: `Unknown account '${text}'`,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: `Unknown account '${text}'. `, strong: true },
          {
            text: first
              ? 'The closest names:'
              : 'No account has a similar name. Try its id, domain or full name.',
          },
        ],
      },
      ...(first
        ? [
            {
              kind: 'buttons' as const,
              buttons: closest.map(({ id, name }) => ({ action, label: name, value: id })),
            },
          ]
        : []),
    ],
  };
}

/** A question about an account that names none. */
export function missingAccountView(example: string): View {
  return {
    summary: 'Which account?',
    blocks: [{ kind: 'text', spans: [{ text: 'Which account? Try: ' }, { text: example, code: true }] }],
  };
}
