import { nodeProblem } from './start/check-node.ts';

// Everything else is imported only when this Node.js can run it.
const problem = nodeProblem(process.versions.node);
if (problem) {
  process.stderr.write(problem);
  process.exitCode = 2;
} else {
  const [{ runCommandLine }, { createTerminal }, { wantsColor }] = await Promise.all([
    import('./cli/run.ts'),
    import('./cli/terminal.ts'),
    import('./config.ts'),
  ]);
  const exit = await runCommandLine(process.argv.slice(2), createTerminal(wantsColor()));
  process.exitCode ||= exit;
}
