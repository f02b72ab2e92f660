import type Module from 'pptxgenjs';
import { createElement } from 'react';
import type { ArtifactStorage } from '../src/domain/artifact.ts';
import type { RequestContext } from '../src/services/context.ts';
import { makePack } from '../src/services/packs/make-pack.ts';
import { testArtifacts } from '../test/support/artifacts.ts';
import { type Finding, median, percentile, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

const packs = 200;
/** Fonts, charts and the layout engine are loaded and warm by then. */
const warmUp = 40;
const bare = { slides: 15, pages: 6, rows: 25 } as const;
/** Source: the feature contract. */
const mostSeconds = 3;
const mostGrowthMb = 120;

/**
 * A renewal pack of many accounts, in all four formats, with its record. Beside it, in the same run, the library's own
 * files: a bare deck and a bare PDF with a table on each of as many slides and pages, which no pack can do without.
 */
export async function benchPacks(bench: Bench): Promise<Finding[]> {
  const ctx: RequestContext = { ...bench.ctx, artifacts: testArtifacts(dropping) };
  const accounts = (await ctx.store.listAccounts()).slice(0, packs);
  const times: number[] = [];
  const peers: number[] = [];
  let [baseline, highest] = [0, 0];
  for (const [at, { id }] of accounts.entries()) {
    const { ms } = await timeMs(() => makePack(ctx, { accountId: id, kind: 'renewal' }));
    if (at > 0) times.push(ms);
    if (at % 10 === 0) peers.push((await timeMs(bareFiles)).ms);
    const rss = process.memoryUsage.rss();
    if (at < warmUp) baseline = Math.max(baseline, rss);
    else highest = Math.max(highest, rss);
  }
  const p50 = median(times);
  const growth = Math.max(0, highest - baseline) / 1_048_576;
  const detail = {
    packs: accounts.length,
    formats: 4,
    p50Ms: Math.round(p50),
    p99Ms: Math.round(percentile(times, 0.99)),
  };
  return [
    {
      name: `a pack in four formats, p50, ${bench.engine}`,
      figure: p50 / 1_000,
      unit: 's',
      limit: mostSeconds,
      sense: 'most',
      detail,
    },
    {
      name: `a pack / the same pages with bare tables, ${bench.engine}`,
      figure: p50 / median(peers),
      unit: '×',
      limit: 6,
      sense: 'most',
      detail: { peerP50Ms: Math.round(median(peers)) },
    },
    {
      name: `memory that ${packs} packs take more than the first ${warmUp}, ${bench.engine}`,
      figure: growth,
      unit: 'MB',
      limit: mostGrowthMb,
      sense: 'most',
      detail: { baselineMb: Math.round(baseline / 1_048_576) },
    },
  ];
}

/** Takes everything and keeps nothing: what is measured is ours, not a disk. */
const dropping: ArtifactStorage = {
  place: 'nowhere',
  write: async () => undefined,
  read: async () => null,
  remove: async () => undefined,
};

async function bareFiles(): Promise<void> {
  const { default: loaded } = await import('pptxgenjs');
  const deck = new (loaded as unknown as typeof Module.default)();
  for (let slide = 0; slide < bare.slides; slide++) {
    const rows = Array.from({ length: 8 }, (_, at) => [{ text: `row ${at}` }, { text: String(at) }]);
    deck.addSlide().addTable(rows, { x: 1, y: 1, w: 8 });
  }
  await deck.write({ outputType: 'uint8array' });
  const { Document, Page, Text, View, renderToBuffer } = await import('@react-pdf/renderer');
  const cell = (text: string) => createElement(Text, { style: { width: '25%' } }, text);
  const row = (at: number) =>
    createElement(
      View,
      { style: { flexDirection: 'row' } },
      cell(`row ${at}`),
      cell('1'),
      cell('2'),
      cell('3'),
    );
  const rows = Array.from({ length: bare.rows }, (_, at) => row(at));
  const pages = Array.from({ length: bare.pages }, () => createElement(Page, { size: 'A4' }, ...rows));
  await renderToBuffer(createElement(Document, null, ...pages));
}
