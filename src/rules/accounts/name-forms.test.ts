import { describe, expect, it } from 'vitest';
import { coreWords, foldText, hostOf, scriptOf, wordsOf } from './name-forms.ts';

describe('foldText', () => {
  it.each([
    [' Acme   Corp ', 'acme corp'],
    ['ＡＣＭＥ', 'acme'],
    ['ﬁn', 'fin'],
    ['a\u00adc\u200dm\ufeffe', 'acme'],
    ['Ünal\tA.Ş.', 'ünal a.ş.'],
    ['', ''],
  ])('%j → %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});

describe('wordsOf and coreWords', () => {
  it.each([
    ['acme corp.', 'acme corp', 'acme'],
    ["o'brien & söhne, s.a.", 'obrien and sohne sa', 'obrien and sohne'],
    ['pt kopi lembah tbk', 'pt kopi lembah tbk', 'kopi lembah'],
    ['the trade desk, inc.', 'the trade desk inc', 'trade desk'],
    ['a.c.m.e.', 'acme', 'acme'],
    ['sa ag', 'sa ag', 'sa'],
    ['inc', 'inc', 'inc'],
    ['northfell-energy', 'northfell energy', 'northfell energy'],
    ['ガギ商事', 'ガギ商事', 'ガギ商事'],
    ['--', '', ''],
  ])('%s', (folded, words, core) => {
    expect(wordsOf(folded).join(' ')).toBe(words);
    expect(coreWords(wordsOf(folded)).join(' ')).toBe(core);
  });
});

describe('hostOf', () => {
  it.each([
    ['acme.example', 'acme.example'],
    ['www.acme.example.', 'acme.example'],
    ['https://u:p@acme.example:443/x@y.example?z', 'acme.example'],
    ['jo@acme.example', 'acme.example'],
    ['https://acme.example\\@evil.example', 'acme.example'],
    ['bücher.example', 'bücher.example'],
    ['acme', null],
    ['acme inc.', null],
    ['a..b', null],
    ['.', null],
  ])('%s → %s', (text, host) => {
    expect(hostOf(text)).toBe(host);
  });
});

describe('scriptOf', () => {
  it.each([
    ['acme 1', 'latin'],
    ['москва', 'cyrillic'],
    ['αθήνα', 'greek'],
    ['株式会社アクメ', 'other'],
    ['12-3', 'none'],
    ['аcme', 'mixed'],
    ['acme株', 'mixed'],
  ])('%s is %s', (text, script) => {
    expect(scriptOf(text)).toBe(script);
  });
});
