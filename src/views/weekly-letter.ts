import type { AccountWeek } from '../domain/account-week.ts';
import { counted } from '../domain/counted.ts';
import { oneLine } from '../domain/one-line.ts';
import type { WeekFigure } from '../rules/updates/count-weeks.ts';
import { formatDay, shortDay } from './format.ts';
import { grouped } from './week-words.ts';

/** What a weekly letter is drawn from: of the week, only what its own people may read. */
export interface LetterParts {
  week: Pick<AccountWeek, 'weeks' | 'features' | 'wins' | 'fixes' | 'tips'>;
  users: WeekFigure | null;
  uses: WeekFigure | null;
  hoursSaved: number | null;
  /** Who looks after the account, by name; null = nobody is named */
  from: string | null;
}

/** What was reached, in words that its own people use. */
const reachedWords: Readonly<Record<string, string>> = {
  sso_live: 'single sign-on is live',
  integration_live: 'an integration is live',
  dataset_ingested: 'your first dataset is in',
  dashboard_shipped: 'a dashboard is in use',
  report_shipped: 'a report is in use',
  champion_trained: 'your training took place',
  first_value: 'your first result is in',
  business_review: 'we reviewed your results together',
};

const listedAtMost = 4;
const featuresAtMost = 3;

/**
 * The week as its own people read it: what they used and reached, what was fixed for them, and one or two things to try.
 * Lines of this form are read by `artifacts/email/read-letter.ts`.
 * @returns null when there is nothing to tell: no use in two weeks, nothing reached, nothing fixed
 */
export function weeklyLetter(parts: LetterParts): { subject: string; body: string } | null {
  const [latest] = parts.week.weeks;
  if (!latest) return null;
  const reached = reachedLines(parts);
  const fixed = fixedLines(parts);
  const hasUse = [parts.users, parts.uses].some(
    (figure) => figure && (figure.now > 0 || (figure.before ?? 0) > 0),
  );
  if (!hasUse && reached.length === 0 && fixed.length === 0) return null;
  const span = `${shortDay(latest.from)} to ${formatDay(latest.to)}`;
  const paragraphs = [
    'Hello,',
    `This was your week with us, from ${span}.`,
    hasUse ? headed('What you used', usageLines(parts)) : '',
    headed('What you reached', reached),
    headed('Fixed for you', fixed),
    headed(
      'To try next',
      parts.week.tips.map(({ title, steps }) => `- ${oneLine(`${title}. ${steps}`, 500)}`),
    ),
    'If something in it is not right, or you need a hand, reply to this message.',
    parts.from === null ? '' : `Best regards,\n${oneLine(parts.from, 80)}`,
  ];
  return {
    subject: `Your week, ${shortDay(latest.from)} to ${shortDay(latest.to)}`,
    body: paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'),
  };
}

function headed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, '-'.repeat(title.length), ...lines].join('\n');
}

function usageLines({ week, users, uses }: LetterParts): string[] {
  const line = (label: string, figure: WeekFigure | null): string[] =>
    figure === null ? [] : [`${label}: ${grouped(figure.now)}${beforeWords(figure)}`];
  const most = week.features
    .filter(({ uses: count }) => count > 0)
    .slice(0, featuresAtMost)
    .map(({ feature }) => oneLine(feature, 40));
  return [
    ...line('People at work', users),
    ...line('Uses of features', uses),
    ...(most.length > 0 ? [`Used most: ${most.join(', ')}`] : []),
  ];
}

function beforeWords({ now, before }: WeekFigure): string {
  if (before === null) return '';
  if (before === now) return ' (as the week before)';
  return before === 0 ? ' (none the week before)' : ` (${grouped(before)} the week before)`;
}

function reachedLines({ week: { wins }, hoursSaved }: LetterParts): string[] {
  const milestones = wins.flatMap((win) =>
    win.kind === 'milestone' ? (reachedWords[win.milestone] ?? []) : [],
  );
  const recipes = wins.flatMap((win) => (win.kind === 'recipe' ? [win.title] : []));
  const hours = hoursSaved === null || hoursSaved <= 0 ? [] : [`${grouped(hoursSaved)} hours saved`];
  const lines = [
    ...new Set(milestones),
    ...hours,
    ...[...new Set(recipes)].map((title) => `completed: ${title}`),
  ].map((line) => `- ${sentence(oneLine(line, 200))}`);
  const left = lines.length - listedAtMost;
  return left > 0 ? [...lines.slice(0, listedAtMost), `- And ${counted(left, 'thing')} more.`] : lines;
}

function fixedLines({ week: { fixes } }: LetterParts): string[] {
  return fixes
    .filter(({ status, mayBeTold }) => status === 'fixed' && mayBeTold)
    .slice(0, listedAtMost)
    .map(({ title, fixedIn }) => {
      const version = fixedIn === null ? '' : `, from version ${fixedIn} on`;
      return `- ${oneLine(title, 160)}${version}.`;
    });
}

function sentence(line: string): string {
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}
