import { expect, test } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import { type KnowledgeDocument, macroVariables } from '../domain/knowledge.ts';
import { fillMacro } from './fill-macro.ts';

const { documents } = await readKnowledge(null);
const macros = documents.filter(({ kind }) => kind === 'macro');
const everything = Object.fromEntries(Object.keys(macroVariables).map((name) => [name, `<${name}>`]));

function macro(body: string): KnowledgeDocument {
  const [first] = macros;
  if (!first) throw new Error('there is no macro');
  return { ...first, body };
}

const body =
  '## Public reply\n\nHello {{contact.name}},\n\nsee {{issue.title}}.\n\n## Internal note\n\nAsk {{csm.name}}.\n';

test('known variables are filled, and what is missing of the reply is named', () => {
  expect(fillMacro(macro(body), { 'contact.name': 'Ann' })).toMatchObject({
    text: 'Hello Ann,\n\nsee {{issue.title}}.',
    note: 'Ask {{csm.name}}.',
    missing: ['issue.title'],
  });
  const filled = fillMacro(macro(body), {
    'contact.name': 'Ann',
    'issue.title': 'Timeout',
    'csm.name': 'Cy',
  });
  expect(filled).toMatchObject({ text: 'Hello Ann,\n\nsee Timeout.', note: 'Ask Cy.', missing: [] });
});

test('a value is never read as a variable or a pattern', () => {
  const filled = fillMacro(macro(body), { 'contact.name': '{{issue.title}} $& $1', 'issue.title': 'X' });
  expect(filled.text).toBe('Hello {{issue.title}} $& $1,\n\nsee X.');
  expect(filled.missing).toEqual([]);
});

test('neither a value nor the macro brings a character that nobody sees', () => {
  const filled = fillMacro(macro(body.replace('see', 's\u200Bee')), {
    'contact.name': 'An\u202En\u{E0041}',
    'issue.title': '\u200B',
    'csm.name': 'C\u2066y',
  });
  expect(filled).toMatchObject({
    text: 'Hello Ann,\n\nsee {{issue.title}}.',
    note: 'Ask Cy.',
    missing: ['issue.title'],
  });
});

test('an empty value is none, and a variable twice is missing once', () => {
  const twice = macro(
    '## Public reply\n\n{{plan.name}} {{plan.name}} {{ csm.name }}\n\n## Internal note\n\nx\n',
  );
  expect(fillMacro(twice, { 'csm.name': '' })).toMatchObject({
    text: '{{plan.name}} {{plan.name}} {{ csm.name }}',
    missing: ['plan.name', 'csm.name'],
  });
});

test('every macro of ours has both texts and can be filled', () => {
  expect(macros.length).toBeGreaterThanOrEqual(40);
  for (const one of macros) {
    expect(fillMacro(one, everything).text).not.toMatch(/\*\*|`/);
    const { text, note, missing } = fillMacro(one, everything);
    expect({ id: one.id, missing, left: /\{\{/.test(text + note) }).toEqual({
      id: one.id,
      missing: [],
      left: false,
    });
    expect(text.length).toBeGreaterThan(40);
    expect(note.length).toBeGreaterThan(20);
    expect(text).not.toContain('##');
  }
});

test('of a macro of another source that says nothing of its parts, all is the reply', () => {
  const filled = fillMacro(macro('Hello {{contact.name}}.\n\n### Steps\n\nLoad again.'), {
    'contact.name': 'Ann',
  });
  expect(filled).toMatchObject({ text: 'Hello Ann.\n\nSteps\n\nLoad again.', note: '' });
  // One with a note alone has nothing that customers may read.
  expect(fillMacro(macro('## Internal note\n\nAsk the team.'), {})).toMatchObject({
    text: '',
    note: 'Ask the team.',
  });
});
