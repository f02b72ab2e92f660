import type { UtcDay } from '../../domain/utc-day.ts';
import { readDay } from './dates.ts';
import type { OnboardingQuestion } from './question.ts';

/** More words than these are a sentence that begins with "onboarding". */
const longestAccount = 5;
/** Longer texts are no command; looked at first, so that hostile text costs nothing. */
const longestText = 500;

/** `how is the onboarding of acme going?`, also as `how goes`. */
const sentence =
  /^(?:how (?:is|goes)|how's|show(?: me)?)\s+(?:the )?onboarding\s+(?:of|for|at|with)\s+(.+?)(?:\s+(?:going|doing))?\s*\??$/iu;

/**
 * Reads `onboarding [ACCOUNT] [--as-of DAY]`, `onboarding ACCOUNT review` and `onboard ACCOUNT`.
 * @returns null when the text is none of them, or its day cannot be read or lies ahead
 */
export function readOnboarding(text: string, today: UtcDay): OnboardingQuestion | null {
  if (text.length > longestText) return null;
  const words = text.trim();
  const asked = sentence.exec(words)?.[1];
  if (asked !== undefined)
    return isShort(asked) ? { kind: 'onboarding', account: unquoted(asked), review: false } : null;
  const command = /^(onboard|onboardings?)(?:\s+(.*))?$/isu.exec(words);
  if (!command) return null;
  const option = /(?:^|\s)(?:--|[—–])as-of(?:=|\s+)([^\s]+(?:\s+[^\s-][^\s]*){0,2})\s*$/iu.exec(
    command[2] ?? '',
  );
  const rest = (option ? (command[2] ?? '').slice(0, option.index) : (command[2] ?? '')).trim();
  if (!isShort(rest) || /(?:^|\s)--|\?$/u.test(rest)) return null;
  const read = option ? readDay((option[1] ?? '').toLowerCase().split(/\s+/u), today) : null;
  if (option && (read === null || read.day > today)) return null;
  const past = read === null || read.day === today ? {} : { asOf: read.day };
  if (command[1]?.toLowerCase() === 'onboard') return { kind: 'onboard', account: unquoted(rest), ...past };
  const review = /\s+review$/iu.exec(rest);
  const account = unquoted(review ? rest.slice(0, review.index) : rest);
  return { kind: 'onboarding', account, review: review !== null, ...past };
}

function isShort(text: string): boolean {
  return text.length <= 200 && text.split(/\s+/u).length <= longestAccount;
}

function unquoted(text: string): string {
  return text.replace(/["“”„]/gu, '').trim();
}
