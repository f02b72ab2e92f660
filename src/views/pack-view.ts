import {
  type AccountPack,
  missingSections,
  type Pack,
  type PackBlock,
  type PackSection,
  type PackSpan,
  packNames,
} from '../domain/account-pack.ts';
import { type Artifact, artifactUrl } from '../domain/artifact.ts';
import { counted } from '../domain/counted.ts';
import { undrawnWords } from '../domain/undrawn-scripts.ts';
import { formatDay, formatInstant } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** What a made pack is shown from. */
export interface ShownPack {
  pack: Pack;
  version: number;
  again: boolean;
  artifacts: readonly Pick<Artifact, 'id' | 'format' | 'size'>[];
  /** The last day of the links in the files. */
  linksUntil: string | null;
}

const names = { pptx: 'PowerPoint', pdf: 'PDF', md: 'Markdown', csv: 'CSV' } as const;

/** What is in a pack, what is missing in it, and its files. */
export function packView({ pack, version, again, artifacts, linksUntil }: ShownPack): View {
  const title = `${pack.title}: ${shortenLine(pack.subtitle, 60)}, version ${version}`;
  const missing = missingSections(pack);
  const told = pack.sections.filter((section) => section.missing === null);
  const notes = [
    again ? 'It says what this version said before, so no new one was made.' : '',
    pack.audience === 'customer'
      ? 'For the customer: without what is ours alone, and without addresses of our pages.'
      : `Internal. Links in the files open${linksUntil === null ? '' : ` until ${formatDay(linksUntil)}`} for whoever has them.`,
    `As of ${formatInstant(pack.asOf)}, ${pack.period.words}.`,
    artifacts.some(({ format }) => format === 'pdf') ? undrawnWords(JSON.stringify(pack)) : '',
  ].filter(Boolean);
  return {
    summary: `${title}: ${told.length} of ${counted(pack.sections.length, 'section')} with data`,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'text', spans: fileSpans(artifacts) },
      {
        kind: 'list',
        items: told.map(({ title: name, takeaway }) => [
          { text: `${name}: `, strong: true },
          { text: shortenLine(takeaway, 180) },
        ]),
      },
      ...missingBlocks(missing),
      { kind: 'note', spans: [{ text: notes.join(' ') }] },
    ],
  };
}

/** The files of a pack in one line, each a link. */
export function fileSpans(artifacts: ShownPack['artifacts']): Span[] {
  return artifacts.flatMap(({ id, format, size }, at): Span[] => [
    ...(at === 0 ? [] : [{ text: '  ·  ' }]),
    { text: names[format], link: artifactUrl(id), strong: true },
    { text: ` ${sizeWords(size)}`, quiet: true },
  ]);
}

function missingBlocks(missing: readonly { title: string; reason: string }[]): ViewBlock[] {
  if (missing.length === 0) return [];
  return [
    { kind: 'text', spans: [{ text: `${counted(missing.length, 'section')} without data`, strong: true }] },
    {
      kind: 'list',
      items: missing.map(({ title, reason }) => [
        { text: `${title}: `, strong: true },
        { text: shortenLine(reason, 180) },
      ]),
    },
  ];
}

function sizeWords(bytes: number): string {
  return bytes < 100_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A whole pack on one screen: what one reads before a meeting. */
export function briefView(pack: AccountPack): View {
  const title = `${packNames[pack.kind]}: ${shortenLine(pack.subtitle, 60)}`;
  const missing = missingSections(pack);
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      ...oneTable(pack.sections.filter((section) => section.missing === null).flatMap(sectionBlocks)),
      ...(missing.length === 0
        ? []
        : [
            {
              kind: 'note' as const,
              spans: [{ text: missing.map(({ title: name, reason }) => `${name}: ${reason}.`).join(' ') }],
            },
          ]),
    ],
  };
}

/** A message holds one table: what would be further ones is a list. */
function oneTable(blocks: readonly ViewBlock[]): ViewBlock[] {
  const first = blocks.findIndex(({ kind }) => kind === 'table');
  return blocks.map((block, at) =>
    block.kind !== 'table' || at === first
      ? block
      : {
          kind: 'list',
          items: block.rows.map((row) =>
            row.flatMap((cell, column) => (column === 0 ? cell : [{ text: ', ', quiet: true }, ...cell])),
          ),
        },
  );
}

function sectionBlocks({ title, takeaway, blocks }: PackSection): ViewBlock[] {
  return [
    {
      kind: 'text',
      spans: [
        { text: `${title}  `, strong: true },
        { text: takeaway, quiet: true },
      ],
    },
    ...blocks.flatMap(shown),
  ];
}

function shown(block: PackBlock): ViewBlock[] {
  switch (block.kind) {
    case 'paragraph':
      return [{ kind: 'text', spans: block.spans.map(toSpan) }];
    case 'list':
      return [{ kind: 'list', items: block.items.map((item) => item.map(toSpan)) }];
    case 'facts':
      return [
        {
          kind: 'facts',
          facts: block.facts.map(({ label, value, detail, path }) => ({
            label,
            value: [
              path === null ? { text: value } : { text: value, link: path },
              ...(detail === null ? [] : [{ text: `  ${detail}`, quiet: true }]),
            ],
          })),
        },
      ];
    case 'table':
      return [
        {
          kind: 'table',
          columns: block.columns,
          rows: block.rows.map((row) => row.map((cell) => cell.map(toSpan))),
        },
      ];
    case 'chart':
      return [];
  }
}

function toSpan({ text, strong, path }: PackSpan): Span {
  return { text, ...(strong ? { strong } : {}), ...(path === undefined ? {} : { link: path }) };
}
