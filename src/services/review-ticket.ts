import { type FoundSecret, findSecrets, type SecretKind } from '../copilot/find-secrets.ts';
import {
  findPersonalData,
  type PersonalData,
  type PersonalDataKind,
  withoutOverlaps,
} from '../copilot/personal-data.ts';
import { HoldfastError } from '../errors.ts';
import { namesOfAccount } from '../rules/accounts/names-of-account.ts';
import { requireChangeable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** Something in a text that other accounts should not read. */
export interface Finding {
  kind: PersonalDataKind | SecretKind;
  start: number;
  end: number;
}

/** A solved ticket as somebody has to see it before they share it. */
export interface TicketReview {
  id: string;
  title: string;
  account: string;
  /** Everything that others would read: the title, then the text. */
  text: string;
  /** In the order of the text. By form and known names alone: that there are none proves nothing. */
  findings: Finding[];
  isShared: boolean;
  contentHash: string;
  /** Names this text: another one is another. */
  mark: string;
}

const markLength = 12;

/**
 * A solved ticket with what its form shows of people and secrets, and with the names of its account.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_DOCUMENT_UNKNOWN, HF_USAGE when it is no account's
 */
export async function reviewTicket(ctx: RequestContext, id: string): Promise<TicketReview> {
  await requireChangeable(ctx, 'knowledge');
  const document = await ctx.store.findDocument(id);
  if (!document) throw new HoldfastError('HF_DOCUMENT_UNKNOWN', `There is no document '${id}'`);
  const { title, body, account, contentHash, sharedBy } = document;
  if (account === null) {
    throw new HoldfastError('HF_USAGE', `'${id}' is no account's ticket`, {
      next: 'Every account has it already.',
    });
  }
  const [known] = await ctx.store.findAccounts([account]);
  const text = `${title}\n\n${body}`;
  const found: (PersonalData | FoundSecret)[] = [
    ...findPersonalData(text, known ? namesOfAccount(known) : [account]),
    ...findSecrets(text),
  ];
  return {
    id,
    title,
    account,
    text,
    contentHash,
    mark: contentHash.slice(0, markLength),
    findings: withoutOverlaps(found),
    isShared: sharedBy !== null,
  };
}

/** Which kinds were found, each once. */
export function kindsOf({ findings }: Pick<TicketReview, 'findings'>): string[] {
  return [...new Set(findings.map(({ kind }) => kind))].sort();
}
