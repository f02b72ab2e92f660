import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const oldestMajor = 24;

/**
 * Runs one of our TypeScript sources on any Node.js: one that is too old for it hands over to the one that was
 * installed with the package.
 */
export async function runSource(path) {
  const source = new URL(`../src/${path}`, import.meta.url);
  if (Number(process.versions.node.split('.')[0]) >= oldestMajor) return void (await import(source.href));
  const installed = ['../node_modules/.bin/node', '../../.bin/node'].map((file) =>
    fileURLToPath(new URL(file, import.meta.url)),
  );
  const newer = installed.find((file) => existsSync(file));
  if (!newer) {
    process.stderr.write(
      `holdfast: This Node.js is ${process.versions.node}; ${oldestMajor} or newer is needed (HF_NODE_TOO_OLD)\n` +
        '  Install it, or run npm install, which brings one of its own.\n',
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(newer, [fileURLToPath(source), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
