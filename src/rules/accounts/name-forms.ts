/**
 * A text without what the eye does not tell apart: letter case, full and half width, invisible characters, blanks at
 * the ends and runs of blanks.
 */
export function foldText(text: string): string {
  if (isAscii(text) && !runsOfBlanks.test(text)) return text.trim().toLowerCase();
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The words of a name without punctuation and accents: `o'brien & söhne, s.a.` gives obrien, and, sohne, sa. */
export function wordsOf(folded: string): string[] {
  if (simpleWords.test(folded)) return folded.split(separators);
  return (isAscii(folded) ? folded : withoutAccents(folded))
    .replace(/['’.]/gu, '')
    .replace(/[&+]/gu, ' and ')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The words that name a company, without its legal form; at least one word stays. */
export function coreWords(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length];
  while (to - from > 1 && legalForms.has(words[to - 1] ?? '')) to -= 1;
  while (to - from > 1 && leadingForms.has(words[from] ?? '')) from += 1;
  return from === 0 && to === words.length ? words : words.slice(from, to);
}

/** The host that a URL, an e-mail address or a bare domain names, without `www.`; null when the text is none of them. */
export function hostOf(folded: string): string | null {
  if (folded.includes(' ') || !folded.includes('.')) return null;
  const afterScheme = folded.replace(/^(?:mailto:|[a-z][a-z0-9+.-]{0,20}:\/\/)/u, '');
  const authority = afterScheme.split(/[/?#\\]/u, 1)[0] ?? '';
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/u, '')
    .replace(/^www\./u, '')
    .replace(/\.$/u, '');
  return /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u.test(host) ? host : null;
}

/** The one script that all letters of a text belong to. */
export type Script = 'latin' | 'cyrillic' | 'greek' | 'other' | 'none' | 'mixed';

/**
 * Tells the script of a text, so that `Аcme` with a Cyrillic А is never taken for a misspelt `Acme`. Scripts other than
 * the three with look-alikes count as one; together with one of the three they are mixed.
 * Source: Unicode Technical Standard 39, section 5.1 (mixed-script detection)
 */
export function scriptOf(text: string): Script {
  const found = new Set<Script>();
  for (const letter of text.match(/\p{L}/gu) ?? []) {
    if (/\p{Script=Latin}/u.test(letter)) found.add('latin');
    else if (/\p{Script=Cyrillic}/u.test(letter)) found.add('cyrillic');
    else if (/\p{Script=Greek}/u.test(letter)) found.add('greek');
    else found.add('other');
  }
  const [only = 'none'] = found;
  return found.size > 1 ? 'mixed' : only;
}

const runsOfBlanks = / {2}/u;
const separators = /[ _-]/;
const simpleWords = /^[a-z0-9]+(?:[ _-][a-z0-9]+)*$/u;

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Drops Latin, Greek and Cyrillic accents only: the marks of kana and other scripts tell words apart. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u{300}-\u{36F}]/gu, '')
    .normalize('NFC');
}

/**
 * Abbreviations of legal forms that end a company's name.
 * Source: ISO 20275 Entity Legal Forms, the common ones of Europe, the Americas, Japan, Indonesia, India and Australia
 */
const legalForms: ReadonlySet<string> = new Set(
  (
    'inc incorporated corp corporation co company companies llc llp lp ltd limited plc pllc gmbh mbh ag kg kgaa ohg ug se ' +
    'sa sas sarl sasu srl spa sl slu bv nv vof cv ab oy oyj as asa aps kk gk tbk persero pt pty pte pvt sdn bhd ' +
    'ltda eireli sab scs sca kft zrt doo dd ooo oao zao jsc ojsc pjsc'
  ).split(' '),
);

/** Forms and articles that stand before the name. */
const leadingForms: ReadonlySet<string> = new Set(['the', 'pt', 'cv', 'ud', 'pte', 'ooo', 'oao', 'zao']);
