import { checkBlocks, checkEach } from '../../src/bot/playground/check-blocks.ts';
import { checkView } from '../../src/bot/playground/check-view.ts';
import { slackLimits } from '../../src/bot/slack/limits.ts';
import { renderHome } from '../../src/bot/slack/publish-home.ts';
import { renderView } from '../../src/bot/slack/render.ts';
import { renderForm } from '../../src/bot/slack/render-form.ts';
import { inertText } from '../../src/domain/inert-text.ts';
import type { View } from '../../src/views/view.ts';
import { textsOfView } from './arbitrary-views.ts';

const origin = 'http://127.0.0.1:3000';
const linkTo = (path: string) => `${origin}${path}`;
const nowhere = { channel: null, thread: null };

/**
 * What is wrong with a view as Slack gets it, wherever it is shown: as messages, on Home and in a window. Empty = no part
 * is over a limit, nothing is lost, and nothing untrusted is live.
 */
export function slackViewFaults(view: View): string[] {
  const messages = renderView(view, linkTo);
  const home = renderHome(view, linkTo);
  const read = {
    form: 'said',
    title: view.summary,
    submitLabel: 'Close',
    value: '',
    intro: view.blocks,
    inputs: [],
  };
  const modal = renderForm(read, linkTo, nowhere);
  return [
    ...(messages.length === 0 ? ['no message'] : []),
    ...messages.flatMap(({ blocks, text }) => [...checkBlocks(blocks), ...faultsOfFallback(text)]),
    ...lost(
      view,
      messages.map(({ blocks }) => blocks),
    ),
    ...(home.blocks.length > slackLimits.viewBlocks ? ['Home has too many blocks'] : checkEach(home.blocks)),
    // Null = it is sent as messages instead, which lose nothing.
    ...(modal === null ? [] : [...checkView(modal), ...lost(view, modal.blocks)]),
    ...live([messages, home, modal]),
  ];
}

/** The one field that Slack reads as markup. */
function faultsOfFallback(text: string): string[] {
  if (text.length > slackLimits.fallbackText) return ['the fallback text is too long'];
  return /[<>]/.test(text) ? ['the fallback text is live'] : [];
}

/** Every text of the view that nobody reads there; what breaking into pieces adds does not count. */
function lost(view: View, drawn: unknown): string[] {
  const shown = squeeze(visibleText(drawn));
  return textsOfView(view).flatMap((text) =>
    shown.includes(squeeze(text)) ? [] : [`lost: ${text.slice(0, 100)}`],
  );
}

function squeeze(text: string): string {
  return inertText(text).replace(/[\s…]/gu, '');
}

/** Every text that a person reads, in order. */
export function visibleText(drawn: unknown): string {
  const texts: string[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part !== null && typeof part === 'object') {
      for (const [key, value] of Object.entries(part)) {
        if (key === 'text' && typeof value === 'string') texts.push(value);
        else walk(value);
      }
    }
  };
  walk(drawn);
  return texts.join('');
}

/** TD9–TD12: no markup text anywhere, addresses only of our own pages. */
function live(drawn: unknown): string[] {
  const source = JSON.stringify(drawn);
  const urls = [...source.matchAll(/"url":"([^"]*)"/g)].map(([, url = '']) => url);
  return [
    ...(/"mrkdwn"|"type":"markdown"/.test(source) ? ['a text is read as markup'] : []),
    ...(/"type":"(user|broadcast|channel|usergroup|emoji)"/.test(source) ? ['somebody is called'] : []),
    ...(/"emoji":true/.test(source) ? ['a name becomes an emoji'] : []),
    ...urls.flatMap((url) =>
      url.startsWith(`${origin}/`) ? [] : [`a foreign address: ${url.slice(0, 100)}`],
    ),
  ];
}
