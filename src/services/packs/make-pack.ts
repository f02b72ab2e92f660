import type { AccountPack, PackAudience, PackKind } from '../../domain/account-pack.ts';
import { artifactFormats } from '../../domain/artifact.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import type { PackTemplate } from '../../domain/pack-template.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { composePack } from '../../rules/account-pack/compose-pack.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import type { MomentInput } from '../moment.ts';
import { keepPack, linkDays, type MadePack } from './keep-pack.ts';
import { readPackFacts } from './read-pack-facts.ts';

export interface MakePackInput extends MomentInput {
  accountId: string;
  kind: PackKind;
  audience?: PackAudience | undefined;
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
 * Makes a pack of an account in every format. One that says what the latest version says is that version.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_ACCOUNT_UNKNOWN, HF_SEQUENCE_UNKNOWN, HF_STORAGE_FAILED
 */
export async function makePack(ctx: RequestContext, input: MakePackInput): Promise<MadePack<AccountPack>> {
  const pack = await drawPack(ctx, input);
  return await keepPack(ctx, pack, {
    subject: pack.account.id,
    formats: artifactFormats,
    contentDigest: digestOf(pack),
    linksUntil: (madeAt) => addDays(utcDayOf(madeAt), linkDays),
  });
}

function templateOf({ content }: RequestContext, kind: PackKind): PackTemplate {
  const template = content.packTemplates.ofAccounts.find(({ id }) => id === kind);
  if (template) return template;
  throw new HoldfastError('HF_CONTENT_INVALID', `No template for '${kind}' was read`);
}
