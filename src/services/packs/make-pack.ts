import type { AccountPack, PackAudience, PackKind } from '../../domain/account-pack.ts';
import { type Artifact, artifactFormats, type PackWriting, storedName } from '../../domain/artifact.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import type { PackTemplate } from '../../domain/pack-template.ts';
import { sha256Of } from '../../domain/sha256.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { composePack } from '../../rules/account-pack/compose-pack.ts';
import { requireReadable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import type { MomentInput } from '../moment.ts';
import { readPackFacts } from './read-pack-facts.ts';

/** A pack's links open until the next quarter's pack is there. Source: ADR-0032 */
export const linkDays = 90;
/** Somebody else made a version of the same kind meanwhile. */
const attempts = 5;

export interface MakePackInput extends MomentInput {
  accountId: string;
  kind: PackKind;
  audience?: PackAudience | undefined;
}

/** A pack, and the files that say it. */
export interface MadePack {
  pack: AccountPack;
  version: number;
  /** It says what its latest version says, so no new one was made. */
  again: boolean;
  /** In the order of `artifactFormats`. */
  artifacts: Artifact[];
}

/** The last day of the links in a pack's files; null = there are none */
export function linksUntilOf({ pack, artifacts }: MadePack): string | null {
  const [first] = artifacts;
  return pack.audience === 'customer' || !first ? null : addDays(utcDayOf(first.madeAt), linkDays);
}

/**
 * What a pack would say, without making a file of it.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_ACCOUNT_UNKNOWN, HF_SEQUENCE_UNKNOWN
 */
export async function drawPack(ctx: RequestContext, input: MakePackInput): Promise<AccountPack> {
  await requireReadable(ctx, 'account', input.accountId);
  const template = templateOf(ctx, input.kind);
  const { accountId, asOf, knownAt, audience = 'internal' } = input;
  return composePack(template, await readPackFacts(ctx, { accountId, asOf, knownAt, audience, template }));
}

/**
 * Makes a pack: its bytes in every format lie in the storage first, and are recorded together, or not at all. One that
 * says what the latest version says is that version.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_ACCOUNT_UNKNOWN, HF_SEQUENCE_UNKNOWN, HF_STORAGE_FAILED
 */
export async function makePack(ctx: RequestContext, input: MakePackInput): Promise<MadePack> {
  const pack = await drawPack(ctx, input);
  return await inTurn(ctx.artifacts, `${pack.kind} ${pack.account.id}`, () => keepPack(ctx, pack));
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

async function keepPack(ctx: RequestContext, pack: AccountPack): Promise<MadePack> {
  const contentDigest = digestOf(pack);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const latest = await ctx.store.latestArtifacts(pack.account.id, pack.kind);
    const [known] = latest;
    if (known?.contentDigest === contentDigest)
      return { pack, version: known.version, again: true, artifacts: inOrder(latest) };
    const version = (known?.version ?? 0) + 1;
    const written = await writeFiles(ctx, pack, version, contentDigest);
    if (await record(ctx, pack, version, written)) return { pack, version, again: false, artifacts: written };
    await discard(ctx, written);
  }
  throw new HoldfastError('HF_INTERNAL', 'Others kept making the same pack meanwhile', {
    next: 'Ask again.',
  });
}

function templateOf({ content }: RequestContext, kind: PackKind): PackTemplate {
  const template = content.packTemplates.find(({ id }) => id === kind);
  if (template) return template;
  throw new HoldfastError('HF_CONTENT_INVALID', `No template for '${kind}' was read`);
}

async function writeFiles(
  ctx: RequestContext,
  pack: AccountPack,
  version: number,
  contentDigest: string,
): Promise<Artifact[]> {
  const { artifacts: ports, ids, clock } = ctx;
  const madeAt = clock.now();
  const linksUntil = addDays(utcDayOf(madeAt), linkDays);
  const writing: PackWriting =
    pack.audience === 'customer'
      ? { version, linkTo: null, linksUntil: null }
      : { version, linkTo: (path) => ports.linkTo(path, linksUntil), linksUntil };
  const written: Artifact[] = [];
  try {
    for (const format of artifactFormats) {
      const bytes = await ports.writers[format](pack, writing);
      const artifact: Artifact = {
        ...{ id: ids.proposal(madeAt), kind: pack.kind, account: pack.account.id, version, format },
        ...{
          audience: pack.audience,
          asOf: new Date(pack.asOf),
          knownAt: pack.knownAt,
          madeAt,
          contentDigest,
        },
        ...{ size: bytes.byteLength, sha256: sha256Of(bytes), madeBy: actorOf(ctx) },
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
  pack: AccountPack,
  version: number,
  written: readonly Artifact[],
): Promise<boolean> {
  const account = pack.account.id;
  return await ctx.store.transaction(async (store) => {
    await store.lockArtifacts(account, pack.kind);
    const [known] = await store.latestArtifacts(account, pack.kind);
    if ((known?.version ?? 0) + 1 !== version) return false;
    await store.addArtifacts(written);
    await store.appendAudit({
      ...{ at: written[0]?.madeAt ?? ctx.clock.now(), actor: actorOf(ctx), action: 'artifact.made', account },
      detail: {
        ...{
          kind: pack.kind,
          version,
          audience: pack.audience,
          template: pack.template,
          knownAt: pack.knownAt,
        },
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
