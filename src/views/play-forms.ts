import { outcomeWords, playOutcomes } from '../domain/play.ts';
import type { FormView } from './view.ts';

const reasonLength = 1_000;

/** Asks why a step is skipped. @param value - of the button: play and step */
export function skipForm(value: string, stepTitle: string): FormView {
  return {
    form: 'play-skip',
    title: 'Skip a step',
    submitLabel: 'Skip',
    value,
    intro: [{ kind: 'text', spans: [{ text: stepTitle, strong: true }] }],
    inputs: [{ name: 'reason', label: 'Why', kind: 'long-text', maxLength: reasonLength }],
  };
}

/** Asks how a play ended, and why. @param value - of the button: play and step */
export function endForm(value: string, playTitle: string): FormView {
  return {
    form: 'play-end',
    title: 'End a play',
    submitLabel: 'End',
    value,
    intro: [{ kind: 'text', spans: [{ text: playTitle, strong: true }] }],
    inputs: [
      {
        name: 'outcome',
        label: 'Outcome',
        kind: 'choice',
        options: playOutcomes.map((outcome) => ({ label: outcomeWords[outcome], value: outcome })),
      },
      {
        name: 'reason',
        label: 'Why',
        kind: 'long-text',
        maxLength: reasonLength,
        hint: 'Others learn from it which playbooks work.',
      },
    ],
  };
}
