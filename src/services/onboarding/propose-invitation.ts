import { calendarInvitation } from '../../artifacts/calendar-invitation.ts';
import type { Account } from '../../domain/account.ts';
import type { InvitationKind } from '../../domain/onboarding.ts';
import { invitationText } from '../../rules/onboarding/letter-texts.ts';
import { type PlannedInvitation, planInvitation } from '../../rules/onboarding/plan-invitations.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { findRecipients } from '../issues/find-recipients.ts';
import { requireAccountById } from '../resolve-account.ts';
import { type OnceResult, proposeOnce } from './propose-once.ts';
import { nobody } from './recover-step.ts';

/**
 * Proposes one invitation of an onboarding, once: a letter with its calendar entry below. People approve it, and may
 * change time and words before.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN
 */
export async function proposeInvitation(
  ctx: RequestContext,
  { accountId, kind }: { accountId: string; kind: InvitationKind },
): Promise<OnceResult> {
  await requireReadable(ctx, 'account', null);
  const account = await requireAccountById(ctx, accountId, 'List all with: accounts');
  return await proposePlanned(ctx, account, planInvitation(kind, account, ctx.clock.now()));
}

/** Proposes what was planned. */
export async function proposePlanned(
  ctx: RequestContext,
  account: Account,
  planned: PlannedInvitation,
): Promise<OnceResult> {
  const to = await findRecipients(ctx, account, []);
  if (to.length === 0) return nobody;
  const calendar = calendarOf(ctx, account.id, planned, to);
  return await proposeOnce(ctx, {
    ...{ account: account.id, what: `invitation:${planned.kind}`, kind: 'message.customer' },
    params: { to, ...invitationText(planned, calendar) },
  });
}

/** The calendar entry of an invitation, as a file's text. */
export function calendarOf(
  ctx: RequestContext,
  accountId: string,
  { kind, title, agenda, startsAt, minutes, weeks }: PlannedInvitation,
  to: readonly string[],
): string {
  return calendarInvitation({
    id: `${encodeURIComponent(accountId)}.${kind}@holdfast`,
    ...{ title, description: agenda.join('\n'), startsAt, minutes, weeks, to, writtenAt: ctx.clock.now() },
  });
}
