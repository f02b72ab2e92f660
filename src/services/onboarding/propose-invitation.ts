import type { Account } from '../../domain/account.ts';
import type { Meeting } from '../../domain/meeting.ts';
import type { InvitationKind } from '../../domain/onboarding.ts';
import { addressField } from '../../guardrail/actions/fields.ts';
import { knownZone } from '../../rules/adoption/quiet-hours.ts';
import type { MeetingTimes } from '../../rules/business-time/meeting-time.ts';
import { invitationText } from '../../rules/onboarding/letter-texts.ts';
import { type PlannedInvitation, planInvitation } from '../../rules/onboarding/plan-invitations.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { findRecipients } from '../issues/find-recipients.ts';
import { requireAccountById } from '../resolve-account.ts';
import { type OnceResult, proposeOnce } from './propose-once.ts';
import { nobody } from './recover-step.ts';

/**
 * Proposes one invitation of an onboarding, once: a letter with its calendar file. People approve it, and may
 * change time and words before.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN
 */
export async function proposeInvitation(
  ctx: RequestContext,
  { accountId, kind }: { accountId: string; kind: InvitationKind },
): Promise<OnceResult> {
  await requireReadable(ctx, 'account', null);
  const account = await requireAccountById(ctx, accountId, 'List all with: accounts');
  return await proposePlanned(
    ctx,
    account,
    planInvitation(kind, account, ctx.clock.now(), meetingTimesOf(ctx, account)),
  );
}

/** Proposes what was planned. */
export async function proposePlanned(
  ctx: RequestContext,
  account: Account,
  planned: PlannedInvitation,
): Promise<OnceResult> {
  const to = await findRecipients(ctx, account, []);
  if (to.length === 0) return nobody;
  return await proposeOnce(ctx, {
    account: account.id,
    what: `invitation:${planned.kind}`,
    kind: 'message.customer',
    params: {
      to,
      ...invitationText(planned, meetingTimesOf(ctx, account)),
      invitation: await meetingFor(ctx, account, planned),
    },
  });
}

/** Whose time a meeting with this customer has to fit. */
export function meetingTimesOf({ content }: RequestContext, account: Pick<Account, 'region'>): MeetingTimes {
  return {
    hours: content.sla.workingHours,
    customerZone: knownZone(content.adoption.settings, account.region),
  };
}

/** The meeting as it stands in the letter's parameters; answers go to whoever looks after the account. */
async function meetingFor(
  { store }: RequestContext,
  account: Account,
  { kind, title, agenda, startsAt, minutes, weeks }: PlannedInvitation,
): Promise<Meeting> {
  const owner = (await store.listMembers()).find(({ id }) => id === account.owner);
  const email = addressField.safeParse(owner?.email);
  return {
    uid: `${encodeURIComponent(account.id)}.${kind}@holdfast`,
    title,
    description: agenda.join('\n'),
    startsAt: startsAt.toISOString(),
    minutes,
    weeks,
    ...(email.success ? { organizer: email.data } : {}),
  };
}
