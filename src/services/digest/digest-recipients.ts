import { type DigestSchedule, type DigestSubscription, digestScheduleSchema } from '../../domain/digest.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { firstSeen, wantedSince } from '../first-seen.ts';
import { requireSegment } from '../require-segment.ts';

const memberSetting = 'digest';
const channelsSetting = 'digest.channels';

/** Somebody or some place that a digest goes to each week. */
export interface DigestRecipient extends DigestSchedule {
  /** `channel C0123` or `member csm1`; it names the recipient for good. */
  key: string;
  /** Where it is posted. */
  channel: string;
  /** What was due before is not sent. */
  since: Date;
}

/** Everything that a digest goes to: the channels of our content, then members who asked for their own. */
export async function digestRecipients(ctx: RequestContext): Promise<DigestRecipient[]> {
  return [...(await channelRecipients(ctx)), ...(await memberRecipients(ctx))];
}

/** A channel is told from the moment on at which it was first seen: nobody gets the digest of a week before they asked. */
async function channelRecipients(ctx: RequestContext): Promise<DigestRecipient[]> {
  const named = ctx.content.digest.channels.flatMap(({ channel, ...schedule }) => {
    const place = channel === 'alerts' ? ctx.channels.alerts : channel;
    return place === null ? [] : [{ ...schedule, channel: place, key: `channel ${place}` }];
  });
  const seen = await firstSeen(
    ctx,
    channelsSetting,
    named.map(({ key }) => key),
  );
  return named.flatMap((recipient) => {
    const since = seen.get(recipient.key);
    return since ? [{ ...recipient, since }] : [];
  });
}

async function memberRecipients({ store, clock }: RequestContext): Promise<DigestRecipient[]> {
  const members = new Map((await store.listMembers()).map((member) => [member.id, member]));
  return (await store.listMemberSettings(memberSetting)).flatMap(({ member, value }) => {
    const channel = chatUserOf(members.get(member) ?? null);
    const subscription = readSubscription(value);
    if (channel === null || subscription === null) return [];
    const { since, ...schedule } = subscription;
    return [{ ...schedule, channel, key: `member ${member}`, since: wantedSince(since, clock.now()) }];
  });
}

/** What a member asked for; null = nothing. */
export async function subscriptionOf(
  { store }: RequestContext,
  member: string,
): Promise<DigestSubscription | null> {
  const own = (await store.listMemberSettings(memberSetting)).find((setting) => setting.member === member);
  return readSubscription(own?.value);
}

function readSubscription(value: unknown): DigestSubscription | null {
  if (typeof value !== 'object' || value === null) return null;
  const { since, ...schedule } = value as Record<string, unknown>;
  const parsed = digestScheduleSchema.safeParse(schedule);
  return parsed.success && typeof since === 'string' ? { ...parsed.data, since } : null;
}

/**
 * Keeps what a member wants of digests; null = none.
 * @returns what is kept
 * @throws {HoldfastError} HF_USAGE for a segment that nobody is in
 */
export async function subscribe(
  ctx: RequestContext,
  member: string,
  schedule: DigestSchedule | null,
): Promise<DigestSchedule | null> {
  const at = ctx.clock.now();
  const kept = schedule?.segment
    ? { ...schedule, segment: await requireSegment(ctx, schedule.segment) }
    : schedule;
  const value = kept === null ? 'off' : { ...kept, since: at.toISOString() };
  await ctx.store.writeMemberSetting({ member, name: memberSetting, value, at });
  return kept;
}
