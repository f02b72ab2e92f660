import { formatDay } from './format.ts';
import type { View, ViewBlock } from './view.ts';

/** A champion kit, section by section, to be copied from. */
export function kitView(kit: { title: string; owner: string; reviewedOn: string; body: string }): View {
  const [intro = '', ...sections] = kit.body.split(/^## /m);
  return {
    summary: kit.title,
    blocks: [
      { kind: 'heading', text: kit.title },
      { kind: 'text', spans: [{ text: intro.trim() }] },
      ...sections.flatMap((section): ViewBlock[] => {
        const [title = '', ...lines] = section.split('\n');
        return [
          { kind: 'text', spans: [{ text: title, strong: true }] },
          { kind: 'quote', spans: [{ text: plain(lines.join('\n').trim()) }] },
        ];
      }),
      { kind: 'note', spans: [{ text: `Kept by ${kit.owner}, reviewed on ${formatDay(kit.reviewedOn)}.` }] },
    ],
  };
}

/** Marks of Markdown that a reader would copy along. */
function plain(markdown: string): string {
  return markdown
    .replace(/^### /gm, '')
    .replaceAll('**', '')
    .replace(/^- \[ \] /gm, '☐ ')
    .replace(/\n{3,}/g, '\n\n');
}
