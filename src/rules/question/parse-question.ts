import { daysBetween, type UtcDay } from '../../domain/utc-day.ts';
import { readAdoption } from './adoption-command.ts';
import { readAlerts } from './alert-command.ts';
import { nearestCommands, withTypedVerb } from './commands.ts';
import { readDigest } from './digest-command.ts';
import { readFollowUp } from './follow-question.ts';
import { readJudgement } from './judgement-command.ts';
import { compileForm, type Form, matchForm, matchLead } from './match-phrase.ts';
import { accountText, dropTail, hasNameWordsOnly, isBareName } from './name-words.ts';
import { readOnboarding } from './onboarding-command.ts';
import { asksForHelp, takeOptions, withOptions } from './options.ts';
import { readOwn } from './own-command.ts';
import { readPack } from './pack-command.ts';
import { type Period, takeDays, takePeriod } from './period.ts';
import { greetings, helpForms, leads, type Phrases, phrases } from './phrases.ts';
import { readPlay } from './play-command.ts';
import { readPortfolio } from './portfolio-question.ts';
import type { Question, SingleQuestion } from './question.ts';
import { readRegister } from './register-command.ts';
import { readService } from './service-command.ts';
import { type Span, takeSpan } from './span.ts';
import { isCapitalised, type Token, toTokens } from './tokens.ts';
import { readUpdate } from './update-command.ts';
import { readBug, readReports, readWork } from './work-command.ts';

/**
 * Understands what a person types after `/cs` or says to the bot, without a model.
 * @param today - what "yesterday" and "1 nov" are counted from
 * @returns kind unknown, with the commands that come closest, for everything that is not understood, for a "since" with
 * no readable day, for an option that the question does not have, and for text longer than 500 UTF-16 units
 * Source: the forms are FEATURES A1, A4, A10, A12 and A13; 500 is ours: several times a long question
 */
export function parseQuestion(text: string, today: UtcDay): Question {
  if (text.length > longestCommand) return { kind: 'unknown', nearest: nearestCommands([]) };
  for (const read of commandReaders) {
    const question = read(text, today);
    if (question) return question;
  }
  if (/^\s*knowledge(?:\s+report)?\s*$/i.test(text))
    return { kind: 'unknown', nearest: ['knowledge reports'] };
  if (text.length > maxLength) return { kind: 'unknown', nearest: nearestCommands([]) };
  const otherwise = parseOne(text, today);
  const many = readPortfolio(text);
  return many ? { ...many, otherwise } : otherwise;
}

/** A question about one account, or none. */
function parseOne(text: string, today: UtcDay): SingleQuestion {
  const typed = toTokens(text);
  if (typed.length === 0 || fitsAny(helpSet, typed) || asksForHelp(typed)) return { kind: 'help' };
  const followed = readFollowUp(text);
  if (followed) return followed;
  const taken = takeOptions(typed, text, today);
  const question = taken && withOptions(parseWords(taken.rest, today), taken.options, today);
  return question ?? { kind: 'unknown', nearest: nearestCommands(typed) };
}

/** With the reason that an override may carry; what is longer is no command. */
const longestCommand = 20_000;

/** What is typed as a command: the first that can read it says what it is. */
const commandReaders: readonly ((text: string, today: UtcDay) => SingleQuestion | null)[] = [
  readJudgement,
  readWork,
  readBug,
  readReports,
  readAlerts,
  readOwn,
  readOnboarding,
  readPlay,
  readService,
  readAdoption,
  readDigest,
  readPack,
  readUpdate,
  readRegister,
];

function parseWords(tokens: readonly Token[], today: UtcDay): SingleQuestion {
  const asked = dropTail(tokens, 'polite');
  const readings = [asked, withTypedVerb(asked)].filter((reading) => reading !== null);
  for (const reading of readings) {
    const question = understand(reading, today);
    if (question) return question;
  }
  const written = asked.length > 1 && asked.every(isCapitalised); // Check Point
  const name = (written ? null : withoutLeads(asked, leadSet).at(-1)) ?? asked;
  return bareName(name, today) ?? { kind: 'unknown', nearest: nearestCommands(tokens) };
}

const maxLength = 500;

interface Row {
  entry: Phrases;
  form: Form;
}

const rows: readonly Row[] = phrases.flatMap((entry) =>
  entry.forms.map((form) => ({ entry, form: compileForm(form) })),
);
const worded = rows.filter(({ form }) => form.before.length > 0);
const nameFirst = rows.filter(({ form }) => form.before.length === 0);
const helpSet = helpForms.map(compileForm);
const leadSet = leads.map(compileForm);
const allLeads = [...greetings.map(compileForm), ...leadSet];

function fitsAny(forms: readonly Form[], tokens: readonly Token[]): boolean {
  return forms.some((form) => matchForm(form, tokens) !== null);
}

