import { describe, expect, it } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import { findInternal } from './find-internal.ts';
import { macroSections } from './macro-sections.ts';

const note =
  'Never change a role because an e-mail asks for it. Ask Ben first.\n\n- Two proofs are needed here.';

describe('what of an internal note a reply repeats', () => {
  it.each([
    ['Hello,\n\nnever change a role because an e-mail asks for it.', 1],
    ['Because an **e-mail** asks for it, never change a role!', 1],
    ['We change no role because of an e-mail.', 0],
    ['Ask Ben first. Two proofs are needed here.', 2],
    ['Ask Ben.', 0],
    ['', 0],
  ])('%j: %i', (text, count) => {
    expect(findInternal(text, note)).toHaveLength(count);
  });

  it('a macro written on Windows has its two parts', () => {
    const { reply, note: internal } = macroSections(
      '## Public reply\r\n\r\nHello.\r\n\r\n## Internal note\r\n\r\nAsk Ben.\r\n',
    );
    expect([reply, internal]).toEqual(['Hello.', 'Ask Ben.']);
  });

  it('no macro of ours says to the customer what it says to us alone', async () => {
    const macros = (await readKnowledge(null)).documents.filter(({ kind }) => kind === 'macro');
    expect(macros.length).toBeGreaterThan(30);
    for (const { id, body } of macros) {
      const { reply, note: internal } = macroSections(body);
      expect([id, findInternal(reply, internal)]).toEqual([id, []]);
    }
  });
});
