import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(given: unknown): { line: string; err: Record<string, unknown> } {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).error(given, 'a request failed');
  return { line: lines.join(), ...JSON.parse(lines.join()) };
}

test("of a database's error the log keeps what broke, never the rows that it names", () => {
  class DatabaseError extends Error {}
  const cause = Object.assign(new Error('Key (email)=(kim@acme.example)'), { detail: 'kim@acme.example' });
  const error = Object.assign(
    new DatabaseError('duplicate key value violates unique constraint', { cause }),
    {
      code: '23505',
      detail: 'Key (email)=(kim@acme.example) already exists.',
      where: "COPY events, line 1, column payload: {'contact':'kim@acme.example'}",
      internalQuery: "insert into events values ('kim@acme.example')",
      errors: [cause],
    },
  );
  const { line, err } = logged({ err: error });
  expect(err).toEqual({
    type: 'DatabaseError',
    message: 'duplicate key value violates unique constraint',
    code: '23505',
    stack: expect.stringContaining('log.test.ts'),
  });
  expect(line).not.toContain('kim@acme.example');
});

test('an error given alone is kept the same way', () => {
  const { line, err } = logged(Object.assign(new Error('broken'), { where: 'kim@acme.example' }));
  expect(err).toEqual({ type: 'Error', message: 'broken', stack: expect.any(String) });
  expect(line).not.toContain('kim@acme.example');
});

test('what was thrown and is no error shows its type alone', () => {
  expect(logged({ err: 'kim@acme.example' }).err).toEqual({ type: 'string' });
});
