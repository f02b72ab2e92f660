import { describe, expect, it } from 'vitest';
import { readJudgement } from './judgement-command.ts';
import { askedJudgement, judgementExample } from './judgement-params.ts';
import type { JudgementQuestion } from './question.ts';

const today = '2026-11-21';

function read(text: string): JudgementQuestion {
  const question = readJudgement(text, today);
  if (!question) throw new Error(`'${text}' is no such command`);
  return question;
}

describe('askedJudgement', () => {
  it('makes an action of a complete command', () => {
    expect(askedJudgement(read('override acme 45.5 until 31 dec because x'))).toEqual({
      ok: true,
      kind: 'score.override',
      params: { scoreHundredths: 4550, until: '2026-12-31', reason: 'x' },
    });
    expect(askedJudgement(read('sentiment acme poor until 2026-12-31 because x'))).toEqual({
      ok: true,
      kind: 'sentiment.set',
      params: { sentiment: 'poor', until: '2026-12-31', reason: 'x' },
    });
  });

  it.each([
    ['override acme', ['score', 'until', 'reason']],
    ['override acme 45 because x', ['until']],
    ['override acme 45 until 31 dec', ['reason']],
    ['override acme 45 until 31 dec because  ', ['reason']],
    ['override acme 101 until 31 dec because x', ['score']],
    ['override acme 100.01 until 31 dec because x', ['score']],
    ['sentiment acme until 31 dec because x', ['sentiment']],
  ])('%s lacks %j', (text, missing) => {
    expect(askedJudgement(read(text))).toEqual({ ok: false, missing });
  });
});

describe('judgementExample', () => {
  it.each([
    ['override', 'override acme 45 until 2026-12-21 because their sponsor left this week'],
    ['override acme 450 because x', 'override acme 45 until 2026-12-21 because x'],
    ['override Acme 60.25 because x', 'override Acme 60.25 until 2026-12-21 because x'],
    [
      'sentiment acme poor until 31 dec',
      'sentiment acme poor until 2026-12-31 because they praised the roll-out',
    ],
  ])('%s → %s, and it is complete', (text, example) => {
    expect(judgementExample(read(text), today)).toBe(example);
    expect(askedJudgement(read(example))).toMatchObject({ ok: true });
  });
});
