import { renderView, type SlackMessage } from '../../src/bot/slack/render.ts';
import { renderView as renderForTerminal } from '../../src/cli/render-view.ts';
import type { ProposalPicture } from '../../src/domain/proposal.ts';
import { describePicture } from '../../src/services/describe-picture.ts';
import { approvalView } from '../../src/views/approval-view.ts';
import { fullTextForm } from '../../src/views/full-text-form.ts';
import type { View } from '../../src/views/view.ts';

/** How a view becomes messages; a control gives another one. */
export type Renderer = (view: View) => SlackMessage[];

const ownPages = 'https://holdfast.example';
/** As Slack shows it. */
export const slackRenderer: Renderer = (view) => renderView(view, (path) => `${ownPages}${path}`);

/**
 * Whether a card says exactly what would be done, and nothing in it is alive: the card is read back and held against
 * the bytes that would be approved.
 * @returns one sentence for each fault
 */
export function checkCard(picture: ProposalPicture, now: Date, render: Renderer = slackRenderer): string[] {
  const fields = describePicture(picture);
  const view = approvalView(picture, fields, now);
  const messages = render(view);
  const form = fullTextForm(picture, fields);
  const full = render({ summary: form.title, blocks: form.intro });
  const faults = [...checkInert(messages), ...checkInert(full), ...checkTerminal(view)];
  if (messages.length !== 1) faults.push(`the card is ${messages.length} messages`);
  const card = readBack(textsIn(messages.map(({ blocks }) => blocks)).join(''));
  const whole = readBack(textsIn(full.map(({ blocks }) => blocks)).join(''));
  if (!whole.includes(readBack(picture.text))) faults.push('the full text is not the bytes');
  if (!whole.includes(picture.proposal.digest)) faults.push('the full text has not the digest');
  const isCut = card.includes('Not all of it fits here');
  const { kind, params } = JSON.parse(picture.text) as { kind: string; params: Record<string, unknown> };
  const read =
    kind === 'message.post' || kind === 'message.member' ? { ...params, view: wordsIn(params.view) } : params;
  for (const leaf of leavesOf(read)) {
    const value = readBack(leaf);
    if (isCut || value.trim() === '' || card.includes(value)) continue;
    faults.push(`the card does not show ${JSON.stringify(leaf.slice(0, 80))}`);
  }
  // However long the text is, where it goes to is there.
  const { to } = params;
  for (const address of Array.isArray(to) ? to.map(String) : []) {
    if (!card.includes(address)) faults.push(`the card does not show the recipient ${address}`);
  }
  return faults;
}

/** Nothing that Slack would interpret, and nothing that a reader cannot see. */
export function checkInert(messages: readonly SlackMessage[]): string[] {
  const faults: string[] = [];
  for (const { text, blocks } of messages) {
    if (/[<>]|&(?!(?:amp|lt|gt);)/.test(text)) faults.push(`the notification is live: ${text.slice(0, 80)}`);
    if (hidden.test(text))
      faults.push(`the notification hides something: ${JSON.stringify(text.slice(0, 80))}`);
    walk(blocks, faults);
    for (const shown of textsIn(blocks)) {
      const found = hidden.exec(shown)?.[0];
      if (found !== undefined) {
        const code = (found.codePointAt(0) ?? 0).toString(16);
        faults.push(`the card hides U+${code}: ${JSON.stringify(shown.slice(0, 80))}`);
      }
    }
  }
  return faults;
}

/** The same for a terminal: nothing that moves the cursor, and nothing that is not seen. */
export function checkTerminal(view: View): string[] {
  const drawn = renderForTerminal(view, {
    columns: 100,
    color: false,
    absolute: (path) => `${ownPages}${path}`,
  });
  const found = hidden.exec(drawn)?.[0];
  return found === undefined ? [] : [`the terminal gets U+${(found.codePointAt(0) ?? 0).toString(16)}`];
}

/** Types of Block Kit in which no text is ever parsed; links apart, which may lead to our own pages alone. */
const inertTypes = new Set([
  ...['header', 'context', 'actions', 'divider', 'button', 'static_select', 'plain_text', 'table'],
  ...[
    'rich_text',
    'rich_text_section',
    'rich_text_quote',
    'rich_text_list',
    'rich_text_preformatted',
    'text',
    'link',
  ],
]);

function walk(part: unknown, faults: string[]): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, faults);
    return;
  }
  if (part === null || typeof part !== 'object') return;
  const { type, url, image_url: picture } = part as Record<string, unknown>;
  // A picture is one of ours or none: what is in it was drawn by us.
  const isOwnPicture = type === 'image' && String(picture).startsWith(`${ownPages}/pictures/`);
  if (typeof type === 'string' && !inertTypes.has(type) && !isOwnPicture)
    faults.push(`a live element: ${type}`);
  if (url !== undefined && !String(url).startsWith(`${ownPages}/`)) faults.push(`a link to ${String(url)}`);
  for (const item of Object.values(part)) walk(item, faults);
}

/** What a person would read of a message: a card draws it, and leaves how it is made to the full text. */
function wordsIn(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(wordsIn);
  if (part === null || typeof part !== 'object') return part;
  const made = new Set(['kind', 'link', 'tone', 'align', 'action', ...('label' in part ? ['value'] : [])]);
  const words = Object.entries(part).filter(([key, value]) => !made.has(key) || Array.isArray(value));
  return words.map(([, value]) => wordsIn(value));
}

/** Every text that a person reads. */
function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([key, value]) =>
    (key === 'text' || key === 'alt_text') && typeof value === 'string' ? [value] : textsIn(value),
  );
}

/**
 * By the properties of Unicode, whatever the product thinks of them: nothing that shows as nothing or turns the
 * direction. One joiner or selector is part of how some letters and pictures are written; two in a row hide something,
 * and so does one behind a Latin letter or a blank.
 */
const part = '\\u200C|\\u200D|[\\uFE00-\\uFE0F]';
const drawn = '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]';
const hidden = new RegExp(
  [
    `(?![\\n\\t]|${part}|${drawn})[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]`,
    `(?:${part})(?:\\u200C|[\\uFE00-\\uFE0F])`,
    '(?:\\u200C|\\u200D)\\u200D',
    `(?<=[A-Za-z\\s])(?:${part})`,
  ].join('|'),
  'u',
);

/** What a reader takes from a shown text: spelled-out characters are those characters, and breaks between pieces are none. */
function readBack(text: string): string {
  return text
    .replace(/\[U\+([0-9A-F]{4,6})\]/g, (_, code: string) => {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : _;
    })
    .toWellFormed()
    .replace(/\s+/g, ' ');
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(leavesOf);
}
