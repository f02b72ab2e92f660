import { type CopilotAnswer, type FilledMacro, filledByForm, type OtherLanguage } from '../domain/answer.ts';
import { macroVariables } from '../domain/knowledge.ts';
import { shorten } from './fit-fields.ts';
import type { FormInput, FormView } from './view.ts';

const optionLength = 70;

/** Asks which of the articles of an answer is wrong, and in what. Its value is the answer's id. */
export function wrongArticleForm(answer: CopilotAnswer): FormView {
  const named = (answer.kind === 'answer' ? answer.sources : answer.nearest).filter(
    ({ kind }) => kind !== 'record',
  );
  const options = named.map(({ id, title }) => ({ label: shorten(title, optionLength), value: id }));
  const [first] = options;
  const article: FormInput[] = first
    ? [{ name: 'article', label: 'Which article?', kind: 'choice', options, initial: first.value }]
    : [];
  return {
    form: 'answer-wrong',
    title: 'Wrong article',
    submitLabel: 'Report',
    value: answer.id,
    intro: [
      { kind: 'quote', spans: [{ text: shorten(answer.question, 300) }] },
      {
        kind: 'note',
        spans: [
          { text: 'It goes to the person who keeps the article. You hear from them when it is changed.' },
        ],
      },
    ],
    inputs: [
      ...article,
      { name: 'note', label: 'What is wrong?', kind: 'long-text', maxLength: 1_000, optional: true },
    ],
  };
}

function accountInput(account: string | null): FormInput {
  const initial = account === null ? {} : { initial: account };
  return {
    name: 'account',
    label: 'Account',
    hint: 'Its id, name or domain.',
    kind: 'text',
    maxLength: 200,
    ...initial,
  };
}

/** Hands a question to the next tier. Its value is the answer's id. */
export function escalateForm(answer: CopilotAnswer, account: string | null): FormView {
  return {
    form: 'answer-escalate',
    title: 'Escalate',
    submitLabel: 'Propose',
    value: answer.id,
    intro: [
      { kind: 'quote', spans: [{ text: shorten(answer.question, 300) }] },
      {
        kind: 'note',
        spans: [
          { text: 'A ticket is handed to tier 2. Without a ticket it becomes a task about the account.' },
        ],
      },
    ],
    inputs: [
      accountInput(account),
      { name: 'ticket', label: 'Ticket', kind: 'text', maxLength: 200, optional: true },
      {
        name: 'task',
        label: 'Task, where there is no ticket',
        kind: 'text',
        maxLength: 200,
        initial: shorten(`Answer: ${answer.question}`, 200),
        optional: true,
      },
    ],
  };
}

/** A reply before it is sent. Its value is the ids of the answer that suggested it and of the macro. */
export function replyForm(
  { answerId, account, ticket }: { answerId: string; account: string | null; ticket: string | null },
  macro: FilledMacro,
  language: OtherLanguage | null,
): FormView {
  const { id, title, text, note, missing } = macro;
  const asked = missing
    .filter((name) => !filledByForm.has(name))
    .map((name) => `{{${name}}}, ${macroVariables[name]}`);
  const lacks = `Still to be filled by you: ${asked.join('; ')}. It is not sent before.`;
  return {
    form: 'macro-draft',
    title: 'Reply',
    submitLabel: 'Propose',
    value: `${answerId} ${id}`,
    intro: [
      { kind: 'text', spans: [{ text: title, strong: true }] },
      ...(asked.length > 0 ? [{ kind: 'text' as const, spans: [{ text: lacks }] }] : []),
      ...(language
        ? [
            {
              kind: 'text' as const,
              spans: [{ text: `The customer writes ${language.asked}; this reply is ${language.ours}.` }],
            },
          ]
        : []),
      { kind: 'note', spans: [{ text: `For you alone: ${shorten(note, 500)}` }] },
    ],
    inputs: [
      accountInput(account),
      {
        name: 'ticket',
        label: 'Ticket',
        kind: 'text',
        maxLength: 200,
        ...(ticket === null ? {} : { initial: ticket }),
      },
      {
        name: 'body',
        label: 'What the customer will read',
        kind: 'long-text',
        initial: text,
        maxLength: 3_000,
      },
      {
        name: 'agreed',
        label: 'If it promises something, who agreed?',
        hint: 'A date, a refund, a fix or an exception that the macro does not name.',
        kind: 'text',
        maxLength: 200,
        optional: true,
      },
      {
        name: 'note',
        label: 'Internal note on the ticket',
        hint: 'Our own people alone read it. It is proposed by itself; empty = none.',
        kind: 'long-text',
        maxLength: 3_000,
        optional: true,
      },
    ],
  };
}
