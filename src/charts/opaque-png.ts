import { crc32, deflateSync } from 'node:zlib';

/** Source: Portable Network Graphics (third edition), 5.2 and 11.2.1 */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const bitsPerSample = 8;
const trueColour = 2;

/**
 * A picture without an alpha channel: three quarters of the bytes, and whoever sets it into a document takes them over as
 * they are, where a channel would have to be unpacked, split off pixel by pixel and packed again.
 * @param pixels - red, green, blue, alpha, in lines from the top
 * @returns null when a pixel lets something shine through
 */
export function encodeOpaquePng(pixels: Uint8Array, width: number, height: number): Uint8Array | null {
  const lines = Buffer.alloc(height * (3 * width + 1));
  let to = 0;
  let from = 0;
  for (let y = 0; y < height; y++) {
    lines[to++] = 0; // no filter: a chart is plain ground, which packs best as it is
    for (let x = 0; x < width; x++) {
      if (pixels[from + 3] !== 255) return null;
      lines[to++] = pixels[from] ?? 0;
      lines[to++] = pixels[from + 1] ?? 0;
      lines[to++] = pixels[from + 2] ?? 0;
      from += 4;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitsPerSample, trueColour], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
