import type { AdoptionQuestion } from './question.ts';

/** More words than these, with "of", are a sentence that begins with "adoption". */
const longestName = 4;

/**
 * Reads `adoption ACCOUNT`, `nudges`, `nudges report` and `kit USE-CASE`.
 * @returns null when the text is none of them
 */
export function readAdoption(text: string): AdoptionQuestion | null {
  if (!/^\s{0,9}(?:adoption|nudges|kit)(?:\s|$)/i.test(text)) return null;
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  switch (verb.toLowerCase()) {
    case 'adoption':
      return rest.length > longestName || rest.some((word) => word.startsWith('--'))
        ? null
        : {
            kind: 'adoption',
            account: rest
              .join(' ')
              .replace(/^(?:of|at) /i, '')
              .replace(/["“”„?]/g, ''),
          };
    case 'nudges':
      return rest.length === 0 || (rest.length === 1 && rest[0]?.toLowerCase() === 'report')
        ? { kind: 'nudges' }
        : null;
    case 'kit':
      return rest.length <= 1 ? { kind: 'kit', useCase: (rest[0] ?? '').toLowerCase() } : null;
    default:
      return null;
  }
}
