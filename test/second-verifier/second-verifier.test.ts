import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createVerifier, type FileChecks, parseCheckpoints } from '../../bin/verify-audit.mjs';
import { type LogCase, logCases } from './log-cases.ts';

interface Verdict {
  ok: boolean;
  seq?: number;
  entries?: number;
  head?: string;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stderr.write('The second verifier is not tested: there is no python3.\n');

/** What the verifier that ships says. */
function first({ log, checkpoints, trusted }: LogCase, checks?: FileChecks): Verdict {
  const read = checkpoints === null ? { checkpoints: [] } : parseCheckpoints(checkpoints);
  if ('reason' in read && read.reason) return { ok: false, seq: 0 };
  const verifier = createVerifier({ checkpoints: read.checkpoints, trusted, ...(checks ? { checks } : {}) });
  verifier.push(log);
  const { ok, entries, head, firstBad } = verifier.end();
  return ok ? { ok, entries, head: head ?? '' } : { ok, seq: firstBad?.seq ?? -1 };
}

/** What the second one says of each. */
function second(cases: readonly LogCase[]): Verdict[] {
  const input = cases.map(({ log, checkpoints, trusted }) =>
    JSON.stringify({
      log: log.toString('base64'),
      checkpoints: checkpoints?.toString('base64') ?? null,
      trusted,
    }),
  );
  const ran = spawnSync('python3', ['test/second-verifier/verify_audit.py'], {
    input: `${input.join('\n')}\n`,
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
}

/** Where the two say different things. */
function apart(cases: readonly LogCase[], answers: readonly Verdict[], checks?: FileChecks) {
  return cases.flatMap((one, index) => {
    const [ours, theirs] = [first(one, checks), answers[index]];
    const agree = JSON.stringify(ours) === JSON.stringify(theirs);
    return agree ? [] : [{ done: one.done, ours, theirs, log: one.log.toString('latin1') }];
  });
}

test.skipIf(!hasPython)(
  'TF13 a second verifier in another language agrees on 10,000 good and bad logs',
  { timeout: 300_000 },
  () => {
    const cases = [...logCases(10_000, 26)];
    const answers = second(cases);
    expect(apart(cases, answers).slice(0, 5)).toEqual([]);
    expect(cases.filter(({ done }, index) => done === 'nothing' && !answers[index]?.ok)).toEqual([]);
    expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(3_500);
  },
);

test.skipIf(!hasPython)('planted bug: the second one contradicts a first that leaves a check out', () => {
  const cases = [...logCases(400, 27)];
  const answers = second(cases);
  const all: FileChecks = { form: true, hashes: true, entries: true, checkpoints: true };
  for (const left of Object.keys(all)) {
    expect([left, apart(cases, answers, { ...all, [left]: false }).length]).not.toEqual([left, 0]);
  }
});
