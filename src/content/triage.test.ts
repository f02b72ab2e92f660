import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listContentFiles } from './folders.ts';
import { readTriageRules } from './triage.ts';

describe('the rules of triage', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-triage-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const good = 'rules:\n  - id: a\n    tag: t\n    confidence: 0.5\n    reason: so\n    any: [word]\n';

  it('that ship are read, each id once', async () => {
    const rules = await readTriageRules(await listContentFiles('triage', null));
    expect(rules.length).toBeGreaterThanOrEqual(12);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    const suggested = new Set(rules.map(({ priority, tag }) => priority ?? tag));
    expect([...suggested].sort()).toEqual(['P0', 'P1', 'P2', 'P3', 'churn-risk', 'revenue-impact']);
  });

  it('of an operator replace a file of ours of the same name', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'own', 'triage'), { recursive: true });
    write('own/triage/tags.yaml', good);
    const rules = await readTriageRules(await listContentFiles('triage', join(folder, 'own')));
    expect(rules.some(({ id }) => id === 'a')).toBe(true);
    expect(rules.some(({ tag }) => tag === 'churn-risk')).toBe(false);
    expect(rules.some(({ priority }) => priority === 'P0')).toBe(true);
  });

  it.each([
    [
      'rules:\n  - id: a\n    tag: t\n    confidence: 1.5\n    reason: so\n    any: [word]\n',
      4,
      'confidence',
    ],
    [
      'rules:\n  - id: a\n    tag: t\n    priority: P1\n    confidence: 1\n    reason: so\n    any: [word]\n',
      2,
      'one of the two',
    ],
    ['rules:\n  - id: a\n    tag: Bad Tag\n    confidence: 1\n    reason: so\n    any: [word]\n', 3, 'tag'],
    ['rules:\n  - id: a\n    tag: t\n    confidence: 1\n    reason: so\n    any: ["a  b"]\n', 6, 'one blank'],
    ['rules:\n  - id: a\n    tag: t\n    confidence: 1\n    reason: so\n    any: []\n', 6, 'any'],
    [
      'rules:\n  - id: a\n    tag: t\n    confidence: 1\n    reason: so\n    any: [word]\n    unless: [x]\n',
      7,
      'unless',
    ],
    ['rules: 7\n', 1, 'rules'],
    ['- a\n', 1, 'file'],
    [`${good}  - id: a\n    tag: u\n    confidence: 1\n    reason: so\n    any: [xy]\n`, 7, 'stands in'],
  ])('that are broken are refused with place and reason: %j', async (text, line, reason) => {
    const file = write('broken.yaml', text);
    const failure = await readTriageRules([file]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'HF_CONTENT_INVALID', fields: { file, line } });
    expect(String(failure)).toContain(reason);
  });
});
