import { extname, resolve } from 'node:path';
import type { Artifact, ArtifactFormat } from '../domain/artifact.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';
import type { MadePack } from '../services/packs/keep-pack.ts';
import { listed } from '../services/packs/list-artifacts.ts';
import { readArtifact } from '../services/packs/read-artifact.ts';
import { packView } from '../views/pack-view.ts';
import type { CommandOption, Outcome, Session } from './command.ts';
import { usage } from './options.ts';
import { writeCopy } from './write-copy.ts';

/** A file of the person's own that one of a pack's files is written to as well. */
export interface WantedCopy {
  file: string;
  format: ArtifactFormat;
}

/** The option that asks for one. */
export function outOption(formats: readonly ArtifactFormat[]): CommandOption {
  const endings = formats.map((format) => `.${format}`).join(', ');
  return {
    flags: '--out <file>',
    description: `write one of its files there too; its ending says which: ${endings}`,
  };
}

/** What `--out` says; null = it was not given. @throws {HoldfastError} HF_USAGE for an ending that no file has */
export function wantedCopy(
  { io }: Session,
  out: string | undefined,
  formats: readonly ArtifactFormat[],
): WantedCopy | null {
  if (out === undefined) return null;
  const ending = extname(out).slice(1).toLowerCase();
  const format = formats.find((known) => known === ending);
  if (format) return { file: resolve(io.cwd, out), format };
  throw usage(
    `--out is '${out}', and no pack is written as '.${ending}'`,
    `Let the name end in ${formats.map((known) => `.${known}`).join(', ')}.`,
  );
}

/** A made pack as a command answers it. @throws {HoldfastError} HF_FILE_UNREADABLE */
export async function madeOutcome(
  ctx: RequestContext,
  made: MadePack,
  copy: WantedCopy | null,
): Promise<Outcome> {
  if (copy !== null) await copyOut(ctx, made.artifacts, copy);
  return {
    json: { ...made, artifacts: made.artifacts.map(listed), ...(copy === null ? {} : { file: copy.file }) },
    view: packView(made),
  };
}

async function copyOut(
  ctx: RequestContext,
  artifacts: readonly Artifact[],
  { file, format: wanted }: WantedCopy,
): Promise<void> {
  const artifact = artifacts.find(({ format }) => format === wanted);
  if (!artifact) throw new HoldfastError('HF_INTERNAL', `This pack has no ${wanted}`);
  const { bytes } = await readArtifact(ctx, artifact.id);
  const next = 'Name a folder that exists and a disk with room; the pack itself was made: holdfast artifacts';
  await writeCopy(file, bytes, next);
}
