import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

const reportFile = process.env.HOLDFAST_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'evals/**/*.test.ts'],
    globalSetup: ['test/support/engines.ts'],
    // A cold embedded engine takes seconds to boot on a small machine; nothing here asserts a duration.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // V8 guards compiled code with keys of the processor, and loses count where engines of WebAssembly come and go in
    // threads: "Check failed: jit_page.has_value()" (github.com/nodejs/node/issues/64500).
    execArgv: ['--no-memory-protection-keys'],
    reporters: reportFile ? ['default', 'json'] : ['default'],
    ...(reportFile ? { outputFile: { json: reportFile } } : {}),
  },
});
