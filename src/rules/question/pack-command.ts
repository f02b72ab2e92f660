import { type PackAudience, type PackKind, packKinds } from '../../domain/account-pack.ts';
import type { PackQuestion } from './question.ts';

const longestText = 300;
/** More words than these are a sentence. */
const longestAccount = 6;

/** Words that people say for a kind. */
const kindWords: Readonly<Record<string, PackKind>> = {
  ...Object.fromEntries(packKinds.map((kind) => [kind, kind])),
  'day-30': 'day30',
  onboarding: 'day30',
  quarterly: 'qbr',
  review: 'qbr',
  sla: 'reliability',
};

/**
 * Reads `pack ACCOUNT KIND [for customer]` and `brief ACCOUNT`; the kind may stand first.
 * @returns null when the text is neither; an empty kind was not typed or is none
 */
export function readPack(text: string): PackQuestion | null {
  if (text.length > longestText) return null;
  const brief = /^\s*(?:meeting[\s-]+)?brief(?:ing)?(?:\s+(?:for\s+|on\s+)?(.*))?$/isu.exec(text);
  if (brief) {
    const account = unquoted(brief[1] ?? '');
    return isShort(account) ? { kind: 'brief', account } : null;
  }
  const match = /^\s*packs?(?:\s+(.*))?$/isu.exec(text);
  if (!match) return null;
  const { rest, audience } = takeAudience(unquoted(match[1] ?? ''));
  if (!isShort(rest)) return null;
  const words = rest === '' ? [] : rest.split(/\s+/u);
  const last = kindWords[(words.at(-1) ?? '').toLowerCase()];
  if (last) return { kind: 'pack', account: words.slice(0, -1).join(' '), pack: last, audience };
  const first = kindWords[(words[0] ?? '').toLowerCase()];
  if (first) return { kind: 'pack', account: words.slice(1).join(' '), pack: first, audience };
  return { kind: 'pack', account: rest, pack: null, audience };
}

function takeAudience(text: string): { rest: string; audience: PackAudience } {
  const match = /^(.*?)\s*(?:for (?:the )?customer|--for(?:=|\s+)customer)\s*$/isu.exec(text);
  return match ? { rest: match[1] ?? '', audience: 'customer' } : { rest: text, audience: 'internal' };
}

function isShort(text: string): boolean {
  return text.split(/\s+/u).length <= longestAccount + 1 && !/\?$/u.test(text);
}

function unquoted(text: string): string {
  return text.replace(/["“”„]/gu, '').trim();
}
