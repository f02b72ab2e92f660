import type { AnswerWriting } from '../domain/answer-writing.ts';
import { counted } from '../domain/counted.ts';
import { type Html, html, type Piece } from './escape.ts';
import { factList, isolate, section } from './layout.ts';

/**
 * How an answer came to be written: by rules alone, or by a model, whose words were checked.
 * @param writing - null = no model
 * @param isCovered - whether there is an answer at all
 */
export function writingSection(writing: AnswerWriting | null, isCovered: boolean): Html {
  return section('writing', 'How it was written', [
    html`<p>${leadWords(writing, isCovered)}</p>`,
    writing && writing.shown !== null && factList(writingFacts(writing)),
    writing && droppedList(writing.dropped),
    writing?.lookedUp && lookedUp(writing.lookedUp),
  ]);
}

function leadWords(writing: AnswerWriting | null, isCovered: boolean): string {
  if (writing?.shown === true)
    return 'A model wrote it anew from the passages. What it wrote was checked against them.';
  const sentences = isCovered ? 'Its sentences are the documents’ own, chosen by rules. ' : '';
  if (writing === null) return `${sentences}No model was asked.`;
  const asked =
    writing.shown === null
      ? 'A model looked things up and wrote nothing.'
      : 'What a model wrote is not shown.';
  return `${sentences}${asked}`;
}

function writingFacts(writing: AnswerWriting): { label: string; value: Piece }[] {
  const { prompt, model, usage, shown, reason, dropped } = writing;
  const checked =
    shown === true
      ? dropped.length === 0
        ? 'Every sentence stands'
        : `${counted(dropped.length, 'sentence')} left out`
      : `Not shown: ${words(reason ?? 'no reason was kept')}`;
  return [
    { label: 'Prompt', value: promptName(prompt) },
    { label: 'Model', value: model === null ? unknown : isolate(model) },
    { label: 'Check', value: checked },
    {
      label: 'Tokens',
      value: usage === null ? unknown : `${usage.inputTokens} in, ${usage.outputTokens} out`,
    },
    { label: 'Cost', value: costWords(writing) },
  ];
}

function droppedList(dropped: AnswerWriting['dropped']): Html | false {
  if (dropped.length === 0) return false;
  const items = dropped.map(
    ({ text, reason, detail }) =>
      html`<li>${isolate(text)} <span class="quiet">· ${words(reason)}${detail !== '' && html`: ${isolate(detail)}`}</span></li>`,
  );
  return html`<details><summary>What the model wrote and the check left out</summary><ul class="found">${items}</ul></details>`;
}

function lookedUp(run: NonNullable<AnswerWriting['lookedUp']>): Html {
  const { prompt, end, calls, drafts } = run;
  const asked = drafts.map(
    ({ kind, title, outcome }) =>
      html`<li><code>${kind}</code> ${isolate(title)} <span class="quiet">· ${words(outcome)}</span></li>`,
  );
  return html`<h3>What a model looked up before</h3>${factList([
    { label: 'Prompt', value: promptName(prompt) },
    { label: 'Calls', value: calls ?? unknown },
    { label: 'End', value: end === 'done' ? 'It had seen enough' : words(end ?? 'not kept') },
    { label: 'Cost', value: costWords(run) },
    ...(asked.length > 0 ? [{ label: 'Asked people for', value: html`<ul>${asked}</ul>` }] : []),
  ])}`;
}

const unknown = html`<span class="quiet">unknown</span>`;

function promptName(prompt: AnswerWriting['prompt']): Html {
  return prompt === null
    ? unknown
    : html`<code>${prompt.name}</code> <code class="quiet">${prompt.digest.slice(0, 12)}</code>`;
}

/** `EUR 0.000420`; millionths, since one answer costs less than a cent. */
function costWords({ costMicros, currency }: Pick<AnswerWriting, 'costMicros' | 'currency'>): Piece {
  if (costMicros === null) return unknown;
  const whole = Math.floor(costMicros / 1_000_000);
  const amount = `${whole}.${String(costMicros % 1_000_000).padStart(6, '0')}`;
  return currency === null ? `${amount}, of a currency that was not kept` : `${currency} ${amount}`;
}

/** `nothing_written` as people say it. */
function words(code: string): string {
  return code.replaceAll('_', ' ');
}