/** Finds the form that fits, with as few leading words taken off as possible. */
function understand(tokens: readonly Token[], today: UtcDay): SingleQuestion | null {
  const span = takeSpan(tokens, today);
  if (span)
    return span === 'unreadable' ? { kind: 'unknown', nearest: nearestCommands(tokens) } : between(span);
  const taken = takePeriod(tokens, today);
  if (taken === 'unreadable') {
    const fit = firstFit(tokens);
    if (!fit) return null;
    return fit.entry.command && fit.entry.kind === 'health' && !isDashed(tokens)
      ? { kind: 'health', account: accountText(fit.slot) }
      : { kind: 'unknown', nearest: nearestCommands(tokens) };
  }
  if (taken?.rest.every((token) => followWords.has(token.key)))
    return { kind: 'why', account: '', since: taken.since };
  const fit = firstFit(taken ? taken.rest : tokens);
  if (taken && !taken.sure && (!fit || (fit.entry.command && fit.entry.kind === 'health'))) {
    const whole = firstFit(tokens);
    return whole && toQuestion(whole, null, today);
  }
  return fit && toQuestion(fit, taken, today);
}

/** Whatever is asked between two days, of health or of what happened, is why it changed. */
function between({ since, until, rest }: Span): SingleQuestion | null {
  const asks = rest.every((token) => followWords.has(token.key) || token.key === 'why');
  if (asks) return { kind: 'why', account: '', since, until };
  const fit = firstFit(rest);
  if (fit) return { kind: 'why', account: accountText(fit.slot), since, until };
  return isBareName(rest) ? { kind: 'why', account: accountText(rest), since, until } : null;
}

/** "And since october?" asks on. */
const followWords: ReadonlySet<string> = new Set(['and', 'what', 'about', 'how', 'so', 'ok', 'but']);

/** `--since` is an option, never part of a name. */
function isDashed(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.text.startsWith('--since'));
}

interface Fit {
  entry: Phrases;
  slot: Token[];
  days: number | null;
}

/** Forms that begin with words of a question come before those that begin with the account, which fit so much more. */
function firstFit(tokens: readonly Token[]): Fit | null {
  for (const rest of withoutLeads(tokens, allLeads)) {
    const fit = countedFit(rest, worded);
    if (fit) return fit;
  }
  return countedFit(withoutLeads(tokens, leadSet).at(-1) ?? tokens, nameFirst);
}

function countedFit(tokens: readonly Token[], forms: readonly Row[]): Fit | null {
  const plain = fitTable(dropTail(tokens, 'time'), forms);
  const counted = !plain || plain.entry.kind === 'timeline' ? takeDays(tokens) : null;
  const fit = counted && fitTable(dropTail(counted.rest, 'time'), forms);
  return fit?.entry.kind === 'timeline' ? { ...fit, days: counted?.days ?? null } : plain;
}

function fitTable(tokens: readonly Token[], forms: readonly Row[]): Fit | null {
  for (const { entry, form } of forms) {
    const slot = matchForm(form, tokens);
    if (!slot || slot.length > maxNameWords || (entry.command && splitsName(form, tokens, slot))) continue;
    if (form.before.length === 0 && accountText(slot) !== '' && !hasNameWordsOnly(slot)) continue;
    return { entry, slot, days: null };
  }
  return null;
}

/** `health Check Point` names Check Point: the table's second word is part of a name there. */
function splitsName(form: Form, tokens: readonly Token[], slot: readonly Token[]): boolean {
  const from = tokens.length - slot.length;
  return form.slot === '*' && from > 1 && isCapitalised(tokens[from - 1]) && isCapitalised(slot[0]);
}

/** The longest company name that is looked for, in words. Source: ours; more words than that are a sentence. */
const maxNameWords = 10;

function toQuestion({ entry, slot, days }: Fit, period: Period | null, today: UtcDay): SingleQuestion {
  const account = accountText(slot);
  if (entry.kind === 'timeline') {
    const span = period ? Math.max(1, daysBetween(period.since, today)) : days;
    return span === null ? { kind: 'timeline', account } : { kind: 'timeline', account, days: span };
  }
  if (entry.kind === 'why') return { kind: 'why', account, since: period?.since ?? null };
  return healthSince(account, period, today);
}

/** Health over a period is what changed in it; health today is health. */
function healthSince(account: string, period: Period | null, today: UtcDay): SingleQuestion {
  return period && period.since !== today
    ? { kind: 'why', account, since: period.since }
    : { kind: 'health', account };
}

function bareName(tokens: readonly Token[], today: UtcDay): SingleQuestion | null {
  const taken = takePeriod(tokens, today);
  if (taken === 'unreadable') return null;
  const period = taken?.sure ? taken : null;
  const name = dropTail(period ? period.rest : tokens, 'time');
  return isBareName(name) ? healthSince(accountText(name), period, today) : null;
}

/** Nobody begins politely more often; a bound keeps hostile text cheap. */
const maxLeads = 8;

/** The words, then the words without their first lead, and so on until no lead is left. */
function withoutLeads(tokens: readonly Token[], forms: readonly Form[]): (readonly Token[])[] {
  const stages = [tokens];
  for (let rest = tokens; stages.length <= maxLeads; ) {
    const lengths = forms.map((form) => matchLead(form, rest) ?? 0);
    const length = Math.max(0, ...lengths);
    if (length === 0) return stages;
    rest = rest.slice(length);
    stages.push(rest);
  }
  return stages;
}
