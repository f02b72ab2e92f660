import type { Pack } from '../../domain/account-pack.ts';
import {
  type Artifact,
  type ArtifactFormat,
  artifactFormats,
  type PackWriting,
  storedName,
} from '../../domain/artifact.ts';
import { sha256Of } from '../../domain/sha256.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { actorOf, type RequestContext } from '../context.ts';

/** A pack's links open until the next quarter's pack is there. Source: ADR-0032 */
export const linkDays = 90;
/** Somebody else made a version of the same kind meanwhile. */
const attempts = 5;

/** A pack, and the files that say it. */
export interface MadePack<P extends Pack = Pack> {
  pack: P;
  version: number;
  /** It says what its latest version says, so no new one was made. */
  again: boolean;
  /** In the order of `artifactFormats`. */
  artifacts: Artifact[];
  /** The last day of the links in its files; null = there are none */
  linksUntil: UtcDay | null;
}

/** How a pack is kept. */
export interface KeepInput {
  /** What it is of; versions count for each kind and subject. */
  subject: string;
  formats: readonly ArtifactFormat[];
  /** Equal ones say the same: then there is no new version. */
  contentDigest: string;
  /** The last day on which the links in its files open. */
  linksUntil(madeAt: Date): UtcDay;
}

/**
 * Keeps a pack: its bytes in every format lie in the storage first, and are recorded together, or not at all. One that
 * says what the latest version says is that version.
 * @throws {HoldfastError} HF_STORAGE_FAILED
 */
export async function keepPack<P extends Pack>(
  ctx: RequestContext,
  pack: P,
  input: KeepInput,
): Promise<MadePack<P>> {
  const kept = await inTurn(ctx.artifacts, `${pack.kind} ${input.subject}`, () =>
    writeVersion(ctx, pack, input),
  );
  const [first] = kept.artifacts;
  const linksUntil = pack.audience === 'customer' || !first ? null : input.linksUntil(first.madeAt);
  return { pack, ...kept, linksUntil };
}

/** Who makes the same pack in this process waits, rather than write files that nobody will name. */
const turns = new WeakMap<object, Map<string, Promise<unknown>>>();

async function inTurn<T>(ports: object, key: string, work: () => Promise<T>): Promise<T> {
  const queues = turns.get(ports) ?? new Map<string, Promise<unknown>>();
  turns.set(ports, queues);
  const mine = (queues.get(key) ?? Promise.resolve()).catch(() => undefined).then(work);
  queues.set(key, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(key) === mine) queues.delete(key);
  }
}

type Kept = Pick<MadePack, 'version' | 'again' | 'artifacts'>;

async function writeVersion(ctx: RequestContext, pack: Pack, input: KeepInput): Promise<Kept> {
  const { subject, contentDigest } = input;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const latest = await ctx.store.latestArtifacts(pack.kind, subject);
    const [known] = latest;
    if (known?.contentDigest === contentDigest)
      return { version: known.version, again: true, artifacts: inOrder(latest) };
    const version = (known?.version ?? 0) + 1;
    const written = await writeFiles(ctx, pack, version, input);
    if (await record(ctx, pack, version, written)) return { version, again: false, artifacts: written };
    await discard(ctx, written);
  }
  throw new HoldfastError('HF_INTERNAL', 'Others kept making the same pack meanwhile', {
    next: 'Ask again.',
  });
}

async function writeFiles(
  ctx: RequestContext,
  pack: Pack,
  version: number,
  { subject, formats, contentDigest, linksUntil: linksUntilOf }: KeepInput,
): Promise<Artifact[]> {
  const { artifacts: ports, ids, clock } = ctx;
  const madeAt = clock.now();
  const linksUntil = linksUntilOf(madeAt);
  const writing: PackWriting =
    pack.audience === 'customer'
      ? { version, linkTo: null, linksUntil: null }
      : { version, linkTo: (path) => ports.linkTo(path, linksUntil), linksUntil };
  const written: Artifact[] = [];
  try {
    for (const format of formats) {
      const bytes = await ports.writers[format](pack, writing);
      const artifact: Artifact = {
        id: ids.proposal(madeAt),
        kind: pack.kind,
        account: pack.account?.id ?? null,
        subject,
        version,
        format,
        audience: pack.audience,
        asOf: new Date(pack.asOf),
        knownAt: pack.knownAt,
        madeAt,
        contentDigest,
        size: bytes.byteLength,
        sha256: sha256Of(bytes),
        madeBy: actorOf(ctx),
      };
      written.push(artifact);
      await ports.storage.write(storedName(artifact), bytes);
    }
    return written;
  } catch (error) {
    await discard(ctx, written);
    throw error;
  }
}

/** @returns false when somebody took the version meanwhile: nothing was recorded */
async function record(
  ctx: RequestContext,
  { kind, account, audience, template, knownAt }: Pack,
  version: number,
  written: readonly Artifact[],
): Promise<boolean> {
  const [first] = written;
  if (!first) throw new TypeError('a pack without a format');
  return await ctx.store.transaction(async (store) => {
    await store.lockArtifacts(kind, first.subject);
    const [known] = await store.latestArtifacts(kind, first.subject);
    if ((known?.version ?? 0) + 1 !== version) return false;
    await store.addArtifacts(written);
    await store.appendAudit({
      at: first.madeAt,
      actor: actorOf(ctx),
      action: 'artifact.made',
      account: account?.id ?? null,
      detail: {
        kind,
        version,
        audience,
        template,
        knownAt,
        ...(account === null ? { subject: first.subject } : {}),
        files: written.map(({ id, format, sha256 }) => ({ id, format, sha256 })),
      },
    });
    return true;
  });
}

/** Bytes that nothing names; what cannot be removed harms nobody. */
async function discard({ artifacts, log }: RequestContext, written: readonly Artifact[]): Promise<void> {
  for (const artifact of written) {
    await artifacts.storage.remove(storedName(artifact)).catch((error: unknown) => {
      log.warn({ err: error, artifact: artifact.id }, 'a file that nothing names could not be removed');
    });
  }
}

function inOrder(artifacts: readonly Artifact[]): Artifact[] {
  return artifactFormats.flatMap((format) => artifacts.filter((one) => one.format === format));
}
