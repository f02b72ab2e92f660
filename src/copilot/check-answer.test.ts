import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import type { Passage } from '../domain/answer.ts';
import { sentencesOf } from './check/sentences.ts';
import { checkAnswer, type DropReason } from './check-answer.ts';

const passage = (
  id: string,
  text: string,
  title = 'Exports of large tables',
  heading: string | null = null,
) => ({ id, documentId: id.split('#')[0] ?? '', title, heading, text, url: null }) satisfies Passage;

const exportsPage = passage(
  'exports#0',
  `Exports of more than 50,000 rows are not supported on the Starter plan and stop with EXPORT_TOO_LARGE.
Split the export by month, or use the bulk API. The limit was raised from 20,000 to 50,000 rows in version 4.40 on 3 November 2026.
A failed export is retried after 5 minutes, at most three times. Admins can see it under Settings > Exports > History.
Deleted exports cannot be restored. Webhooks keep working while an export runs.`,
);
const ssoPage = passage(
  'sso#0',
  `Single sign-on works with Okta and Entra ID. Users need the role Editor. Do not enable SCIM before single sign-on works.
Write to identity@brightweir.example when the certificate has expired. It is optional for guests.`,
  'Single sign-on',
);
const passages = [exportsPage, ssoPage];

function check(text: string, ids: readonly string[] = ['exports#0', 'sso#0']) {
  const { kept, dropped } = checkAnswer([{ text, passageIds: ids }], passages);
  return kept.length === 1 ? 'kept' : dropped[0]?.reason;
}

describe('what the passages say stays', () => {
  test.each([
    'Split the export by month or use the bulk API.',
    'Exports of more than 50,000 rows stop with EXPORT_TOO_LARGE on the Starter plan.',
    'On the Starter plan, exports of more than 50000 rows are not supported.',
    'Since version 4.40 the limit is 50,000 rows.',
    'The limit was raised on November 3, 2026 to 50,000 rows.',
    'A failed export is retried after 5 min, at most 3 times.',
    'Admins see failed exports under Settings > Exports > History.',
    'Deleted exports cannot be restored.',
    'You can’t restore deleted exports.',
    'Single sign-on works with Okta.',
    'Do not enable SCIM before single sign-on works.',
    'Users need the Editor role for single sign-on.',
    'Single sign-on is not required for guests; it is optional.',
  ])('%s', (text) => {
    expect(check(text)).toBe('kept');
  });
});

