import { describe, expect, it } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readService } from './service-command.ts';

describe('what is asked about promises', () => {
  it.each([
    ['sla', { kind: 'sla', account: '' }],
    [' SLA  Acme  Europe ', { kind: 'sla', account: 'Acme Europe' }],
    ['slas', { kind: 'sla', account: '' }],
    ['sla causes', { kind: 'causes' }],
    ['sla cause', { kind: 'causes' }],
    ['hypercare', { kind: 'hypercare', account: '' }],
    ['Hypercare acme', { kind: 'hypercare', account: 'acme' }],
  ])('%j is understood', (text, question) => {
    expect(readService(text)).toEqual(question);
    expect(parseQuestion(text, '2026-11-21')).toEqual(question);
  });

  it.each(['', 'slab', 'the sla', 'sla --golden out.csv', 'hypercare for one two three four five six'])(
    '%j is left to others',
    (text) => {
      expect(readService(text)).toBeNull();
    },
  );
});
