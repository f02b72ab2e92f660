import { type Html, html, type Piece } from './escape.ts';
import type { LinkTo } from './layout.ts';

const dark = '(prefers-color-scheme: dark)';
const narrow = '(max-width: 560px)';

/**
 * A chart in the reader's own light.
 * @param path - of the picture, with a query and without a format
 * @param more.onPhone - is there one for a phone? @param more.isSmall - it stands beside a figure
 */
export function chartPicture(
  path: string,
  alt: string,
  linkTo: LinkTo,
  { onPhone = false, isSmall = false }: { onPhone?: boolean; isSmall?: boolean } = {},
): Html {
  const at = (query: string): string => linkTo(`${path}&format=svg${query}`);
  const source = (media: string, query: string): Piece =>
    html`<source media="${media}" srcset="${at(query)}">`;
  const phone: Piece[] = onPhone
    ? [source(`${narrow} and ${dark}`, '&width=340&theme=dark'), source(narrow, '&width=340')]
    : [];
  return html`<picture>${phone}${source(dark, '&theme=dark')}<img class="${isSmall ? 'spark' : 'chart'}" src="${at('')}" alt="${alt}"${isSmall && html` loading="lazy"`}></picture>`;
}
