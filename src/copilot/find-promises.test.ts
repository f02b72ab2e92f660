import { describe, expect, test } from 'vitest';
import { findPromises } from './find-promises.ts';
import type { PromiseKind } from './promise-cues.ts';

/** Drafts of ours, written for this test: what an agent under pressure writes, and what a good one does. */
const promises: Readonly<Record<string, readonly (readonly [PromiseKind, string])[]>> = {
  English: [
    ['deadline', 'We will get back to you by Friday.'],
    ['deadline', 'You will have an answer within 24 hours.'],
    ['deadline', 'Our engineers will look at it tomorrow.'],
    ['deadline', "We'll update you in two days."],
    ['deadline', 'The ETA is 14:00 UTC.'],
    ['deadline', 'The new version is expected next week.'],
    ['deadline', 'It should be back in 30 minutes, and it will stay up this week.'],
    ['deadline', 'The report is going to be ready by end of day.'],
    ['fix', 'We will fix this.'],
    ['fix', 'The bug will be resolved.'],
    ['fix', "We're going to release a patch."],
    ['fix', 'A fix is on its way.'],
    ['fix', 'Our team will definitely restore your data.'],
    ['money', 'We will refund the invoice.'],
    ['money', 'You will receive a credit of $50.'],
    ['money', 'I have credited your account with 20 euros of discount.'],
    ['money', 'Your refund has been processed.'],
    ['money', "We'll waive the fee."],
    ['money', 'We can offer you a discount of 20 %.'],
    ['money', 'We will grant you 40 % off.'],
    ['money', 'You will get $ 20 back.'],
    ['guarantee', 'I promise this is the last time.'],
    ['guarantee', 'We guarantee that no data is lost.'],
    ['guarantee', 'Rest assured that your data is safe.'],
    ['guarantee', 'This will never happen again.'],
    ['exception', 'We will make an exception for you.'],
    ['exception', 'We can extend your trial.'],
    ['exception', 'You will not be charged.'],
  ],
  German: [
    ['deadline', 'Wir melden uns bis Freitag.'],
    ['fix', 'Die Funktion wird nächste Woche verfügbar.'],
    ['deadline', 'Sie erhalten innerhalb von 24 Stunden eine Antwort.'],
    ['fix', 'Wir werden den Fehler beheben.'],
    ['fix', 'Das Problem wird von unserem Team behoben.'],
    ['money', 'Wir erstatten Ihnen den Betrag.'],
    ['money', 'Sie erhalten eine Gutschrift über 50 Euro.'],
    ['money', 'Wir können Ihnen einen Rabatt geben.'],
    ['guarantee', 'Wir garantieren, dass keine Daten verloren gehen.'],
    ['guarantee', 'Das wird nie wieder vorkommen.'],
    ['exception', 'Wir machen für Sie eine Ausnahme.'],
    ['exception', 'Wir verlängern Ihre Testphase.'],
  ],
  French: [
    ['deadline', 'Vous recevrez une réponse avant vendredi.'],
    ['deadline', 'La fonction sera disponible la semaine prochaine.'],
    ['deadline', 'Nous reviendrons vers vous sous 24 heures.'],
    ['fix', 'Nous allons corriger ce problème.'],
    ['fix', 'Le défaut sera corrigé.'],
    ['money', 'Nous vous rembourserons la facture.'],
    ['money', 'Vous recevrez un avoir de 50 euros.'],
    ['guarantee', 'Nous vous garantissons que rien ne sera perdu.'],
    ['guarantee', 'Cela ne se reproduira plus.'],
    ['exception', 'Nous ferons une exception pour vous.'],
  ],
  Spanish: [
    ['deadline', 'Recibirá una respuesta en 24 horas.'],
    ['deadline', 'La función estará lista la próxima semana.'],
    ['fix', 'Vamos a solucionar el problema.'],
    ['fix', 'Corregiremos el error.'],
    ['money', 'Le vamos a reembolsar la factura.'],
    ['money', 'Recibirá un descuento en su próxima factura.'],
    ['guarantee', 'Le garantizamos que no se pierde nada.'],
    ['guarantee', 'No volverá a ocurrir.'],
    ['exception', 'Haremos una excepción para usted.'],
  ],
};

const harmless = [
  'To ask for a refund, open Billing > Invoices and press Ask for a refund.',
  'Refunds are decided by the billing team.',
  'Please split the export by month and try again.',
  'A failed export is retried after 5 minutes.',
  'The certificate expires in 30 days.',
  'If the error comes back, send us the id of the run.',
  'The bug was fixed in version 4.40.',
  'A fix for this does not exist yet.',
  'We are sorry for the trouble.',
  'We cannot tell when this is going to change.',
  'I have passed this on to our engineers.',
  'You can pause the schedule until Monday.',
  'The discount code is entered at the checkout.',
  'Within a month, exports are kept for download.',
  'Credits for the API are counted per call.',
  'Please do not delete the folder before you have a copy.',
  'Your administrator can restore the dashboard.',
  'The trial has 14 days.',
  'Bitte teilen Sie den Export nach Monaten.',
  'Der Fehler wurde in Version 4.40 behoben.',
  'Eine Rückerstattung beantragen Sie unter Abrechnung.',
  'Die Ausfuhr dauert 10 Minuten.',
  'Veuillez redémarrer la synchronisation.',
  'Le problème a été corrigé dans la version 4.40.',
  'Pour demander un remboursement, ouvrez Facturation.',
  'Reinicie la sincronización, por favor.',
  'El error se corrigió en la versión 4.40.',
  'Para pedir un reembolso, abra Facturación.',
];

describe.each(Object.entries(promises))('promises in %s', (_, cases) => {
  test.each(cases)('%s: %s', (kind, text) => {
    const found = findPromises(text, []);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((promise) => promise.kind)).toContain(kind);
    for (const { start, end, text: words } of found) expect(text.slice(start, end)).toBe(words);
  });
});

test.each(harmless)('no promise: %s', (text) => {
  expect(findPromises(text, [])).toEqual([]);
});

describe('what a passage promises may be repeated', () => {
  const terms = [
    { text: 'Support is there for you. We will answer P1 tickets within 4 hours. Every invoice is final.' },
  ];

  test('with its own figures', () => {
    expect(findPromises('We will answer your P1 ticket within 4 hours.', terms)).toEqual([]);
  });

  test.each([
    'We will answer your P1 ticket within 2 hours.',
    'We will answer P2 tickets within 4 hours.',
    'We will answer P1 tickets within 4 days.',
    'We will refund P1 tickets within 4 hours.',
    'We will call your manager and send a plan within 4 hours.',
  ])('and nothing beyond it: %s', (text) => {
    expect(findPromises(text, terms)).not.toEqual([]);
  });

  test('a mention of refunds is no promise of one', () => {
    const passage = { text: 'Refunds are decided by the billing team, and processed within 5 days.' };
    expect(findPromises('We will refund you within 5 days.', [passage])).not.toEqual([]);
  });
});

test('several in one draft are found where they stand, each once', () => {
  const draft = 'Thanks for waiting. We will refund you. The next step is yours. We guarantee it works.';
  expect(findPromises(draft, []).map(({ kind, start }) => [kind, start])).toEqual([
    ['money', draft.indexOf('will refund')],
    ['guarantee', draft.indexOf('We guarantee')],
  ]);
});

test('a text of a megabyte is looked at to a limit and answered', () => {
  for (const unit of ['we will ', 'within ', 'a', 'will be the ', 'wir werden ', 'nous ', '. ']) {
    expect(Array.isArray(findPromises(unit.repeat(1_000_000 / unit.length), []))).toBe(true);
  }
});
