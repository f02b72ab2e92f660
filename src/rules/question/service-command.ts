import type { ServiceQuestion } from './question.ts';

/**
 * Reads `sla [ACCOUNT]`, `sla causes`, and `hypercare [ACCOUNT]`.
 * @returns null when the text is none of them
 */
export function readService(text: string): ServiceQuestion | null {
  if (!/^\s*(?:slas?|hypercare)(?:\s|$)/i.test(text)) return null;
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length > wordsAtMost || rest.some((word) => word.startsWith('--'))) return null;
  const account = rest.join(' ');
  switch (verb.toLowerCase()) {
    case 'sla':
    case 'slas':
      return /^causes?$/i.test(account) ? { kind: 'causes' } : { kind: 'sla', account };
    case 'hypercare':
      return { kind: 'hypercare', account };
    default:
      return null;
  }
}

/** More words than these are a sentence, not a name. */
const wordsAtMost = 5;
