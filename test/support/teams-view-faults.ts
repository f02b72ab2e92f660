import { activityOf, bytesOf, type TeamsMessage } from '../../src/bot/teams/card.ts';
import { teamsLimits } from '../../src/bot/teams/limits.ts';
import { renderView } from '../../src/bot/teams/render.ts';
import { inertText } from '../../src/domain/inert-text.ts';
import type { View } from '../../src/views/view.ts';
import { textsOfView } from './arbitrary-views.ts';
import { checkCard } from './check-teams-card.ts';

const origin = 'http://127.0.0.1:3000';
const linkTo = (path: string) => `${origin}${path}`;

/** Elements that read markup, and fields that call somebody or say nothing. */
const liveParts = ['"type":"TextBlock"', '"type":"FactSet"', '"entities"', '"text":""'];

/**
 * What is wrong with a view as Teams gets it. Empty = no message is over a limit, nothing is lost, and nothing untrusted is
 * live.
 */
export function teamsViewFaults(view: View): string[] {
  const messages = renderView(view, linkTo);
  const shown = squeeze(visibleText(messages));
  return [
    ...(messages.length === 0 ? ['no message'] : []),
    ...messages.flatMap(({ card }) => checkCard(card)),
    ...messages
      .filter((message) => bytesOf(activityOf(message)) > teamsLimits.messageBytes)
      .map((message) => `a message of ${bytesOf(activityOf(message))} bytes`),
    ...textsOfView(view)
      .flatMap((text) => text.split('\n'))
      .filter((line) => !shown.includes(squeeze(line)))
      .map((line) => `lost: ${line.slice(0, 100)}`),
    ...live(messages),
  ];
}

/** Every text that a person reads, in order; labels of buttons too. */
export function visibleText(messages: readonly TeamsMessage[]): string {
  const texts: string[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part !== null && typeof part === 'object') {
      for (const [key, value] of Object.entries(part)) {
        if (typeof value === 'string') {
          if (key === 'text' || key === 'title') texts.push(value);
        } else if (key !== 'data' && key !== 'fallback') walk(value);
      }
    }
  };
  walk(messages.map(({ card }) => card.body));
  return texts.join('');
}

function squeeze(text: string): string {
  return inertText(text).replace(/[\s…]/gu, '');
}

/** TD9–TD12: no element that reads markup, addresses only of our own pages. */
function live(messages: readonly TeamsMessage[]): string[] {
  const activities = messages.map(activityOf);
  const source = JSON.stringify(activities);
  const urls = [...source.matchAll(/"url":"([^"]*)"/g)].map(([, url = '']) => url);
  return [
    ...liveParts.filter((part) => source.includes(part)).map((part) => `live: ${part}`),
    ...(activities.some((activity) => Object.hasOwn(activity, 'text')) ? ['a text outside the card'] : []),
    ...urls
      .filter((url) => !url.startsWith(`${origin}/`))
      .map((url) => `a foreign address: ${url.slice(0, 100)}`),
  ];
}
