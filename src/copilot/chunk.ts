import type { Chunk } from '../domain/indexed-knowledge.ts';

/** Grows when passages are cut in another way: everything is then indexed anew. */
export const chunkerVersion = 1;

/** A passage is closed as soon as it has this many characters: a few sentences. */
const enough = 250;
/** None is longer, so that the encoder reads all of it, with its title and headings. A single sentence may be cut. */
const atMost = 450;

/** A piece of the body that is not taken apart: a paragraph, or part of a long one. */
interface Piece {
  start: number;
  end: number;
  heading: string;
}

/**
 * Cuts Markdown or plain text into passages: paragraphs under the same heading, put together until they say enough,
 * long ones cut between sentences. Every word of the body but its headings stands in exactly one passage.
 */
export function chunkMarkdown(body: string): Chunk[] {
  const passages: Piece[] = [];
  for (const piece of paragraphsOf(body).flatMap((paragraph) => cutLong(body, paragraph))) {
    const last = passages.at(-1);
    const joins = last && last.heading === piece.heading && last.end - last.start < enough;
    if (joins && piece.end - last.start <= atMost) last.end = piece.end;
    else passages.push({ ...piece });
  }
  return passages.map(({ heading, start, end }, ordinal) => ({
    ordinal,
    heading,
    start,
    end,
    text: body.slice(start, end),
  }));
}

/** Runs of lines that are not blank, each under its headings. A fenced block of code belongs to one run. */
function paragraphsOf(body: string): Piece[] {
  const found: Piece[] = [];
  const headings: string[] = [];
  let open: Piece | null = null;
  let fence: string | null = null;
  for (const { text, start, end } of linesOf(body)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1] ?? null;
    const heading = fence === null ? /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(text) : null;
    if (heading) {
      headings.length = Math.min(headings.length, (heading[1]?.length ?? 1) - 1);
      headings[(heading[1]?.length ?? 1) - 1] = heading[2] ?? '';
      open = null;
      continue;
    }
    if (text.trim() === '' && fence === null) {
      open = null;
      continue;
    }
    if (mark !== null) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    if (open) open.end = end;
    else {
      open = { start, end, heading: headings.filter(Boolean).join(' › ') };
      found.push(open);
    }
  }
  return found.map((piece) => trimmed(body, piece)).filter(({ start, end }) => end > start);
}

function* linesOf(body: string): Generator<{ text: string; start: number; end: number }> {
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    yield { text: body.slice(start, end).replace(/\r$/, ''), start, end };
    start = end + 1;
  }
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Cuts what is too long between sentences, and a sentence that is too long between words. */
function cutLong(body: string, piece: Piece): Piece[] {
  if (piece.end - piece.start <= atMost) return [piece];
  const cuts: Piece[] = [];
  for (const { index, segment } of sentences.segment(body.slice(piece.start, piece.end))) {
    for (const part of wordRuns(segment)) {
      const start = piece.start + index + part.start;
      const end = piece.start + index + part.end;
      const last = cuts.at(-1);
      if (last && last.end - last.start < enough && end - last.start <= atMost) last.end = end;
      else cuts.push({ start, end, heading: piece.heading });
    }
  }
  return cuts.map((cut) => trimmed(body, cut)).filter(({ start, end }) => end > start);
}

/** Parts of a sentence of the longest length at most, cut at blanks where there are any, never inside a character. */
function wordRuns(sentence: string): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let start = 0; start < sentence.length; ) {
    let end = Math.min(sentence.length, start + atMost);
    if (end < sentence.length) {
      const blank = sentence.lastIndexOf(' ', end);
      if (blank > start + enough) end = blank;
      else if (/[\uDC00-\uDFFF]/.test(sentence.charAt(end))) end -= 1;
    }
    runs.push({ start, end });
    start = end;
  }
  return runs;
}

function trimmed(body: string, { start, end, heading }: Piece): Piece {
  const text = body.slice(start, end);
  const blanksBefore = text.length - text.trimStart().length;
  return { start: start + blanksBefore, end: start + Math.max(blanksBefore, text.trimEnd().length), heading };
}
