import { type Alert, alertTextLength } from '../domain/alert.ts';
import type { Member, Role } from '../domain/member.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import type { FormView, ViewBlock } from './view.ts';

const roleWords: Readonly<Record<Role, string>> = {
  exec: 'executive',
  manager: 'manager',
  csm: 'CSM',
  agent: 'support',
  admin: 'admin',
  auditor: 'auditor',
};

const usualSnoozeDays = 7;
const choicesAtMost = 100;

/** Asks until when an alert is to be silent, and why. */
export function snoozeForm(alert: Alert, today: UtcDay): FormView {
  return {
    ...frame(alert, 'alert-snooze', 'Snooze this alert', 'Snooze'),
    inputs: [
      {
        name: 'until',
        label: 'Snooze until',
        hint: 'It stays quiet to the end of that day.',
        kind: 'date',
        initial: addDays(today, usualSnoozeDays),
      },
      {
        name: 'reason',
        label: 'Why can it wait?',
        hint: 'Everybody sees it on the card.',
        kind: 'text',
        maxLength: alertTextLength,
      },
    ],
  };
}

/** Asks whose an alert is to be. @param members - who can be given one */
export function assignForm(alert: Alert, members: readonly Member[]): FormView {
  const options = members
    .slice(0, choicesAtMost)
    .map(({ id, name, role }) => ({ label: `${name}, ${roleWords[role]}`, value: id }));
  const initial = alert.assignee ?? alert.owner;
  return {
    ...frame(alert, 'alert-assign', 'Assign this alert', 'Assign'),
    inputs: [
      {
        name: 'member',
        label: 'Assign to',
        kind: 'choice',
        options,
        ...(initial && options.some(({ value }) => value === initial) ? { initial } : {}),
      },
    ],
  };
}

/** Asks what an alert was worth: the rule's precision is counted from it. */
export function judgeForm(alert: Alert): FormView {
  return {
    ...frame(alert, 'alert-judge', 'Was it useful?', 'Send'),
    inputs: [
      {
        name: 'verdict',
        label: 'This alert was',
        kind: 'choice',
        initial: 'not_useful',
        options: [
          { label: 'Not useful. Close it.', value: 'not_useful' },
          { label: 'Too early. Ask again in a week.', value: 'too_early' },
          { label: "Useful. I'm on it.", value: 'useful' },
        ],
      },
      {
        name: 'note',
        label: 'What would have been better?',
        kind: 'text',
        optional: true,
        maxLength: alertTextLength,
      },
    ],
  };
}

function frame(alert: Alert, form: string, title: string, submitLabel: string): Omit<FormView, 'inputs'> {
  const { finding, picture, id } = alert;
  const intro: ViewBlock[] = [
    {
      kind: 'text',
      spans: [{ text: `${picture.accountName}: ${finding.title}. `, strong: true }, { text: finding.text }],
    },
  ];
  return { form, title, submitLabel, value: id, intro };
}
