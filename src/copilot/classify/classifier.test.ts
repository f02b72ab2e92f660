import { expect, test } from 'vitest';
import { type Example, learnClassifier } from './classifier.ts';

const of = (documentId: string, ...texts: string[]): Example[] =>
  texts.map((text) => ({ text, vector: null, documentIds: [documentId], asked: true }));
const ask = (text: string) => ({ text, vector: null });
const examples = [
  ...of(
    'refund',
    'I want my money back',
    'please refund my last payment',
    'refund the money I paid',
    'how do I get a refund',
  ),
  ...of(
    'seats',
    'how do I invite a colleague',
    'add a seat for my colleague',
    'invite another person',
    'I need one more seat',
  ),
  ...of(
    'export',
    'my export stops',
    'the export never finishes',
    'export of all rows stops',
    'export stops half way',
  ),
];
const best = (scores: ReadonlyMap<string, number>): string | undefined =>
  [...scores].sort(([, a], [, b]) => b - a)[0]?.[0];

test.each([
  ['get the money back that I paid', 'refund'],
  ['invite my new colleague', 'seats'],
  ['why does this exprot stop half way?', 'export'],
])('%s → %s', (text, expected) => {
  expect(best(learnClassifier(examples)(ask(text)).scores)).toBe(expected);
});

test('is sure of what is like its examples, and not of what is like none', () => {
  const classify = learnClassifier(examples);
  const known = classify(ask('please refund my payment')).confidence;
  const unknown = classify(ask('who won the cup in 1998?')).confidence;
  expect(known).toBeGreaterThan(0.5);
  expect(unknown).toBeLessThan(0.2);
  expect(classify(ask('🎉')).confidence).toBeLessThan(0.2);
});

test('a document that may not be seen is not named, and its examples have no say', () => {
  const classify = learnClassifier(examples);
  const accept = (id: string): boolean => id !== 'export';
  const { scores, confidence } = classify(ask('my export stops'), accept);
  expect([...scores.keys()].sort()).toEqual(['refund', 'seats']);
  expect(confidence).toBeLessThan(0.3);
  expect(learnClassifier(examples)(ask('my export stops'), () => false)).toEqual({
    scores: new Map(),
    confidence: 0,
  });
});

test('a question may have several answers', () => {
  const both: Example = { ...ask('refund for the export'), documentIds: ['refund', 'export'], asked: true };
  const { scores } = learnClassifier([...examples, both])(ask('refund for the export'));
  expect(scores.get('refund')).toBeGreaterThan(0.3);
  expect(scores.get('export')).toBeGreaterThan(0.3);
  expect(scores.get('seats')).toBeLessThan(0.2);
});

test('meaning finds what words do not', () => {
  const vectorOf = (text: string): Float32Array =>
    Float32Array.of(Number(/money|refund|charge/.test(text)), Number(/seat|invite/.test(text)), 0);
  const encoded = examples.map((one) => ({ ...one, vector: vectorOf(one.text) }));
  const question = { text: 'reverse that charge', vector: vectorOf('charge') };
  expect(best(learnClassifier(encoded)(question).scores)).toBe('refund');
});

test('learns the same twice, and nothing from nothing', () => {
  const question = ask('the money that I paid');
  expect(learnClassifier(examples)(question)).toEqual(learnClassifier(examples)(question));
  expect(learnClassifier([])(question)).toEqual({ scores: new Map(), confidence: 0 });
});

test('one document alone, or titles alone, give no false certainty', () => {
  const alone = learnClassifier(of('refund', 'I want my money back', 'refund please'))(ask('my seats'));
  expect(alone.confidence).toBeLessThanOrEqual(0.5);
  const titles = examples.map((one) => ({ ...one, asked: false }));
  expect(learnClassifier(titles)(ask('my export stops')).confidence).toBe(0);
});
