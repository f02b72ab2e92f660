import { pathSegment } from '../domain/path-segment.ts';
import { sentenceSpans } from './command.ts';
import { shortenLine } from './shorten-line.ts';
import type { View, ViewBlock } from './view.ts';

/** Tells who keeps an article that somebody called it wrong, and what they said. */
export function articleReportedView(report: {
  id: string;
  title: string;
  by: string;
  /** May be empty. */
  note: string;
  /** Our own page of the answer that showed it. */
  answer: string;
}): View {
  const title = shortenLine(report.title, 200);
  const by = shortenLine(report.by, 80);
  const words = shortenLine(report.note, 600);
  const said: ViewBlock[] =
    words === '' ? [] : [{ kind: 'text', spans: [{ text: `“${words}”`, quiet: true }] }];
  return {
    summary: `${by} called “${title}” wrong`,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: `${by} called an article of yours wrong: ` },
          { text: title, link: `/evidence/knowledge/${pathSegment(report.id)}` },
          { text: ' · ' },
          { text: 'the answer that showed it', link: report.answer },
        ],
      },
      ...said,
      {
        kind: 'note',
        spans: sentenceSpans(
          'When you change it and its date, they hear of it. All of yours: /cs knowledge reports',
        ),
      },
    ],
  };
}
