import type { EChartsCoreOption } from 'echarts/core';
import { fontFamily, palettes, type Theme } from './chart.ts';

/** What is drawn, without what every chart has in common. */
export type ChartOption = EChartsCoreOption;

let loading: Promise<typeof import('echarts/core')> | null = null;

/** The library is loaded at the first chart: whoever draws none does not wait for it. */
function loadLibrary(): Promise<typeof import('echarts/core')> {
  loading ??= (async () => {
    const [core, charts, components, renderers] = await Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]);
    core.use([
      ...[charts.LineChart, charts.BarChart, charts.HeatmapChart],
      ...[components.GridComponent, components.MarkAreaComponent, components.MarkLineComponent],
      ...[components.MarkPointComponent, components.VisualMapComponent, components.LegendComponent],
      renderers.SVGRenderer,
    ]);
    return core;
  })();
  return loading;
}

/** Draws an option as SVG. Equal options give equal bytes. */
export async function drawSvg(
  option: ChartOption,
  { width, height, theme }: { width: number; height: number; theme: Theme },
): Promise<string> {
  const { init } = await loadLibrary();
  const { ground, ink } = palettes[theme];
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: ground,
      textStyle: { fontFamily, color: ink, fontSize: 13 },
      ...option,
    });
    return settled(chart.renderToSVGString());
  } finally {
    chart.dispose(); // or the process never ends
  }
}

/** The library numbers the names in a drawing on over all drawings. */
function settled(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/zr\d+-[a-z]+-?\d+/g, (name) => {
    const known = names.get(name) ?? `c${names.size}`;
    names.set(name, known);
    return known;
  });
}
