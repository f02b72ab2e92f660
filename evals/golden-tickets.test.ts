import { expect, test } from 'vitest';
import { z } from 'zod';
import { readKnowledge } from '../src/content/knowledge.ts';
import { readYamlFile } from '../src/content/yaml-file.ts';
import { compareTexts } from '../src/copilot/similar-texts.ts';
import type { KnownIssue } from '../src/domain/known-issue.ts';
import { fingerprintsIn } from '../src/rules/issue-match/fingerprint.ts';
import { matchIssues } from '../src/rules/issue-match/match-issue.ts';
import { comparedIssues } from '../src/services/issues/match-records.ts';

const ticket = z.strictObject({
  subject: z.string(),
  body: z.string(),
  version: z.string(),
  issue: z.string().nullable(),
});
const file = new URL('golden/tickets.yaml', import.meta.url).pathname;
const tickets = z.array(ticket).parse((await readYamlFile(file, 'HF_EVALUATION_DATA')).value);
const { documents } = await readKnowledge(null);
const issues = documents.filter((document): document is KnownIssue => document.kind === 'known-issue');
const find = compareTexts(comparedIssues(issues));

const judged = tickets.map(({ subject, body, version, issue }) => {
  const text = `${subject}\n${body}`;
  const shares = new Map(find({ title: subject, body }, 10).map(({ id, share }) => [id, share]));
  const record = {
    kind: 'ticket' as const,
    account: 'a',
    text,
    code: null,
    fingerprints: fingerprintsIn(text),
    version,
    at: new Date('2026-11-20T12:00:00Z'),
  };
  const matches = matchIssues(record, { issues, fingerprints: [], shares, counts: true });
  return { subject, version, issue, found: matches.map(({ issueId }) => issueId) };
});

test('golden tickets find their known issue among the three that are suggested, and nearly always first', () => {
  const about = judged.filter(({ issue }) => issue !== null);
  expect(about.filter(({ issue, found }) => !found.includes(issue ?? ''))).toEqual([]);
  const first = about.filter(({ issue, found }) => found[0] === issue).length;
  expect(first / about.length).toBeGreaterThanOrEqual(0.9);
});

test('golden tickets that are about no known issue are told so, nearly always', () => {
  const about = judged.filter(({ issue }) => issue === null);
  const silent = about.filter(({ found }) => found.length === 0).length;
  expect(silent / about.length).toBeGreaterThanOrEqual(0.8);
});
