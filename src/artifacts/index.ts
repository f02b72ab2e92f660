import type { ArtifactFormat, PackWriter } from '../domain/artifact.ts';
import { writeCsv } from './csv.ts';
import { drawChart } from './draw-chart.ts';
import { writeMarkdown } from './markdown.ts';
import { createPdfWriter } from './pdf/write-pdf.ts';
import type { DrawChart } from './picture.ts';
import { createPptxWriter } from './pptx/write-pptx.ts';

/** A writer for every format. */
export function createPackWriters(draw: DrawChart = drawChart): Record<ArtifactFormat, PackWriter> {
  return { pptx: createPptxWriter(draw), pdf: createPdfWriter(draw), md: writeMarkdown, csv: writeCsv };
}
