#!/usr/bin/env node
// The terminal's way in. It runs on any Node.js: one that is too old for the sources hands over to the one that was
// installed with the package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = new URL('../src/cli.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(cli.href);
} else {
  const candidates = ['../node_modules/.bin/node', '../../.bin/node'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const newer = candidates.find((path) => existsSync(path));
  if (newer) {
    const child = spawn(newer, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) =>
      signal ? process.kill(process.pid, signal) : process.exit(code ?? 2),
    );
  } else {
    process.stderr.write(
      `holdfast: This Node.js is ${process.versions.node}; 24 or newer is needed (HF_NODE_TOO_OLD)\n`,
    );
    process.stderr.write('  Install it, or run npm install here, which brings its own.\n');
    process.exit(2);
  }
}
