import {
  Body,
  Column,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Row,
  Section,
  Text,
} from '@react-email/components';
import { render } from '@react-email/render';
import { type ComponentProps, type CSSProperties, createElement as h, type ReactNode } from 'react';
import type { Span, Tone, ViewBlock } from '../../views/view.ts';
import type { MailPicture } from './write-mail.ts';

const fonts = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const light = { page: '#f3f4f6', card: '#ffffff', ink: '#1b1f24', quiet: '#59636e', rule: '#e1e4e8' };
const link = '#0a58a8';
const tones: Readonly<Record<Tone, string>> = {
  good: '#1a7f4b',
  warning: '#b7791f',
  bad: '#c0392b',
  neutral: '#59636e',
};

/** Programs that know dark mode take these over what stands in the elements; others show the light ones. */
const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body, body > table, body > table > tbody > tr > td { background-color: #0f1216 !important; }
  .card { background-color: #1a1e24 !important; }
  .ink { color: #e9ebee !important; }
  .quiet { color: #a3acb7 !important; }
  .link { color: #8cbcff !important; }
  .rule { border-color: #323943 !important; }
}
@media (max-width: 480px) { .card { padding: 20px 18px !important; } }
`;

/** An e-mail as HTML: one column, no picture, script, font or style from elsewhere; every text is escaped. */
export async function mailHtml(picture: MailPicture): Promise<string> {
  const { subject, summary, blocks, footer } = picture;
  const tone = blocks.find((block) => block.kind === 'heading')?.tone ?? 'neutral';
  const draw = spansWith(picture.addressOf);
  return await render(
    h(
      Html,
      { lang: 'en', dir: 'ltr' },
      h(
        Head,
        null,
        h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
        h('title', null, subject),
        h('style', null, darkStyles),
      ),
      h(
        Body,
        {
          className: 'page',
          style: { backgroundColor: light.page, margin: 0, padding: '16px 8px', fontFamily: fonts },
        },
        h(
          'div',
          { style: { display: 'none', maxHeight: 0, overflow: 'hidden', lineHeight: '1px' } },
          summary.slice(0, 150),
        ),
        h(
          Container,
          {
            className: 'card',
            style: {
              backgroundColor: light.card,
              borderTop: `4px solid ${tones[tone]}`,
              borderRadius: '6px',
              padding: '24px 28px',
              maxWidth: '584px',
              width: '100%',
              margin: '0 auto',
            },
          },
          ...blocks.map((block, at) => drawBlock(block, at, draw)),
          footer ? h(Hr, { key: 'rule', className: 'rule', style: ruleStyle }) : null,
          footer
            ? h(
                Text,
                { key: 'footer', className: 'quiet', style: { ...textStyle, ...smallStyle } },
                draw(footer),
              )
            : null,
        ),
      ),
    ),
  );
}

type Draw = (spans: readonly Span[]) => ReactNode[];

function spansWith(addressOf: (path: string) => string): Draw {
  return (spans) =>
    spans.map((span, at) => {
      const { text, strong, quiet, code } = span;
      const style: CSSProperties = {
        ...(strong ? { fontWeight: 600 } : {}),
        ...(code ? { fontFamily: 'Menlo, Consolas, monospace', fontSize: '0.92em' } : {}),
      };
      if (span.link !== undefined)
        return h(
          Link,
          {
            key: at,
            href: addressOf(span.link),
            className: 'link',
            style: { ...style, color: link, textDecoration: 'underline' },
          },
          h('bdi', null, ...lines(text)),
        );
      const tag = strong || code || quiet ? { className: quiet ? 'quiet' : undefined, style } : {};
      return h('bdi', { key: at, ...tag }, ...lines(text));
    });
}

function lines(text: string): ReactNode[] {
  return text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [h('br', { key: at }), line]));
}

const textStyle: CSSProperties = {
  color: light.ink,
  fontSize: '15px',
  lineHeight: '22px',
  margin: '0 0 12px',
  overflowWrap: 'anywhere',
};
const smallStyle: CSSProperties = { color: light.quiet, fontSize: '12px', lineHeight: '18px' };
const ruleStyle: CSSProperties = { borderColor: light.rule, margin: '16px 0' };

function drawBlock(block: ViewBlock, key: number, draw: Draw): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const isTitle = key === 0;
      const size = isTitle
        ? { fontSize: '21px', lineHeight: '28px' }
        : { fontSize: '15px', lineHeight: '22px' };
      const margin = isTitle ? '0 0 8px' : '20px 0 6px';
      const style = { ...textStyle, ...size, margin, fontWeight: 650 };
      return h(
        Heading,
        { key, as: isTitle ? 'h1' : 'h2', className: 'ink', style },
        h('bdi', null, block.text),
      );
    }
    case 'text':
      return h(Text, { key, className: 'ink', dir: 'auto', style: textStyle }, draw(block.spans));
    case 'note':
      return h(Text, { key, className: 'quiet', style: { ...textStyle, ...smallStyle } }, draw(block.spans));
    case 'quote': {
      const style = { ...textStyle, borderLeft: `3px solid ${light.rule}`, paddingLeft: '12px' };
      return h(Text, { key, className: 'ink rule', dir: 'auto', style }, draw(block.spans));
    }
    case 'facts':
      return drawFigures(block.facts, key, draw);
    case 'list':
      return h(
        'ul',
        { key, className: 'ink', style: { ...textStyle, padding: '0 0 0 18px' } },
        block.items.map((item, at) => h('li', { key: at, style: { margin: '0 0 6px' } }, draw(item))),
      );
    case 'table':
      return drawTable(block, key, draw);
    // A picture would be fetched when the mail is opened: what it shows is said.
    case 'picture':
      return h(Text, { key, className: 'quiet', style: { ...textStyle, ...smallStyle } }, block.alt);
    case 'divider':
      return h(Hr, { key, className: 'rule', style: ruleStyle });
    default:
      return null;
  }
}

const cellStyle: CSSProperties = { width: '50%', verticalAlign: 'top', padding: '8px 12px 8px 0' };

/** Figures in two columns: what it is, the figure, and what stands beside it. */
function drawFigures(
  facts: Extract<ViewBlock, { kind: 'facts' }>['facts'],
  key: number,
  draw: Draw,
): ReactNode {
  const rows = Array.from({ length: Math.ceil(facts.length / 2) }, (_, at) =>
    facts.slice(2 * at, 2 * at + 2),
  );
  return h(
    Section,
    { key, style: { margin: '4px 0 12px' } },
    rows.map((row, at) =>
      h(
        Row,
        { key: at } as ComponentProps<typeof Row>,
        row.map(({ label, value: [figure, ...beside] }, place) =>
          h(
            Column,
            { key: place, style: cellStyle },
            h('div', { className: 'quiet', style: smallStyle }, label),
            h(
              'div',
              {
                className: 'ink',
                style: { ...textStyle, fontSize: '18px', lineHeight: '25px', fontWeight: 600, margin: 0 },
              },
              figure ? draw([figure]) : null,
            ),
            beside.length > 0
              ? h(
                  'div',
                  { className: 'quiet', style: { ...smallStyle, overflowWrap: 'anywhere' } },
                  draw(withoutBrackets(beside)),
                )
              : null,
          ),
        ),
        row.length < 2 ? h(Column, { key: 'rest', style: cellStyle }, '') : null,
      ),
    ),
  );
}

/** What stands under a figure needs no brackets around it. */
function withoutBrackets(spans: readonly Span[]): Span[] {
  const [only, ...others] = spans;
  const inner = others.length === 0 ? /^\s*\(([\s\S]*)\)$/.exec(only?.text ?? '') : null;
  return only && inner ? [{ ...only, text: inner[1] ?? '' }] : [...spans];
}

/** A word that no phone can hold is cut; any other stays whole, or a long cell would squeeze its neighbours to letters. */
function breaksOf(spans: readonly Span[]): CSSProperties {
  const words = spans.flatMap(({ text }) => text.split(/\s+/));
  return { overflowWrap: words.some((word) => word.length > 20) ? 'anywhere' : 'normal' };
}

function drawTable(
  { columns, rows }: Extract<ViewBlock, { kind: 'table' }>,
  key: number,
  draw: Draw,
): ReactNode {
  const cell: CSSProperties = { ...textStyle, fontSize: '13px', lineHeight: '19px', margin: 0 };
  const padded: CSSProperties = {
    ...cell,
    padding: '6px 8px 6px 0',
    borderTop: `1px solid ${light.rule}`,
    verticalAlign: 'top',
  };
  const alignOf = (at: number): CSSProperties => ({ textAlign: columns[at]?.align ?? 'left' });
  return h(
    'table',
    { key, width: '100%', cellPadding: 0, cellSpacing: 0, style: { margin: '0 0 12px' } },
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        columns.map(({ label }, at) =>
          h(
            'th',
            {
              key: at,
              className: 'quiet',
              style: {
                ...cell,
                ...smallStyle,
                paddingRight: '8px',
                ...alignOf(at),
                ...breaksOf([{ text: label }]),
              },
            },
            label,
          ),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map((row, place) =>
        h(
          'tr',
          { key: place },
          row.map((spans, at) =>
            h(
              'td',
              { key: at, className: 'ink rule', style: { ...padded, ...alignOf(at), ...breaksOf(spans) } },
              draw(spans),
            ),
          ),
        ),
      ),
    ),
  );
}
