import type { FilledMacro, OtherLanguage } from '../domain/answer.ts';
import type { View, ViewButton } from './view.ts';

const reasons: Readonly<Record<string, string>> = {
  lines: 'the model left out or added lines',
  figures: 'the model changed a figure',
  codes: 'the model changed a code or a path',
  names: 'the model changed a name',
  length: 'the model wrote much more or less than the reply says',
  live_text: 'the model added a link or a mention',
  language: 'the model wrote another language',
  halted: 'the model is switched off',
  same: 'the reply is in the language of the question',
};

/** A reply that a model wrote in the asked's language, to look at before its form opens. */
export function translatedView(answerId: string, draft: FilledMacro, { code, asked }: OtherLanguage): View {
  return {
    summary: `The reply in ${asked}: ${draft.title}`,
    blocks: [
      { kind: 'text', spans: [{ text: `${draft.title}, in ${asked}`, strong: true }] },
      { kind: 'quote', spans: [{ text: draft.text }] },
      { kind: 'buttons', buttons: [draftButton(`${answerId} ${draft.id} ${code}`)] },
      {
        kind: 'note',
        spans: [
          {
            text: 'Written by the model. Its figures, codes, names and lines are those of our reply; whether it says the same, somebody who reads the language can tell. Promises are looked for in English, German, French and Spanish.',
          },
        ],
      },
    ],
  };
}

/** Why there is no translation; our own reply is still there. */
export function notTranslatedView(answerId: string, draft: FilledMacro, reason: string): View {
  const text = `Not translated: ${reasons[reason] ?? 'the model gave no usable answer'}.`;
  return {
    summary: text,
    blocks: [
      { kind: 'text', spans: [{ text }] },
      { kind: 'buttons', buttons: [draftButton(`${answerId} ${draft.id}`)] },
    ],
  };
}

function draftButton(value: string): ViewButton {
  return { action: 'macro-draft', label: 'Draft reply', value };
}
