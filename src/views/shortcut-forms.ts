import { alertTextLength } from '../domain/alert.ts';
import { type FindingKind, findingKinds } from '../domain/finding.ts';
import { severities } from '../domain/rule-pack.ts';
import { type FormInput, type FormView, formValueLength, inputTextLength, type ViewBlock } from './view.ts';

/** A message that a form is begun from; `key`, `author` and `url` come back with it. */
export interface FormMessage {
  key: string;
  text: string;
  author: string;
  url: string | null;
}

/** A title is read at a glance. Ours. */
const alertTitleLength = 150;
const noteTextLength = 2_000;
const accountLength = 200;
const quoteLength = 600;

const kindWords: Readonly<Record<FindingKind, string>> = {
  risk: 'The customer may leave',
  onboarding: 'Onboarding',
  adoption: 'Adoption',
  support: 'Support',
  renewal: 'Renewal',
  expansion: 'Expansion',
};

/** Asks which account a note is about, and what it says. @param account - what is known of whom it is about; '' = nothing */
export function noteForm(message: FormMessage | null, account: string): FormView {
  return {
    form: 'note',
    title: 'Note to the timeline',
    submitLabel: 'Note',
    value: packMessage(message),
    intro: quoteOf(message),
    inputs: [
      accountInput(account),
      {
        name: 'text',
        label: 'Note',
        kind: 'long-text',
        initial: begin(message, noteTextLength),
        maxLength: noteTextLength,
      },
    ],
  };
}

/** Asks a question in words. */
export function askForm(message: FormMessage | null): FormView {
  return {
    form: 'ask',
    title: 'Ask Holdfast',
    submitLabel: 'Ask',
    value: '',
    intro: [{ kind: 'note', spans: [{ text: 'Only you see the answer.' }] }],
    inputs: [
      {
        name: 'question',
        label: 'Question',
        hint: 'For example: how is acme doing? Or an error message, to see its fix.',
        kind: 'long-text',
        initial: begin(message, inputTextLength),
        maxLength: inputTextLength,
      },
    ],
  };
}

/** Asks what an alert is about that a person raises. */
export function raiseForm(message: FormMessage | null, account: string): FormView {
  return {
    form: 'alert-raise',
    title: 'Create an alert',
    submitLabel: 'Create',
    value: packMessage(message),
    intro: quoteOf(message),
    inputs: [
      accountInput(account),
      {
        name: 'title',
        label: 'What is it?',
        hint: 'In a few words.',
        kind: 'text',
        maxLength: alertTitleLength,
      },
      {
        name: 'text',
        label: 'What did you see?',
        kind: 'long-text',
        initial: begin(message, alertTextLength),
        maxLength: alertTextLength,
      },
      {
        name: 'kind',
        label: 'What is it about?',
        kind: 'choice',
        initial: 'risk',
        options: findingKinds.map((value) => ({ label: kindWords[value], value })),
      },
      {
        name: 'severity',
        label: 'How bad is it?',
        kind: 'choice',
        initial: 'medium',
        options: severities.map((value) => ({ label: value, value })),
      },
    ],
  };
}

/** The message behind a form that came back; null = it was begun from none, or this is not ours. */
export function messageOfForm(value: string): Omit<FormMessage, 'text'> | null {
  if (value === '') return null;
  const parsed: unknown = JSON.parse(value);
  if (!Array.isArray(parsed)) return null;
  const [key, author, url] = parsed;
  return typeof key === 'string' && typeof author === 'string'
    ? { key, author, url: typeof url === 'string' ? url : null }
    : null;
}

function packMessage(message: FormMessage | null): string {
  if (message === null) return '';
  const { key, author, url } = message;
  const whole = JSON.stringify([key, author.slice(0, accountLength), url]);
  return whole.length <= formValueLength
    ? whole
    : JSON.stringify([key, author.slice(0, accountLength), null]);
}

function accountInput(initial: string): FormInput {
  return {
    name: 'account',
    label: 'Account',
    hint: 'Its name, id or domain.',
    kind: 'text',
    initial,
    maxLength: accountLength,
  };
}

function begin(message: FormMessage | null, length: number): string {
  return (message?.text ?? '').trim().slice(0, length);
}

function quoteOf(message: FormMessage | null): ViewBlock[] {
  if (message === null) return [];
  const { author, text } = message;
  const said = text.trim();
  return [
    { kind: 'text', spans: [{ text: `${author} wrote:` }] },
    ...(said === ''
      ? []
      : [
          {
            kind: 'quote' as const,
            spans: [{ text: said.length > quoteLength ? `${said.slice(0, quoteLength)}…` : said }],
          },
        ]),
  ];
}
