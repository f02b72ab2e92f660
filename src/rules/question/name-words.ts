import { isCapitalised, isPartOfName, type Token, textOf } from './tokens.ts';

/**
 * Takes words off the end that do not change a question: thanks and please, or also "now", "lately", "these days".
 * Words of time stay where they are written like a name (`USA Today`).
 */
export function dropTail(tokens: readonly Token[], what: 'polite' | 'time'): Token[] {
  let end = tokens.length;
  for (let dropped = true; dropped; ) {
    dropped = false;
    for (const tail of what === 'polite' ? politeTails : [...politeTails, ...timeTails]) {
      if (end > tail.length && endsWith(tokens, end, tail)) {
        end -= tail.length;
        dropped = true;
      }
    }
  }
  return tokens.slice(0, end);
}

/** The account in the words of a question, as typed; empty when they only point to it ("it", "this customer"). */
export function accountText(tokens: readonly Token[]): string {
  let [from, to] = [0, tokens.length];
  const tail = tokens[to - 1];
  if (to > 1 && tail && labels.has(tail.key) && !isCapitalised(tail)) {
    to -= 1;
    if (to > 1 && tokens[0]?.key === 'the') from = 1;
  }
  while (to - from > 1 && isLeadingLabel(tokens[from])) from += 1;
  const name = dropTail(tokens.slice(from, to), 'time');
  return name.length === 1 && pointers.has(name[0]?.key ?? '') ? '' : textOf(name);
}

/** Whether words that fit no form are a name alone: one to four, none of them a word of a question or of a list. */
export function isBareName(tokens: readonly Token[]): boolean {
  return tokens.length >= 1 && tokens.length <= 4 && hasNameWordsOnly(tokens);
}

/** Whether no word is one of a question or of a list. */
export function hasNameWordsOnly(tokens: readonly Token[]): boolean {
  return !tokens.some((token) => questionWords.has(token.key));
}

function endsWith(tokens: readonly Token[], end: number, tail: readonly string[]): boolean {
  return tail.every((word, index) => {
    const token = tokens[end - tail.length + index];
    return token?.key === word && !isPartOfName(token, tokens[end - tail.length - 1]);
  });
}

function isLeadingLabel(token: Token | undefined): boolean {
  return (
    token !== undefined && !isCapitalised(token) && (labels.has(token.key) || prepositions.has(token.key))
  );
}

const politeTails = toTails(
  'please, pls, plz, thanks, thx, ty, cheers, thank you, thanks a lot, for me, for us, asap, btw, mate, holdfast',
);
const timeTails = toTails(
  'now, right now, just now, at the moment, today, currently, lately, recently, these days, at present, overall, ' +
    'so far, again, anyway, exactly, really, actually, though, then, so much, that much, ' +
    'in general, nowadays, over time, by the way, as of now, as of today',
);

function toTails(list: string): string[][] {
  return list.split(', ').map((tail) => tail.split(' '));
}

const labels: ReadonlySet<string> = new Set(
  'account customer client company tenant team people folks guys our my'.split(' '),
);
const prepositions: ReadonlySet<string> = new Set('of for at with on about'.split(' '));
const pointers: ReadonlySet<string> = new Set(
  'it they them that this he she its their there the account customer client'.split(' '),
);
const questionWords: ReadonlySet<string> = new Set(
  (
    'what who whose whom which when where why how should could would can do does did is are was were am will ' +
    'i you we me us my your our he she they it this that these those if because whether ' +
    'accounts customers clients companies everyone everybody all any every each portfolio renewals renewing churned ' +
    'lol haha wow sorry yes no yeah yep nope sure hmm thanks'
  ).split(' '),
);
