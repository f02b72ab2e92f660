import type { Alert } from '../domain/alert.ts';
import { formatArr } from '../domain/money.ts';
import { formatDay } from './format.ts';
import { severityMark } from './severity-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span } from './view.ts';

const nameLength = 80;

/** An alert in a list: how grave, account and matter with their page, its sentence, and what is at stake and whose it is. */
export function alertLine(
  { finding, picture, assignee, owner, openedAt, quiet }: Alert,
  names: ReadonlyMap<string, string>,
): Span[] {
  const whose = assignee ?? owner;
  const facts = [
    picture.arr?.amount ? formatArr(picture.arr) : null,
    whose ? (names.get(whose) ?? whose) : 'no owner',
    `since ${formatDay(openedAt)}`,
    quiet ? 'known from an import' : null,
  ].filter((fact) => fact !== null);
  return [
    { text: `${severityMark(finding.severity)}  ` },
    {
      text: `${shortenLine(picture.accountName, nameLength)}: ${finding.title}`,
      strong: true,
      link: picture.scoreUrl,
    },
    { text: ` · ${facts.join(' · ')}`, quiet: true },
    { text: `\n${finding.text}` },
  ];
}
