import type { ChildSetup } from './child-protocol.ts';
import { plantMutant } from './mutants.ts';

// A worker process of its own, made of the product's real parts. A bug is planted before anything is loaded.

const setup = JSON.parse(process.argv[2] ?? '') as ChildSetup;
if (setup.mutant !== null) plantMutant(setup.mutant);
const { runChild } = await import('./child.ts');
await runChild(setup);
