import { expect, test } from 'vitest';
import { notProposedView, refusedText } from './proposed-view.ts';
import { fieldErrorLength, textOf } from './view.ts';

test('beside an input stands what is wrong and what to do', () => {
  expect(refusedText('Nobody has filled it', 'Fill it.')).toBe('Nobody has filled it. Fill it.');
});

test('however long the reason, what to do stands behind it', () => {
  const text = refusedText('The reply says “a\u200b”. '.repeat(90), 'Take it out.');
  expect(text.length).toBeLessThanOrEqual(fieldErrorLength);
  expect(text).toMatch(/… Take it out\.$/);
});

test('what was not proposed says what to do where that is known', () => {
  const said = (...args: Parameters<typeof notProposedView>) => {
    const [block] = notProposedView(...args).blocks;
    return block?.kind === 'text' && textOf(block.spans);
  };
  expect(said('Nobody has filled it', 'Fill it.')).toBe('Not proposed: Nobody has filled it. Fill it.');
  expect(said('It is halted')).toBe('Not proposed: It is halted.');
});
