/** The earliest day that an archive's clock can show. */
const noTime = new Date(Date.UTC(1980, 0, 1));

/**
 * An office file with the times of its making taken out: its parts have no date, and its properties that of the pack.
 * So equal packs are equal files. Every shape of a slide has an id of its own.
 * @param asOf - ISO instant
 */
export async function settleArchive(bytes: Uint8Array, asOf: string): Promise<Uint8Array> {
  const { default: JsZip } = await import('jszip');
  const made = await JsZip.loadAsync(bytes);
  const settled = new JsZip();
  const at = `${asOf.slice(0, 19)}Z`;
  // The order of the parts stays: readers look for the list of types first.
  for (const [name, part] of Object.entries(made.files)) {
    if (part.dir) continue;
    const content = /\.xml$/.test(name)
      ? settleXml(name, await part.async('string'), at)
      : await part.async('uint8array');
    // A picture is packed already: to pack it again takes long and makes it no smaller.
    const compression = /\.png$/.test(name) ? 'STORE' : 'DEFLATE';
    settled.file(name, content, { date: noTime, createFolders: false, compression });
  }
  return await settled.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' });
}

function settleXml(name: string, xml: string, at: string): string {
  if (name === 'docProps/core.xml')
    return xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${at}`);
  return /^ppt\/slides\/slide\d+\.xml$/.test(name) ? withOwnIds(xml) : xml;
}

/** The library gives a table the id of another shape, and offices offer to repair such a file. */
function withOwnIds(slide: string): string {
  let last = 0;
  return slide.replace(
    /(<p:cNvPr id=")\d+(")/g,
    (_all, before: string, after: string) => `${before}${++last}${after}`,
  );
}
