import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For processes that a test starts: compiled code is kept between them, so that many do not compile the same files. */
export const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'holdfast-compiled-tests') };
