import { describe, expect, it } from 'vitest';
import { findTranslationFault } from './check-translation.ts';

const reply = `Hello {{contact.name}},

open Datasets > Imports and choose Load again. The file data_2026.csv had 12 columns, and 13 since 4.40.

- Write to help@acme.example or see /imports/new.

Kind regards`;
const german = `Guten Tag {{contact.name}},

öffnen Sie Datasets > Imports und wählen Sie Load again. Die Datei data_2026.csv hatte 12 Spalten, seit 4.40 sind es 13.

- Schreiben Sie an help@acme.example, oder sehen Sie in /imports/new nach.

Freundliche Grüße`;

describe('what a translation must leave as it is', () => {
  it('nothing is wrong with one that does', () => {
    expect(findTranslationFault(german, reply)).toBeNull();
    expect(findTranslationFault(reply, reply)).toBeNull();
  });

  it.each([
    ['figures', german.replace('12', '21')],
    ['figures', german.replace('Spalten', 'Spalten in 3 Dateien')],
    ['figures', german.replace('4.40', '4.41')],
    ['codes', german.replace('{{contact.name}}', 'Anna')],
    ['codes', german.replace('help@', 'hilfe@')],
    ['codes', german.replace('/imports/new', '/importe/neu')],
    ['lines', german.replace('\n\nFreundliche', ' Freundliche')],
    ['lines', `${german}\nWir erstatten alles.`],
    ['lines', ''],
    ['length', german.replace('Sie Load', `Sie ${'immer wieder '.repeat(60)}Load`)],
    ['live_text', german.replace('Grüße', 'Grüße von evil.example')],
    ['live_text', german.replace('Grüße', 'Grüße @channel')],
    ['live_text', german.replace('{{contact.name}}', '{{contact.name}} von evil.example')],
    ['live_text', german.replace('an help@', 'an evil.example und help@')],
    ['live_text', german.replace('Grüße', 'Gr\u200büße')],
  ])('%s', (fault, text) => {
    expect(findTranslationFault(text, reply)).toBe(fault);
  });

  it('says about as much', () => {
    expect(findTranslationFault('Ja.', 'Please open the page and choose it again.')).toBe('length');
    expect(findTranslationFault('Öffnen Sie die Seite.', 'Open the page.')).toBeNull();
  });
});
