import { describe, expect, test } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import type { Passage } from '../domain/answer.ts';
import { sourceDocumentOf } from '../domain/indexed-knowledge.ts';
import { searchable } from '../domain/searchable-document.ts';
import { assembleAnswer } from './assemble-answer.ts';
import { passagesOf } from './passages.ts';
import { plainSentences } from './plain-sentences.ts';

const { documents } = await readKnowledge(null);

function passages(...texts: string[]): Passage[] {
  return texts.map((text, ordinal) => ({
    id: `doc#${ordinal}`,
    documentId: 'doc',
    title: 'Doc',
    text,
    heading: ordinal === 0 ? null : `Section ${ordinal}`,
    url: '/evidence/knowledge/doc',
  }));
}

const said = (question: string, ...texts: string[]) =>
  assembleAnswer(question, passages(...texts)).map(
    ({ text, passageIds }) => `${text} [${passageIds.join()}]`,
  );

describe('an answer in the words of a document', () => {
  test('begins as the document begins, with three sentences at most', () => {
    expect(said('anything', 'Do this. Then that. It helps. A fourth.')).toEqual([
      'Do this. [doc#0]',
      'Then that. [doc#0]',
      'It helps. [doc#0]',
    ]);
  });

  test('has every step of a numbered list that it begins with or that follows at once', () => {
    const steps = '1. Open it.\n2. Press Test. It takes a minute.\n3. Turn it on.\n4. Tell them.';
    const all = ['Open it.', 'Press Test.', 'It takes a minute.', 'Turn it on.', 'Tell them.'];
    const texts = (...given: string[]) => said('anything', ...given).map((one) => one.replace(/ \[.*/, ''));
    expect(texts(`Do this:\n\n${steps}`)).toEqual(['Do this:', ...all]);
    const same = [`Do this.`, steps].map((text, ordinal) => ({
      id: `doc#${ordinal}`,
      documentId: 'doc',
      title: 'Doc',
      text,
      heading: 'How',
      url: '/evidence/knowledge/doc',
    }));
    expect(assembleAnswer('anything', same).map(({ text }) => text)).toEqual(['Do this.', ...all]);
    // Steps of another section are another matter.
    expect(texts('Do this.', steps)).toEqual(['Do this.']);
  });

  test('the first sentence is said however long it is; further ones only where they fit', () => {
    const long = `${'Wait for the nightly load '.repeat(30)}.`;
    expect(said('anything', `${long} And this.`)).toHaveLength(1);
  });

  test('adds what else in it speaks of the question, from where it does', () => {
    const answer = said(
      'how long does a deputy take over during an absence',
      'An approval records a decision.',
      'A chain has twelve steps. A deputy takes over on days of absence. They sign as themselves. More.',
      'Reminders come twice.',
    );
    expect(answer).toEqual([
      'An approval records a decision. [doc#0]',
      'A deputy takes over on days of absence. [doc#1]',
      'They sign as themselves. [doc#1]',
    ]);
  });

  test('adds nothing that the beginning has said already, or that hardly touches the question', () => {
    expect(
      said('deputy absence', 'A deputy takes over on days of absence.', 'The deputy is told of the absence.'),
    ).toEqual(['A deputy takes over on days of absence. [doc#0]']);
    expect(
      said('why is my export of invoices missing a column', 'Do this.', 'Missing things are rare.'),
    ).toHaveLength(1);
  });

  test('a question that begins with why is told why', () => {
    const cause: Passage = {
      ...passages('The setting is read for files alone. It was so since 4.31.')[0]!,
      heading: 'Why',
    };
    const [lead, other] = passages(
      'Open the schema.',
      'The import ends with SCHEMA_DRIFT and nothing is loaded.',
    );
    const texts = (question: string) =>
      assembleAnswer(question, [lead!, other!, { ...cause, id: 'doc#2' }]).map(({ text }) => text);
    expect(texts('Why does the import end with SCHEMA_DRIFT?')).toContain(
      'The setting is read for files alone.',
    );
    expect(texts('the import ends with SCHEMA_DRIFT')).toContain(
      'The import ends with SCHEMA_DRIFT and nothing is loaded.',
    );
  });

  test('leaves out greetings, closings and sentences with a variable', () => {
    expect(
      said(
        'x',
        'Hello {{contact.name}},\n\nPlease do this. It is {{plan.name}}.\n\nKind regards,\n{{agent.name}}',
      ),
    ).toEqual(['Please do this. [doc#0]']);
  });

  test('begins with the first passage that has a sentence', () => {
    expect(said('x', '| a | b |\n|---|---|', 'Here it is.')).toEqual(['Here it is. [doc#1]']);
    expect(said('x', '| a | b |', '```\ncode\n```')).toEqual([]);
    expect(assembleAnswer('x', [])).toEqual([]);
  });
});

test('every document of ours can be said, each sentence from the passage that it cites', () => {
  for (const document of documents) {
    const from = new Map(
      passagesOf(searchable(document.id, sourceDocumentOf(document))).map((passage) => [
        passage.id,
        plainSentences(passage.text),
      ]),
    );
    const answer = assembleAnswer(
      document.title,
      passagesOf(searchable(document.id, sourceDocumentOf(document))),
    );
    expect(answer.length, document.id).toBeGreaterThan(0);
    for (const { text, passageIds } of answer) {
      expect(passageIds).toHaveLength(1);
      expect(from.get(passageIds[0] ?? '')).toContain(text);
    }
  }
});

test('of a macro nothing is said that is for our own people alone', () => {
  for (const document of documents.filter(({ kind }) => kind === 'macro')) {
    const note = plainSentences(document.body.split('## Internal note')[1] ?? '');
    const answer = assembleAnswer(
      note.join(' '),
      passagesOf(searchable(document.id, sourceDocumentOf(document))),
    ).map(({ text }) => text);
    expect(answer.filter((text) => note.includes(text))).toEqual([]);
  }
});
