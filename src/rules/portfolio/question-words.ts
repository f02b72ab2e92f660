import { toTokens } from '../question/tokens.ts';
import type { Word } from './reader.ts';

/** Words that carry no condition by themselves. */
export const fillers: ReadonlySet<string> = new Set(
  (
    'a an the of with and are is was were that which who whose what where list show give me us please pls find get see tell display view ' +
    'accounts account customers customer clients client companies company tenants tenant ones one those these our we i all any every ' +
    'do does did have has had having be been in on at for to from by portfolio book base there their they them it its can you could ' +
    'would want need like know now today currently right just also only still both thanks then overall total whole come up due ' +
    'everything everyone anything anyone most much currently ' +
    'date dates value amount number it again so ok hi hello hey arr using sort order rank'
  ).split(' '),
);

/** Words that a slip of the finger may have been meant for, beside values and names. */
export const meantWords: readonly string[] = (
  'accounts customers clients companies renew renewing renewal renewals renews grouped group sorted sort order ordered segment segments region ' +
  'owner owned usage score scores quarter month months weeks week year between before after without except excluding churned ' +
  'active healthy unhealthy amber green yellow orange below above under least most score dropped declined improved started joined ' +
  'alphabetically ascending descending highest lowest largest smallest overdue expiring licences currency onboarding adoption ' +
  'retention expansion stage status million thousand increased decreased growing falling january february march april june july ' +
  'august september october november december'
).split(' ');

/** Words that stand in forms and are never a slip of another. */
export const formWords: readonly string[] = (
  'health points revenue contract contracts annual recurring value licenses danger trouble alert alerts endangered assigned managed looked ' +
  'exceeding greater larger bigger higher lower smaller fewer minimum maximum paying worth scoring scored expires expire ending ' +
  'reds ambers greens average mean inactive begin signed onboarded dropping losing slipping climbed recovered recovering gained worsened called named containing lacking missing ' +
  'unknown unowned unassigned unscored risky breakdown broken split ranked soonest earliest latest strongest weakest biggest first ' +
  'total number count never neither other apart'
).split(' ');

/** Words for accounts, contracts and renewals in languages that are not read: German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Polish. */
const foreignWords: ReadonlySet<string> = new Set(
  (
    'kunden kunde konten vertragsverlängerung verlängerung verlängerungen umsatz welche alle mit ohne über unter nach sortiert gruppiert ' +
    'comptes clients-rouges renouvellement renouvellements quels quelles tous avec sans par trié groupés entreprises ' +
    'clientes cuentas renovación renovaciones cuáles todos con sin ordenado agrupado empresas ' +
    'contas renovação renovações quais todas com sem clienti rinnovo rinnovi quali tutti senza ' +
    'klanten verlenging welke zonder kunder konton förnyelse vilka utan klienci klientów odnowienie którzy wszyscy'
  ).split(' '),
);

/** The same for health bands, and for "how many" and "show". */
const foreignAsks: ReadonlySet<string> = new Set(
  (
    'welche welcher zeige zeig liste wie wieviele rote roten roter rotes rot gelbe gelben grüne grünen ' +
    'quels quelles combien montre montrez liste rouges rouge verts cuántos cuantos cuántas cuantas cuáles cuales muéstrame muestrame ' +
    'rojo rojos roja rojas verdes quais quantos mostre quali quanti mostra rossi welke hoeveel rode toon vilka hur röda które ile'
  ).split(' '),
);

/** Whether a sentence asks for a list in a language that is not read: it gets an answer that says so. */
export function asksInForeign(keys: readonly string[]): boolean {
  return keys.slice(0, 3).some((key) => foreignAsks.has(key)) && keys.some((key) => foreignWords.has(key));
}

/** Whether a word speaks for a question in another language. */
export function isForeign(key: string): boolean {
  return (
    foreignWords.has(key) ||
    /[\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{Script=Greek}\p{Script=Devanagari}\p{Script=Thai}]/u.test(
      key,
    )
  );
}

/** More than these are an essay. */
const wordsAtMost = 80;

/** The words of a question about many accounts; signs for "at least" and the like become words, a number keeps its currency. */
export function toWords(text: string): Word[] {
  return toTokens(inWords(text))
    .slice(0, wordsAtMost)
    .map(({ key, text: typed }): Word => {
      const quoted = key.startsWith('"');
      const plain = key.replace(/’/gu, "'");
      return {
        key: quoted ? key : (shortForms.get(plain) ?? plain),
        raw: typed.toLowerCase(),
        typed: typed.replace(/\s+/gu, ' ').replace(/[ ,;:.!?)]+$/u, ''),
        quoted,
        corrected: null,
      };
    });
}

/** What people write short, in full. */
const shortForms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    acct: 'account',
    accts: 'accounts',
    accs: 'accounts',
    cust: 'customer',
    custs: 'customers',
    cos: 'companies',
    nxt: 'next',
    prev: 'previous',
    qtr: 'quarter',
    qtrs: 'quarters',
    yr: 'year',
    yrs: 'years',
    mth: 'month',
    mths: 'months',
    wk: 'week',
    wks: 'weeks',
    b4: 'before',
    btw: 'between',
    w: 'with',
    rev: 'revenue',
    avg: 'average',
    ppl: 'people',
    tmrw: 'tomorrow',
    renewin: 'renewing',
    havent: "haven't",
    hasnt: "hasn't",
    didnt: "didn't",
    dont: "don't",
    doesnt: "doesn't",
    arent: "aren't",
    isnt: "isn't",
    wont: "won't",
  }),
);

function inWords(text: string): string {
  return text
    .replace(/(?<=^|\s)w\/o(?=\s)/giu, 'without')
    .replace(/(?<=^|\s)w\/(?=\s|\p{L})/giu, 'with ')
    .replace(/(?<=\s)[+&](?=\s)/gu, 'and')
    .replace(/&gt;/gu, '>')
    .replace(/&lt;/gu, '<')
    .replace(/>=|≥/gu, ' at least ')
    .replace(/<=|≤/gu, ' at most ')
    .replace(/(?<![^\s\p{L}])>(?=\s*[\d€$£¥₹])|(?<=[\s\p{L}])>(?=\s*[\d€$£¥₹])/gu, ' over ')
    .replace(/(?<=^|[\s\p{L}])<(?=\s*[\d€$£¥₹])/gu, ' under ')
    .replace(/(?<=[\s\p{L}])!=\s*/gu, ' not ')
    .replace(/([€$£¥₹])\s+(?=\d)/gu, '$1')
    .replace(/(\d(?:k|m|bn)?)\s+(?=[€$£¥₹](?:\s|$))/giu, '$1')
    .replace(/(\d[\d.,]*(?:k|m|bn))\s*[-–—]\s*(?=[€$£]?\d)/giu, '$1 to ')
    .replace(/\bnon-(?=\p{L})/giu, 'not ');
}
