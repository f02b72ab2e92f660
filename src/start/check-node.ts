/** The oldest Node.js that runs Holdfast: it reads TypeScript as it is and has what the packages need. */
const oldestMajor = 24;

/** What to tell somebody whose Node.js is too old; null = it is new enough. Needs nothing newer than itself. */
export function nodeProblem(version: string): string | null {
  if (Number(version.split('.')[0]) >= oldestMajor) return null;
  return (
    `holdfast: This Node.js is ${version}; ${oldestMajor} or newer is needed (HF_NODE_TOO_OLD)\n` +
    '  Run it through npm (`npm start`), which brings its own Node.js 24.\n'
  );
}
