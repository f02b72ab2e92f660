import { describe, expect, it } from 'vitest';
import { parseQuestion } from './parse-question.ts';

const read = (text: string) => parseQuestion(text, '2026-11-25');

describe('questions about adoption', () => {
  it.each([
    ['adoption acme', { kind: 'adoption', account: 'acme' }],
    ['Adoption of Acme Europe?', { kind: 'adoption', account: 'Acme Europe' }],
    ['adoption', { kind: 'adoption', account: '' }],
    ['nudges', { kind: 'nudges' }],
    ['nudges report', { kind: 'nudges' }],
    ['kit supply-planning', { kind: 'kit', useCase: 'supply-planning' }],
    ['kit', { kind: 'kit', useCase: '' }],
  ])('%s is understood', (text, question) => {
    expect(read(text)).toEqual(question);
  });

  it.each(['adoption acme --loud', 'nudges for everybody', 'kit for a new champion please'])(
    '%s is none of them',
    (text) => {
      expect(['adoption', 'nudges', 'kit']).not.toContain(read(text).kind);
    },
  );

  it('a sentence that begins with the word is a question of support', () => {
    expect(read('adoption of the new pipeline engine fails at start').kind).not.toBe('adoption');
  });
});
