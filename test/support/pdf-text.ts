import { inflateSync } from 'node:zlib';

/**
 * What a PDF of ours says, page by page: the letters of its texts in the order in which they are drawn, without blanks.
 * It reads what the writer writes, no other PDF.
 */
export function pdfPages(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body);
  const of = (id: string | undefined): string => objects.get(id ?? '') ?? '';
  const kids = /\/Kids \[([^\]]*)\]/.exec(
    [...objects.values()].find((body) => /\/Type \/Pages/.test(body)) ?? '',
  )?.[1];
  return [...(kids ?? '').matchAll(/(\d+) 0 R/g)].map(([, page]) => {
    const resources = of(/\/Resources (\d+) 0 R/.exec(of(page))?.[1]);
    const fonts = new Map(
      [...(/\/Font <<([\s\S]*?)>>/.exec(resources)?.[1]?.matchAll(/\/(F\d+) (\d+) 0 R/g) ?? [])].map(
        ([, name = '', font]) => [name, lettersOf(streamOf(of(/\/ToUnicode (\d+) 0 R/.exec(of(font))?.[1])))],
      ),
    );
    return textOf(streamOf(of(/\/Contents (\d+) 0 R/.exec(of(page))?.[1])), fonts);
  });
}

function streamOf(body: string): string {
  const found = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1];
  if (found === undefined) return '';
  const bytes = Buffer.from(found, 'latin1');
  return /\/FlateDecode/.test(body) ? inflateSync(bytes).toString('latin1') : found;
}

/** Which letters stand for each sign of a font. */
function lettersOf(map: string): string[] {
  const letters: string[] = [];
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi))
    for (const [at, [, codes = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      letters[Number.parseInt(from, 16) + at] = Buffer.from(codes.replaceAll(' ', ''), 'hex')
        .swap16()
        .toString('utf16le');
  return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, string[]>): string {
  let letters: string[] = [];
  let text = '';
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? [];
    for (const [, codes = ''] of (shown ?? '').matchAll(/<([0-9a-f]+)>/g))
      for (const [code] of codes.matchAll(/.{4}/g)) text += letters[Number.parseInt(code, 16)] ?? '';
  }
  return text.replace(/\s/g, '');
}