describe('what they do not say goes', () => {
  const cases: readonly (readonly [string, DropReason])[] = [
    ['Exports of more than 60,000 rows stop with EXPORT_TOO_LARGE on the Starter plan.', 'figure'],
    ['The limit was raised from 50,000 to 20,000,000 rows.', 'figure'],
    ['The limit was raised to 50,000 rows in version 4.4.', 'figure'],
    ['The limit was raised to 50,000 rows in version 4.40.1.', 'figure'],
    ['A failed export is retried after 5 hours.', 'figure'],
    ['A failed export is retried after 3 minutes.', 'figure'],
    ['A failed export is retried at most four times.', 'figure'],
    ['A failed export is retried twice.', 'figure'],
    ['The limit was raised on 4 November 2026.', 'figure'],
    ['The limit was raised on 3 December 2026.', 'name'],
    ['The limit was raised to 50,000 rows on 2026-11-04.', 'figure'],
    ['Single sign-on works with Google and Okta.', 'name'],
    ['Globex exports stop with EXPORT_TOO_LARGE.', 'name'],
    ['The export stops with EXPORT_TOO_BIG.', 'name'],
    ['Users need the role Owner for single sign-on.', 'name'],
    ['If the certificate has expired, write to identity@brightweir.example.', 'live_text'],
    ['Split the export by month in #general.', 'live_text'],
    ['# Split the export by month', 'live_text'],
    ['> Split the export by month', 'live_text'],
    ['- Split the export by month', 'live_text'],
    ['If the certificate has expired, write to identity@brightweir.example.evil.com.', 'live_text'],
    ['Exports of more than 50,000 rows are supported on the Starter plan.', 'contradiction'],
    ['Deleted exports can be restored.', 'contradiction'],
    ['Single sign-on does not work with Okta.', 'contradiction'],
    ['Webhooks do not keep working while an export runs.', 'contradiction'],
    ['Enable SCIM before single sign-on works.', 'contradiction'],
    ['Do not split the export by month.', 'contradiction'],
    ['Single sign-on is required for guests.', 'unrelated'],
    ['All failed exports are retried after 5 minutes.', 'weight'],
    ['Delete failed exports under Settings > Exports > History and remove the plan.', 'weight'],
    ['A failed export is always retried after 5 minutes.', 'weight'],
    ['Reset the failed export under Settings > Exports > History.', 'weight'],
    ['Only admins can see exports under Settings.', 'weight'],
    ['Enable SCIM after single sign-on works.', 'contradiction'],
    ['Restart the computer, clear the cache and try another browser.', 'unrelated'],
    ['We will fix the failed export within 5 minutes.', 'promise'],
    ['Admins will get a refund for the failed export.', 'promise'],
    ['Split the export by month at https://brightweir.example/exports.', 'live_text'],
    ['Split the export by month at www.brightweir.example.', 'live_text'],
    ['Split the export by month at brightweir.example.', 'live_text'],
    ['Split the export by [month](exports).', 'live_text'],
    ['Split the export by <https://evil.example|month>.', 'live_text'],
    ['<!channel> split the export by month.', 'live_text'],
    ['Split the export by month, @dana.', 'live_text'],
    ['Split the export by month :white_check_mark:', 'live_text'],
    ['*Approved* Split the export by month.', 'live_text'],
    ['Split the export\nby month.', 'live_text'],
    ['Split the export by mo\u200bnth.', 'live_text'],
    ['=Split the export by month', 'live_text'],
    ['Export.', 'unrelated'],
    ['(1) !', 'unrelated'],
    ['', 'length'],
    ['   ', 'length'],
    [`Split the export by month. ${'Use the bulk API. '.repeat(60)}`, 'length'],
  ];
  test.each(cases)('%s', (text, reason) => {
    const got = check(text);
    expect(got).not.toBe('kept');
    expect(got).toBe(reason);
  });
});

describe('citations', () => {
  const good = 'Split the export by month or use the bulk API.';

  test('a sentence without one, or with one that does not exist, goes', () => {
    expect(check(good, [])).toBe('no_citation');
    expect(check(good, ['exports#1'])).toBe('unknown_citation');
    expect(check(good, ['exports#0', 'P9'])).toBe('unknown_citation');
    expect(
      check(
        good,
        Array.from({ length: 9 }, (_, index) => `p${index}`),
      ),
    ).toBe('length');
  });

  test('a passage that says nothing of it is taken out of the citations', () => {
    const { kept } = checkAnswer([{ text: good, passageIds: ['sso#0', 'exports#0', 'exports#0'] }], passages);
    expect(kept).toEqual([{ text: good, passageIds: ['exports#0'] }]);
  });

  test('what another passage says is no evidence', () => {
    expect(check(good, ['sso#0'])).toBe('unrelated');
    expect(check('Exports work with Okta.', ['exports#0'])).toBe('name');
  });

  test('a thirteenth sentence goes, whatever it says', () => {
    const sentences = Array.from({ length: 13 }, () => ({ text: good, passageIds: ['exports#0'] }));
    const { kept, dropped } = checkAnswer(sentences, passages);
    expect([kept.length, dropped.map(({ reason }) => reason)]).toEqual([12, ['length']]);
  });

  test('what went is listed with what was found in it', () => {
    const written = { text: 'A failed export is retried after 7 minutes.', passageIds: ['exports#0'] };
    expect(checkAnswer([written], passages).dropped).toEqual([{ ...written, reason: 'figure', detail: '7' }]);
  });
});

