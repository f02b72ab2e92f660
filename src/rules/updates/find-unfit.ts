/** Words that we use of customers among ourselves. */
const internal =
  /\b(?:health score|churn(?:s|ed|ing)?|at[- ]risk|upsell|downsell|escalat\w+|detractor|playbook|internal note|red account|surprise churn)\b/iu;

const shortestName = 4;

/**
 * What of a letter its readers may not see: a word that we use among ourselves, or the name of another customer.
 * @param own - the name of the reader's company: another's that is part of it is no secret
 * @returns what it is, quoted from the letter; null = nothing
 */
export function findUnfit(
  text: string,
  { own, others }: { own: string; others: readonly string[] },
): { what: 'word' | 'name'; quote: string } | null {
  const word = internal.exec(text);
  if (word) return { what: 'word', quote: word[0] };
  const haystack = text.toLowerCase();
  const self = own.toLowerCase();
  const named = others.find((name) => {
    const wanted = name.trim().toLowerCase();
    if (Array.from(wanted).length < shortestName || self.includes(wanted)) return false;
    return standsIn(haystack, wanted);
  });
  return named === undefined ? null : { what: 'name', quote: named };
}

/** As words of their own: "Ford" is not in "affordable". */
function standsIn(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? ' ';
    const after = text.slice(at + wanted.length).at(0) ?? ' ';
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
