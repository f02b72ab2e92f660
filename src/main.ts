import { nodeProblem } from './start/check-node.ts';

// Everything else is imported only when this Node.js can run it.
const problem = nodeProblem(process.versions.node);
if (problem) {
  process.stderr.write(problem);
  process.exitCode = 2;
} else {
  const { serve } = await import('./start/serve.ts');
  await serve();
}
