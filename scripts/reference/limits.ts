import { readFileSync } from 'node:fs';
import { slackLimits } from '../../src/bot/slack/limits.ts';
import { eventLimits } from '../../src/domain/event-types.ts';
import { questionLimits } from '../../src/domain/question-limits.ts';
import { answerLimits } from '../../src/http/answer-limits.ts';
import { ingestLimits } from '../../src/http/read-body.ts';
import { code, grouped, page, table } from './markdown.ts';

/** Every limit that an answer or a sender meets, with the comment that stands beside it in code. */
export function limitsPage(): string {
  return page('Limits', 'the limit tables in src/', [
    '## Events',
    'A text over its limit is refused, never cut.',
    limitTable(eventLimits, 'src/domain/event-types.ts', 'eventLimits'),
    '## Questions',
    'In chat, in a terminal and from apps.',
    limitTable(questionLimits, 'src/domain/question-limits.ts', 'questionLimits'),
    '## `POST /v1/events`',
    'For one request.',
    limitTable(ingestLimits, 'src/http/read-body.ts', 'ingestLimits'),
    '## `POST /v1/answers`',
    'Counted in each process by itself.',
    limitTable(answerLimits, 'src/http/answer-limits.ts', 'answerLimits'),
    '## Slack',
    'A longer answer continues in further messages; nothing is cut off. Text lengths are UTF-16 units.',
    limitTable(slackLimits, 'src/bot/slack/limits.ts', 'slackLimits'),
  ]);
}

function limitTable(limits: Readonly<Record<string, number>>, file: string, name: string): string {
  const comments = readComments(file, name);
  const rows = Object.entries(limits).map(([key, value]) => [
    code(key),
    grouped(value),
    comments.get(key) ?? '',
  ]);
  return table(['limit', 'value', 'note'], rows);
}

/** The doc comment before each key of an object literal; a key without one shares that of the key before. */
function readComments(file: string, name: string): Map<string, string> {
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const body = source.split(`export const ${name} = {\n`)[1]?.split('\n} as const')[0] ?? '';
  const comments = new Map<string, string>();
  let comment = '';
  for (const [, text, key] of body.matchAll(/\/\*\*([\s\S]*?)\*\/|^ {2}(\w+):/gm)) {
    if (text !== undefined)
      comment = text
        .replace(/\n\s*\*/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
    else if (key !== undefined) comments.set(key, comment.replace(/https:\/\/\S+[^\s);,]/g, '<$&>'));
  }
  return comments;
}
