import { createHash } from 'node:crypto';
import { createElement as h } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { drawBlock } from './draw-blocks.ts';
import { homeId } from './workspace.ts';

/** Draws a person's Home tab with the blocks of messages; nothing where it was never opened. */
export function drawHome(blocks: readonly unknown[]): string {
  if (blocks.length === 0) return '';
  const html = renderToStaticMarkup(h('div', { className: 'blocks home-blocks' }, blocks.map(drawBlock)))
    // The library gives every block the same id; on the page the list carries it once.
    .replaceAll('<div id="slack_blocks_to_jsx" data-theme="light"', '<div');
  const revision = createHash('sha256').update(html).digest('base64url').slice(0, 12);
  return `<article class="home" data-id="${homeId}" data-revision="${revision}">${html}</article>`;
}
