import type { ArtifactFormat, PackWriter } from '../domain/artifact.ts';
import { writeCsv } from './csv.ts';
import { drawChart } from './draw-chart.ts';
import { writeMarkdown } from './markdown.ts';
import { createPdfWriter } from './pdf/write-pdf.ts';
import { type DrawChart, drawOnce } from './picture.ts';
import { createPptxWriter } from './pptx/write-pptx.ts';

/** A writer for every format. */
export function createPackWriters(draw: DrawChart = drawChart): Record<ArtifactFormat, PackWriter> {
  const once = drawOnce(draw);
  return { pptx: createPptxWriter(once), pdf: createPdfWriter(once), md: writeMarkdown, csv: writeCsv };
}
