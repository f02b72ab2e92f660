/** The earliest day that an archive's clock can show. */
const noTime = new Date(Date.UTC(1980, 0, 1));

/**
 * An office file with the times of its making taken out: its parts have no date, and its properties that of the pack.
 * So equal packs are equal files.
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
    const content =
      name === 'docProps/core.xml'
        ? withDates(await part.async('string'), at)
        : await part.async('uint8array');
    settled.file(name, content, { date: noTime, createFolders: false });
  }
  return await settled.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' });
}

function withDates(core: string, at: string): string {
  return core.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${at}`);
}
