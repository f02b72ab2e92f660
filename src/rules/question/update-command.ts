import type { UpdateQuestion, UpdatesQuestion } from './question.ts';

/** More words than these are a sentence that begins with "update". */
const longestName = 6;

/**
 * Reads `update ACCOUNT [letter]`, `update ACCOUNT subscribe [mail|chat]`, `update ACCOUNT off`, the same of
 * `segment NAME`, and `updates`.
 * @returns null when the text is none of them
 */
export function readUpdate(text: string): UpdateQuestion | UpdatesQuestion | null {
  if (/^\s*updates\s*$/i.test(text)) return { kind: 'updates', verb: 'list' };
  const match = /^\s*update\s+(?:(?:on|of|for)\s+)?([\s\S]+?)\s*$/i.exec(text);
  const [, rest = ''] = match ?? [];
  const { name, verb, by } = takeVerb(rest.replace(/["“”„?]/g, ''));
  const words = name.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || words.length > longestName || words.some((word) => word.startsWith('--')))
    return null;
  if (words[0]?.toLowerCase() !== 'segment' || words.length === 1)
    return { kind: 'update', account: name, verb, by };
  const segment = words.slice(1).join(' ');
  if (verb === 'subscribe') return { kind: 'updates', verb, segment, by };
  return verb === 'off' ? { kind: 'updates', verb, segment } : null;
}

function takeVerb(text: string): Pick<UpdateQuestion, 'verb' | 'by'> & { name: string } {
  const match =
    /^([\s\S]+?)\s+(letter|off|unsubscribe|subscribe)(?:\s+(?:by\s+)?(mail|e-?mail|chat))?$/i.exec(text);
  if (!match) return { name: text.trim(), verb: 'show', by: null };
  const [, name = '', verb = '', way] = match;
  const by = way === undefined ? null : way.toLowerCase() === 'chat' ? 'chat' : 'mail';
  const word = verb.toLowerCase();
  if (word === 'subscribe') return { name, verb: 'subscribe', by };
  return { name, verb: word === 'letter' ? 'letter' : 'off', by: null };
}
