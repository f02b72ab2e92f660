import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { View } from './view.ts';

/** Tells somebody that the article which they called wrong was corrected. */
export function articleFixedView(article: { id: string; title: string; updatedOn: string }): View {
  const title = shortenLine(article.title, 200);
  return {
    summary: `“${title}” was corrected`,
    blocks: [
      {
        kind: 'text',
        spans: [
          {
            text: `You said that this article is wrong. It was corrected on ${formatDay(article.updatedOn)}: `,
          },
          { text: title, link: `/evidence/knowledge/${article.id}` },
        ],
      },
    ],
  };
}
