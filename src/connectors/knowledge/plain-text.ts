import { compile, type FormatCallback } from 'html-to-text';

/** A heading stays one, as Markdown writes it, so that a passage can be told by what stands above it. */
const heading: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addLiteral(`${'#'.repeat(Number(element.name?.slice(1)) || 1)} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2 });
};

const convert = compile({
  wordwrap: false,
  formatters: { heading },
  // A text of theirs is data: neither links nor pictures of it reach a reader.
  selectors: [
    { selector: 'a', format: 'inline' },
    ...['img', 'script', 'style', 'iframe', 'object', 'svg', 'template', 'noscript'].map((selector) => ({
      selector,
      format: 'skip',
    })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, format: 'heading' })),
    { selector: 'ul', options: { itemPrefix: '- ' } },
  ],
  limits: { maxDepth: 200 },
});

/** Characters; far more than any document that is indexed. */
const longestHtml = 2_000_000;

/** The text of a vendor's HTML: headings and lists as Markdown, no markup, no addresses of links or pictures. */
export function textOfHtml(html: string): string {
  return convert(html.slice(0, longestHtml))
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Markdown of somebody else: comments that no reader sees are gone, and so are the addresses of links and pictures. */
export function textOfMarkdown(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)/g, '$1')
    .replace(/^ {0,3}\[[^\]\n]+\]:\s*\S+.*$/gm, '')
    .trim();
}
