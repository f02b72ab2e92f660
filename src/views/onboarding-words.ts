import type { InvitationKind, OnboardingStatus, OutcomeVerdict, RecoveryWay } from '../domain/onboarding.ts';
import type { Span, Tone } from './view.ts';

/** How a status is said. */
export const statusWords: Readonly<Record<OnboardingStatus, string>> = {
  on_track: 'on track',
  behind: 'behind',
  stuck: 'stuck',
  complete: 'complete',
  over: 'over',
};

/** How a status is coloured. */
export const statusTones: Readonly<Record<OnboardingStatus, Tone>> = {
  on_track: 'good',
  behind: 'warning',
  stuck: 'bad',
  complete: 'good',
  over: 'neutral',
};

/** How a verdict is said, so that it is seen without colour. */
export const verdictWords: Readonly<Record<OutcomeVerdict, string>> = {
  pass: '✓ pass',
  fail: '✗ fail',
  unknown: '– unknown',
};

/** What a way out is called on its button. */
export const wayLabels: Readonly<Record<RecoveryWay, string>> = {
  retry: 'Run it again',
  template: 'Draft an e-mail',
  person: 'Create a task',
};

/** What an invitation is called. */
export const invitationLabels: Readonly<Record<InvitationKind, string>> = {
  'champion-training': 'Champion training',
  'office-hours': 'Office hours',
  'business-review': 'Business review',
};

/** Up to three records, as links; nothing where there is none. */
export function evidenceSpans(evidence: readonly { url: string }[]): Span[] {
  const shown = evidence.slice(0, 3);
  return shown.flatMap(({ url }, index) => [
    { text: index === 0 ? ' · ' : ', ', quiet: true },
    { text: shown.length === 1 ? 'record' : `record ${index + 1}`, link: url },
  ]);
}