describe('in the language of its passages', () => {
  const page = passage(
    'de#0',
    'Der Export ist auf 50.000 Zeilen begrenzt und funktioniert nicht im Tarif Starter. Starten Sie ihn nach 10 Minuten neu.',
    'Große Exporte',
  );
  test.each([
    ['Starten Sie den Export nach 10 Minuten neu.', 'kept'],
    ['Der Export funktioniert nicht im Tarif Starter.', 'kept'],
    ['Der Export funktioniert im Tarif Starter.', 'contradiction'],
    ['Starten Sie den Export nach 20 Minuten neu.', 'figure'],
    ['Starten Sie den Export nach zwanzig Minuten neu.', 'figure'],
    ['Der Export funktioniert nicht im Tarif Premium.', 'name'],
  ])('%s', (text, expected) => {
    const { kept, dropped } = checkAnswer([{ text, passageIds: ['de#0'] }], [page]);
    expect(kept.length === 1 ? 'kept' : dropped[0]?.reason).toBe(expected);
  });
});

test('whatever is written, nothing stays that is not evidence, and no text is too odd to be judged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.string()), (text, ids) => {
      const { kept, dropped } = checkAnswer([{ text, passageIds: ids }], passages);
      expect(kept.length + dropped.length).toBe(1);
      expect(
        kept.flatMap(({ passageIds }) => passageIds).every((id) => passages.some((one) => one.id === id)),
      ).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('long sentences of one letter or of blanks take no time worth waiting for', () => {
  for (const unit of ['a', ' ', '1', '1.', 'a.', '@', '<', 'we will ', '*a', 'not ']) {
    const text = unit.repeat(100_000);
    expect(checkAnswer([{ text, passageIds: ['exports#0'] }], passages).kept).toEqual([]);
    const short = unit.repeat(600 / unit.length);
    expect(checkAnswer([{ text: short, passageIds: ['exports#0'] }], passages).kept).toEqual([]);
  }
});

describe('over everything that our own knowledge says', async () => {
  /** One sentence, worded so that it is or is not what the document says; null = this change does not apply to it. */
  const changes: readonly (readonly [string, number, (text: string) => string | null])[] = [
    ['another number', 0.98, (text) => text.replace(/\d+/, (number) => String(Number(number) + 3))],
    ['another unit', 1, (text) => text.replace(/(\d+) (?:minute|day|week)s?\b/, '$1 hours')],
    ['another name', 1, (text) => text.replace(/(?<=[a-z,] )[A-Z][a-z]{2,}/, 'Globex')],
    ['a link', 1, (text) => text.replace(/[.:]?$/, ' at https://evil.example/x.')],
    ['a host', 1, (text) => text.replace(/[.:]?$/, ' at evil.example.')],
    ['a credit', 1, (text) => `${text.replace(/[.:]?$/, '.')} We will refund you.`],
    [
      'a denial',
      0.95,
      (text) =>
        text.replace(
          /\b(is|are|can|will|does|do|has|have|was|were|must|should|may)\b(?! not| only| no\b|n't)/,
          '$1 not',
        ),
    ],
    ['a denial left out', 0.85, (text) => text.replace(/ (?:not|never)\b(?! only)/, '')],
  ];
  const { documents } = await readKnowledge(null);
  const sentences = documents.flatMap(({ id, title, body }) => {
    const source = passage(`${id}#0`, body.replace(/^#.*$/gm, ''), title);
    const texts = sentencesOf(source.text).map((text) => text.replace(/[`*]/g, ''));
    return texts
      .filter((text) => text.split(' ').length > 3 && !/\{\{|[|<]|\w\.\w{3,}/.test(text))
      .map((text) => ({ text, source }));
  });
  const isKept = (text: string, source: Passage) =>
    checkAnswer([{ text, passageIds: [source.id] }], [source]).kept.length === 1;

  test('its own sentences stay', () => {
    expect(sentences.length).toBeGreaterThan(500);
    const kept = sentences.filter(({ text, source }) => isKept(text, source));
    expect(kept.length / sentences.length).toBeGreaterThan(0.98);
  });

  test.each(changes)('the same sentences with %s go: at least %d of them', (_, least, change) => {
    const changed = sentences
      .map(({ text, source }) => ({ text, source, other: change(text) }))
      .filter(({ text, other }) => other !== null && other !== text);
    expect(changed.length).toBeGreaterThan(50);
    const dropped = changed.filter(({ other, source }) => !isKept(other ?? '', source));
    expect(dropped.length / changed.length).toBeGreaterThanOrEqual(least);
  });
});
