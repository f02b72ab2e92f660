import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { type ErrorCode, HoldfastError } from '../errors.ts';
import { invalidFile } from './invalid-file.ts';

/** How a file of the operator's may be read. */
export interface FileRules {
  /** Of the error that names what is wrong with it. */
  code: ErrorCode;
  /** The folder that a link may not lead out of; absent = a link may lead anywhere. */
  within?: string;
}

/** No page that people write is longer; one of a million bytes is a dump or a trap. */
const maxBytes = 1024 * 1024;

/**
 * The bytes of a file that people write. Whatever else goes by its name, a pipe, a device or a folder, is refused before
 * it is opened: reading a pipe would hold up a thread of the process for good.
 * @throws {HoldfastError} with the given code, naming the file and why it is not read
 */
export async function readContentFile(file: string, { code, within }: FileRules): Promise<Buffer> {
  const unusable = (reason: string, cause?: unknown): HoldfastError =>
    new HoldfastError(code, `${file}: ${reason}`, { fields: { file, reason }, cause });
  try {
    const path = await realpath(file);
    if (within !== undefined && !isWithin(await realpath(within), path))
      throw unusable(`is a link that leads out of ${within}`);
    if (!(await stat(path)).isFile()) throw unusable('is no regular file');
    // Where a pipe took its place meanwhile, opening it this way does not wait for whoever writes.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw unusable('is no regular file');
      if (status.size > maxBytes) throw tooLarge(code, file, status.size);
      return await readBytes(handle, file, code);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw unusable(`cannot be read: ${(error as Error).message}`, error);
  }
}

/** The text of a file that people write. @throws {HoldfastError} as `readContentFile` does, and when it is not valid UTF-8 */
export async function readContentText(file: string, rules: FileRules): Promise<string> {
  const bytes = await readContentFile(file, rules);
  if (!isUtf8(bytes)) throw invalidFile(rules.code, file, 1, 'not valid UTF-8');
  return bytes.toString('utf8');
}

/** Of what grows while it is read, no more than the limit is ever in memory. */
async function readBytes(handle: FileHandle, file: string, code: ErrorCode): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false, end: maxBytes })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  if (size > maxBytes) throw tooLarge(code, file, size);
  return Buffer.concat(chunks);
}

function tooLarge(code: ErrorCode, file: string, size: number): HoldfastError {
  return invalidFile(code, file, 1, `has ${size} bytes; at most ${maxBytes} are read`);
}

/** Both are real paths. */
function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
