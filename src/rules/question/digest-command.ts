import { type DigestSchedule, type DigestSection, digestSections } from '../../domain/digest.ts';
import { weekdays } from '../../domain/sla.ts';
import type { DigestQuestion } from './question.ts';

const usual: Pick<DigestSchedule, 'day' | 'hour'> = { day: 'mon', hour: 8 };

/**
 * Reads `digest [preview] [segment NAME]`, `digest rebuild ID`, `digest pdf [ID]` and `digest subscribe [DAY] [HOUR] [PART …] [segment NAME]`;
 * `digest off` takes a subscription back.
 * @returns null when the text is none of them
 */
export function readDigest(text: string): DigestQuestion | null {
  const match = /^\s*(?:weekly\s+)?digest(?:\s+([\s\S]*?))?\s*$/i.exec(text);
  if (!match) return null;
  const { rest, segment } = takeSegment(match[1] ?? '');
  const [verb = 'preview', ...words] = rest
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  switch (verb) {
    case 'preview':
      return words.length === 0 ? { kind: 'digest', verb, segment } : null;
    case 'rebuild':
    case 'pdf':
      return { kind: 'digest', verb, id: words[0] ?? '' };
    case 'off':
    case 'unsubscribe':
      return words.length === 0 ? { kind: 'digest', verb: 'off' } : null;
    case 'subscribe':
      return subscription(words, segment);
    default:
      return null;
  }
}

/** Names of segments may have spaces: what follows the word is one. */
function takeSegment(text: string): { rest: string; segment: string | null } {
  const match = /^([\s\S]*?)(?:^|\s)segment\s+(.+)$/i.exec(text);
  if (!match) return { rest: text, segment: null };
  const name = (match[2] ?? '').replace(/["“”„]/g, '').trim();
  return { rest: match[1] ?? '', segment: name === '' ? null : name };
}

function subscription(words: readonly string[], segment: string | null): DigestQuestion {
  const sections: DigestSection[] = [];
  const unread: string[] = [];
  let { day, hour } = usual;
  for (const word of words) {
    const named = weekdays.find((known) => word.length >= 3 && dayNames[known].startsWith(word));
    const part = digestSections.find((known) => known === word);
    const clock = /^(?:at\s*)?(\d{1,2})(?::00)?$/.exec(word);
    if (named) day = named;
    else if (part) sections.push(part);
    else if (clock && Number(clock[1]) <= 23) hour = Number(clock[1]);
    else if (word !== 'on' && word !== 'at') unread.push(word);
  }
  const chosen =
    sections.length === 0 ? [...digestSections] : digestSections.filter((known) => sections.includes(known));
  return { kind: 'digest', verb: 'subscribe', schedule: { day, hour, sections: chosen, segment }, unread };
}

const dayNames: Readonly<Record<(typeof weekdays)[number], string>> = {
  mon: 'mondays',
  tue: 'tuesdays',
  wed: 'wednesdays',
  thu: 'thursdays',
  fri: 'fridays',
  sat: 'saturdays',
  sun: 'sundays',
};
