import type { Member } from '../domain/member.ts';
import { formatMoney } from '../domain/money.ts';
import {
  type RegisterEntry,
  registerKinds,
  registerReasonLength,
  registerTextLength,
  registerTitleLength,
} from '../domain/register.ts';
import { severities } from '../domain/rule-pack.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import { capitalize } from './format.ts';
import type { FormInput, FormView } from './view.ts';

const choicesAtMost = 100;

/** What a new entry may be brought together with: alerts and tasks of plays of one account. */
export interface AddDraft {
  /** Who can own it. */
  owners: readonly Member[];
  /** Whoever asks. */
  by: string | null;
  account: { id: string; name: string } | null; // null = to be named in the form
  /** Open alerts and current tasks; `value` is `alert ID` or `step PLAY STEP`. */
  links: readonly { label: string; value: string }[];
  today: UtcDay;
  title: string;
}

/** Asks for what an entry needs: what, whose, until when, and when it is looked at next. */
export function addForm({ owners, by, account, links, today, title }: AddDraft): FormView {
  return {
    form: 'register-add',
    title: 'Add to the register',
    submitLabel: 'Add',
    value: account?.id ?? '',
    intro: account === null ? [] : [{ kind: 'text', spans: [{ text: account.name, strong: true }] }],
    inputs: [
      titleInput(title),
      kindInput('risk'),
      ...(account === null
        ? [
            {
              name: 'account',
              label: 'Account',
              kind: 'text' as const,
              optional: true,
              maxLength: 200,
              hint: 'Its name or id. Leave it empty where it is about none.',
            },
          ]
        : []),
      ...(links.length === 0
        ? []
        : [
            {
              name: 'link',
              label: 'Belongs to',
              kind: 'choice' as const,
              optional: true,
              hint: 'A task of a play stays one thing: done here is done there.',
              options: links.slice(0, choicesAtMost).map((link) => ({ ...link })),
            },
          ]),
      ownerInput(owners, by),
      dueInput(null),
      reviewInput(addDays(today, 7)),
      severityInput(null),
      worthInput(null),
      descriptionInput(''),
    ],
  };
}

/** Asks what is to be different. @param value - of the button; `walkOn` = in a walk of that day: owner and days alone; null = all */
export function changeForm(
  entry: RegisterEntry,
  { owners, value, walkOn }: { owners: readonly Member[]; value: string; walkOn: UtcDay | null },
): FormView {
  const short = walkOn !== null;
  const days = [
    ownerInput(owners, entry.owner),
    dueInput(entry.dueOn),
    reviewInput(walkOn === null ? entry.nextReviewOn : addDays(walkOn, 7)),
  ];
  return {
    form: 'register-change',
    title: short ? 'Owner and due date' : 'Edit the entry',
    submitLabel: 'Save',
    value,
    intro: short ? [{ kind: 'text', spans: [{ text: entry.title, strong: true }] }] : [],
    inputs: short
      ? days
      : [
          titleInput(entry.title),
          kindInput(entry.kind),
          ...days,
          severityInput(entry.severity),
          worthInput(entry.worth && formatMoney(entry.worth)),
          descriptionInput(entry.description),
        ],
  };
}

/** Asks why an entry is dropped. @param value - of the button */
export function dropForm(entry: RegisterEntry, value: string): FormView {
  return {
    form: 'register-drop',
    title: 'Drop the entry',
    submitLabel: 'Drop',
    value,
    intro: [{ kind: 'text', spans: [{ text: entry.title, strong: true }] }],
    inputs: [
      {
        name: 'reason',
        label: 'Why?',
        kind: 'text',
        maxLength: registerReasonLength,
        hint: 'It stays in its history.',
      },
    ],
  };
}

function titleInput(initial: string): FormInput {
  return {
    name: 'title',
    label: 'What is it?',
    kind: 'text',
    maxLength: registerTitleLength,
    ...(initial === '' ? {} : { initial }),
  };
}

function kindInput(initial: string): FormInput {
  return {
    name: 'kind',
    label: 'Kind',
    kind: 'choice',
    initial,
    options: registerKinds.map((value) => ({ label: capitalize(value), value })),
  };
}

function ownerInput(owners: readonly Member[], initial: string | null): FormInput {
  const options = owners.slice(0, choicesAtMost).map(({ id, name }) => ({ label: name, value: id }));
  return {
    name: 'owner',
    label: 'Owner',
    kind: 'choice',
    options,
    optional: true,
    ...(initial !== null && options.some(({ value }) => value === initial) ? { initial } : {}),
  };
}

function dueInput(initial: UtcDay | null): FormInput {
  return {
    name: 'dueOn',
    label: 'Due',
    kind: 'date',
    optional: true,
    ...(initial === null ? {} : { initial }),
  };
}

function reviewInput(initial: UtcDay): FormInput {
  return { name: 'nextReviewOn', label: 'Next review', kind: 'date', initial };
}

function severityInput(initial: string | null): FormInput {
  return {
    name: 'severity',
    label: 'Severity',
    kind: 'choice',
    optional: true,
    options: severities.map((value) => ({ label: capitalize(value), value })),
    ...(initial === null ? {} : { initial }),
  };
}

function worthInput(initial: string | null): FormInput {
  return {
    name: 'worth',
    label: 'Worth',
    kind: 'text',
    optional: true,
    maxLength: 40,
    hint: 'Currency and amount, such as USD 12,000.',
    ...(initial === null ? {} : { initial }),
  };
}

function descriptionInput(initial: string): FormInput {
  return {
    name: 'description',
    label: 'Description',
    kind: 'long-text',
    optional: true,
    maxLength: registerTextLength,
    ...(initial === '' ? {} : { initial }),
  };
}
