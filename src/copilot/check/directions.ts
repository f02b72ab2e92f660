const directions: readonly (readonly [string, RegExp])[] = [
  [
    'up',
    /(?<!\p{L})(?:more|up|rose|risen|rises?|rising|grew|grows?|grown|growing|gains?|gained|higher|increas\w*|improv\w*|better|climb\w*|surg\w*|best|strong\w*|recover\w*)(?!\p{L})/iu,
  ],
  [
    'down',
    /(?<!\p{L})(?:less|fewer|down|fell|fall|falls|fallen|falling|drop\w*|lower|decreas\w*|declin\w*|worse\w*|worst|shrank|shrink\w*|slip\w*|weak\w*|lost|loss|los(?:e|es|ing))(?!\p{L})/iu,
  ],
  ['same', /(?<!\p{L})(?:same|unchanged|as many|steady|stable|flat|still)(?!\p{L})/iu],
];

/** Which way a text says that something went, where its source does not say so. */
export function uncitedDirections(text: string, source: string): string[] {
  return directions.filter(([, words]) => words.test(text) && !words.test(source)).map(([name]) => name);
}
