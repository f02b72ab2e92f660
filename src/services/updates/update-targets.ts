import { type Account, isOfSegment } from '../../domain/account.ts';
import {
  type UpdateSubscription,
  type UpdateWay,
  updateSubscriptionsSchema,
} from '../../domain/account-week.ts';
import type { Member } from '../../domain/member.ts';
import { addressField } from '../../guardrail/actions/fields.ts';
import { mayRead } from '../../rules/access.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { wantedSince } from '../first-seen.ts';

const setting = 'updates';

/** One update that somebody gets each week. */
export interface UpdateTarget {
  /** `member exec1` */
  key: string;
  account: Account;
  /** Where it goes: a place in chat, or an address. */
  to: { by: 'chat'; channel: string } | { by: 'mail'; address: string };
  since: Date;
}

/** Who gets updates of which accounts, and how; an account that somebody named twice comes once. */
export async function updateTargets(ctx: RequestContext): Promise<UpdateTarget[]> {
  const settings = await ctx.store.listMemberSettings(setting);
  if (settings.length === 0) return [];
  const members = new Map((await ctx.store.listMembers()).map((member) => [member.id, member]));
  const accounts = (await ctx.store.listAccounts()).filter(({ status }) => status === 'active');
  return settings.flatMap(({ member: id, value }) => {
    const member = members.get(id);
    if (!member || !mayRead(member, 'account')) return [];
    const targets = new Map<string, UpdateTarget>();
    for (const { of, by, since } of readSubscriptions(value)) {
      const to = placeOf(member, by);
      if (to === null) continue;
      for (const account of accounts)
        if (
          ('account' in of ? of.account === account.id : isOfSegment(account, of.segment)) &&
          !targets.has(account.id)
        )
          targets.set(account.id, {
            key: `member ${id}`,
            account,
            to,
            since: wantedSince(since, ctx.clock.now()),
          });
    }
    return [...targets.values()];
  });
}

/** Where a member gets updates; null = no such place is known. */
export function placeOf(member: Member, by: UpdateWay): UpdateTarget['to'] | null {
  if (by === 'mail') {
    const address = addressField.safeParse(member.email);
    return address.success ? { by, address: address.data } : null;
  }
  const channel = chatUserOf(member);
  return channel === null ? null : { by, channel };
}

/** What a member asked for. */
export async function updateSubscriptions(
  { store }: RequestContext,
  member: string,
): Promise<UpdateSubscription[]> {
  const own = (await store.listMemberSettings(setting)).find((one) => one.member === member);
  return readSubscriptions(own?.value);
}

/**
 * Takes a subscription on, in place of one of the same account or segment, or takes it back.
 * @param by - null = none any more
 * @returns whether there was one before
 */
export async function changeSubscription(
  ctx: RequestContext,
  member: string,
  of: UpdateSubscription['of'],
  by: UpdateWay | null,
): Promise<boolean> {
  const at = ctx.clock.now();
  const put = by === null ? null : { of, by, since: at.toISOString() };
  return await ctx.store.changeMemberList({ member, name: setting, about: { of }, put, at });
}

function readSubscriptions(value: unknown): UpdateSubscription[] {
  const parsed = updateSubscriptionsSchema.safeParse(value);
  return parsed.success ? parsed.data : [];
}
