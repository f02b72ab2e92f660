import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { referencePages } from './reference/pages.ts';

/** Writes docs/reference/ from the registries in code. `--check` writes nothing and exits 1 where a page is stale. */
const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url));

const pages = await referencePages();
if (process.argv.includes('--check')) check();
else write();

function write(): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pages) writeFileSync(`${folder}${name}`, text);
  console.log(`${pages.size} pages written to docs/reference/`);
}

function check(): void {
  const stale = [...pages].filter(([name, text]) => readPage(name) !== text).map(([name]) => name);
  const orphans = readdirSync(folder).filter((name) => !pages.has(name));
  for (const name of stale) console.error(`docs/reference/${name} is stale. Run: npm run docs`);
  for (const name of orphans) console.error(`docs/reference/${name} has no registry behind it. Delete it.`);
  if (stale.length + orphans.length > 0) process.exitCode = 1;
}

function readPage(name: string): string | null {
  try {
    return readFileSync(`${folder}${name}`, 'utf8');
  } catch {
    return null;
  }
}
