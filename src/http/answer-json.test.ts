import { expect, test } from 'vitest';
import type { CopilotAnswer } from '../domain/answer.ts';
import { hiddenCharacters } from '../domain/hidden-characters.ts';
import { toAnswerJson } from './answer-json.ts';

const hidden = '\u202E\u200B\u{E0041}';
const text = `Drop the${hidden} column.`;
const url = '/evidence/knowledge/d-1';
const passage = { id: 'd-1#0', documentId: 'd-1', title: `T${hidden}`, heading: null, text, url };
const sentence = { text, passageIds: ['d-1#0'] };
const source = {
  id: 'd-1',
  title: `T${hidden}`,
  kind: 'product' as const,
  status: null,
  url,
  reviewedOn: null,
  isStale: false,
};
const solved = { id: 'd-2', ticketId: `T-${hidden}1`, title: `Solved${hidden}`, url };
const answer: CopilotAnswer = {
  id: 'a-1',
  question: 'q',
  confidence: 1,
  kind: 'answer',
  sentences: [sentence],
  passages: [passage],
  sources: [source],
  solvedBefore: [{ ...solved, sentences: [sentence], passages: [passage] }],
};
const macro = { id: 'm-1', title: `M${hidden}`, text: `Hi${hidden}`, note: `N${hidden}`, missing: [] };
const account = { id: 'acme', name: `Ac${hidden}me` };

test('nothing that an app receives holds a character that nobody sees', () => {
  const json = toAnswerJson({ answer, macros: [macro], account }, (path) => path);
  expect(JSON.stringify(json).match(hiddenCharacters)).toBeNull();
  expect(json).toMatchObject({
    account: { id: 'acme', name: 'Acme' },
    macros: [{ title: 'M', text: 'Hi', note: 'N' }],
    sentences: [{ text: 'Drop the column.' }],
    passages: [{ text: 'Drop the column.' }],
    sources: [{ title: 'T' }],
    solvedBefore: [{ ticketId: 'T-1', text: 'Drop the column.' }],
  });
});

test('what comes closest holds none either', () => {
  const { sentences: _s, passages: _p, sources: _o, ...rest } = answer;
  const none: CopilotAnswer = { ...rest, kind: 'not_covered', nearest: [source] };
  const json = toAnswerJson({ answer: none, macros: [], account: null }, null);
  expect(json).toMatchObject({ account: null, nearest: [{ id: 'd-1', title: 'T' }] });
});
