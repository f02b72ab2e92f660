import { counted } from '../domain/counted.ts';
import { sentenceSpans } from './command.ts';
import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** The queue of wrong articles as it is shown. */
export interface ShownArticleReports {
  owner: string | null;
  articles: {
    title: string;
    url: string;
    owner: { name: string } | null;
    updatedOn: string | null;
    timesReported: number;
    reports: { at: string; by: { name: string }; note: string; question: string; url: string }[];
  }[];
  more: number;
  withoutArticle: number;
}

type Article = ShownArticleReports['articles'][number];

const lengths = { title: 150, note: 300, question: 150 } as const;

/**
 * Articles that people called wrong, with what they said.
 * @param hint - where more can be seen; '' = nowhere
 */
export function articleReportsView(queue: ShownArticleReports, hint = ''): View {
  const { owner, articles, more, withoutArticle } = queue;
  const whose = owner === null ? '' : ` that ${owner} keeps`;
  const count = articles.length + more;
  const summary =
    count === 0
      ? `No article${whose} waits: none was called wrong since its last change.`
      : `${counted(count, 'article')}${whose} ${count === 1 ? 'was' : 'were'} called wrong since the last change`;
  const notes = [
    ...(more > 0 ? [`… and ${counted(more, 'more article', 'more articles')}.`] : []),
    ...(owner === null && withoutArticle > 0
      ? [`${counted(withoutArticle, 'further report')} name no article that is in the knowledge now.`]
      : []),
    ...(count > 0 ? ['An article leaves this list once its own date is later than the report.'] : []),
    ...(hint === '' ? [] : [hint]),
  ];
  return {
    summary,
    blocks: [
      count === 0 ? { kind: 'text', spans: [{ text: summary }] } : { kind: 'heading', text: summary },
      ...articles.flatMap(articleBlocks),
      ...(notes.length > 0 ? [{ kind: 'note' as const, spans: sentenceSpans(notes.join(' ')) }] : []),
    ],
  };
}

function articleBlocks(article: Article): ViewBlock[] {
  const { title, url, owner, updatedOn, timesReported, reports } = article;
  const since = updatedOn === null ? '' : ` since its change of ${formatDay(updatedOn)}`;
  const facts = `called wrong ${counted(timesReported, 'time')}${since} · ${owner ? `kept by ${owner.name}` : 'kept by nobody'}`;
  const rest = timesReported - reports.length;
  return [
    {
      kind: 'text',
      spans: [
        { text: shortenLine(title, lengths.title), strong: true, link: url },
        { text: ` · ${facts}`, quiet: true },
      ],
    },
    {
      kind: 'list',
      items: [
        ...reports.map(reportLine),
        ...(rest > 0 ? [[{ text: `… and ${counted(rest, 'earlier report')}`, quiet: true }]] : []),
      ],
    },
  ];
}

/** `21 Nov 2026, Ann: “The menu moved” · asked: why does the import stop?` */
function reportLine({ at, by, note, question, url }: Article['reports'][number]): Span[] {
  const said = shortenLine(note, lengths.note);
  return [
    { text: `${formatDay(at)}, ${by.name}: `, quiet: true },
    said === '' ? { text: 'said nothing more', quiet: true } : { text: `“${said}”` },
    { text: ' · asked: ', quiet: true },
    { text: shortenLine(question, lengths.question) || 'the answer', link: url },
  ];
}
