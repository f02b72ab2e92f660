import type { Span, ViewBlock } from '../../views/view.ts';
import type { MailPicture } from './write-mail.ts';

/** An e-mail as text: links are numbers in brackets, and their addresses stand at its end. */
export function mailText({ blocks, footer, addressOf }: MailPicture): string {
  const addresses: string[] = [];
  const say = (spans: readonly Span[]): string =>
    spans
      .map(({ text, link }) => {
        if (link === undefined) return text;
        const address = addressOf(link);
        if (!addresses.includes(address)) addresses.push(address);
        return `${text} [${addresses.indexOf(address) + 1}]`;
      })
      .join('')
      .replaceAll('\u00a0', ' ');
  const parts = [...blocks.map((block) => blockText(block, say)), ...(footer ? [say(footer)] : [])];
  const listed = addresses.map((address, at) => `[${at + 1}] ${address}`);
  return `${[...parts.filter((part) => part !== ''), ...(listed.length > 0 ? [listed.join('\n')] : [])].join('\n\n')}\n`;
}

type Say = (spans: readonly Span[]) => string;

function blockText(block: ViewBlock, say: Say): string {
  switch (block.kind) {
    case 'heading':
      return `${block.text}\n${'-'.repeat(Math.min(Math.max(block.text.length, 3), 60))}`;
    case 'text':
    case 'note':
      return say(block.spans);
    case 'quote':
      return say(block.spans).replace(/^/gm, '> ');
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${say(value)}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${say(item)}`).join('\n');
    case 'table':
      return block.rows
        .map((row) => row.map((cell, at) => `${block.columns[at]?.label ?? ''}: ${say(cell)}`).join(' · '))
        .join('\n');
    case 'picture':
      return block.alt;
    default:
      return '';
  }
}
