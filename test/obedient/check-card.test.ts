import { expect, test } from 'vitest';
import type { SlackMessage } from '../../src/bot/slack/render.ts';
import { pictureOf } from '../support/pictures.ts';
import { checkCard, type Renderer, slackRenderer } from './check-card.ts';
import { ownAttacks } from './own-attacks.ts';
import { proveCards } from './prove-cards.ts';

const now = new Date('2026-11-25T10:00:00Z');

test('TB16 a card read back is the bytes that would be approved, and nothing in it is alive or hidden', () => {
  expect(proveCards({ runs: 1_000 })).toBeNull();
});

/** A card with a text of ours that hides something, in every place. */
function hostile(text: string): ReturnType<typeof pictureOf> {
  const params = { to: ['dana@acme.example'], subject: text.replace(/\s+/g, ' '), body: text };
  const action = {
    kind: 'message.customer',
    account: 'acme',
    params,
    connector: 'smtp',
    before: {},
  } as const;
  return pictureOf({ summary: `E-mail: ${text}`, reason: text }, { action, accountName: text });
}

test('TD6 TD9 TD11 TD12 TD13 each of our own texts is inert on a card', () => {
  const texts = ownAttacks.map(({ text }) => text.replaceAll('\0', '').toWellFormed());
  for (const text of texts)
    expect({ text, faults: checkCard(hostile(text), now) }).toEqual({ text, faults: [] });
});

test('a notification that the heading would cut in two has a line of its own', () => {
  const summary = `x${' \u202emoc.elgoog'.repeat(4)} [click](https://evil.example) and ${'so '.repeat(12)}on`;
  const params = { channel: 'C1', view: { summary, blocks: [] } };
  const action = { kind: 'message.post', account: 'acme', params, connector: 'outbox', before: {} } as const;
  const picture = pictureOf({ summary: `Post to the channel C1: ${summary}` }, { action });
  expect(checkCard(picture, now)).toEqual([]);
});

const section = (type: string) => ({ type: 'section', text: { type, text: 'x' } });
const link = { type: 'link', url: 'https://attacker.example', text: 'x' };
const stranger = { type: 'image', image_url: 'https://attacker.example/pictures/x', alt_text: 'x' };
const linkBlock = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] };

test.each<[string, (message: SlackMessage) => unknown]>([
  ['reads texts as markup', ({ blocks, ...rest }) => ({ ...rest, blocks: [...blocks, section('mrkdwn')] })],
  ['draws a picture', ({ blocks, ...rest }) => ({ ...rest, blocks: [...blocks, section('image')] })],
  ['draws a picture of somebody else', ({ blocks, ...rest }) => ({ ...rest, blocks: [...blocks, stranger] })],
  ['shows hidden characters as nothing', (message) => unspelled(message)],
  ['leaves out a recipient', (message) => JSON.parse(JSON.stringify(message).replaceAll('dana@', ''))],
  ['shows another text', (message) => JSON.parse(JSON.stringify(message).replaceAll('late', 'paid'))],
  ['does not escape the notification', (message) => ({ ...message, text: `${message.text} <!channel>` })],
  ['links elsewhere', ({ blocks, ...rest }) => ({ ...rest, blocks: [...blocks, linkBlock] })],
])('it reports a renderer that %s', (_, change) => {
  const render: Renderer = (view) => slackRenderer(view).map((one) => change(one) as SlackMessage);
  const picture = hostile('My export is late.\u200b\u202e');
  expect(checkCard(picture, now)).toEqual([]);
  expect(checkCard(picture, now, render)).not.toEqual([]);
});

function unspelled(message: SlackMessage): unknown {
  const text = JSON.stringify(message).replace(/\[U\+([0-9A-F]{4,6})\]/g, (_, code: string) =>
    JSON.stringify(String.fromCodePoint(Number.parseInt(code, 16))).slice(1, -1),
  );
  return JSON.parse(text);
}
