import cliProgress from 'cli-progress';
import type { CliIo } from './command.ts';

const defaultColumns = 100;
/** Where nothing can be drawn over, a line every few seconds is enough. */
const lineEveryMs = 3_000;

/** This process's terminal, file or pipe. */
export function createTerminal(color: boolean): CliIo {
  const { stdout, stderr } = process;
  const gone = new AbortController();
  // Whoever read the answer has gone (`holdfast accounts | head`): that is their right, not a failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone.abort();
    process.exit(0);
  });
  stderr.on('error', () => undefined);
  process.once('SIGINT', () => {
    gone.abort();
    process.exitCode = 130;
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progress: stderr.isTTY ? drawBar() : writeLines((text) => void stderr.write(text)),
    columns: Math.min(1_000, Math.max(40, stdout.columns ?? defaultColumns)),
    color: stdout.isTTY === true && color,
    cwd: process.cwd(),
    signal: gone.signal,
  };
}

function drawBar(): CliIo['progress'] {
  let bar: cliProgress.SingleBar | null = null;
  return (progress) => {
    if (!progress) {
      bar?.stop();
      bar = null;
      return;
    }
    const { label, done, total } = progress;
    if (!bar) {
      bar = new cliProgress.SingleBar({
        format: '{label} [{bar}] {percentage} %',
        clearOnComplete: true,
        hideCursor: true,
      });
      bar.start(total, done, { label });
    }
    bar.update(done, { label });
  };
}

function writeLines(write: (text: string) => void): CliIo['progress'] {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (!progress || performance.now() - lastMs < lineEveryMs) return;
    lastMs = performance.now();
    const percent = progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : 100;
    write(`${progress.label} (${percent} %)\n`);
  };
}
