import type { Alert } from '../../domain/alert.ts';
import { isEmptyBook } from '../../domain/book.ts';
import type { Member } from '../../domain/member.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { bookView } from '../../views/book-view.ts';
import { digestReaders } from '../alerts/alert-settings.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';
import { bookRefusers } from './book-settings.ts';
import { type BookGround, bookGround, readBook } from './read-book.ts';

/** The hour of the organisation's clock from which on books go out. */
const fromHour = 7;
const dayMs = 86_400_000;
const alertsAtMost = 200;

/** What a look at the morning came to. */
export interface BookResult {
  sent: number;
  /** Members of whom there was nothing to say. */
  empty: number;
}

/**
 * Sends each member their book of the day: everybody who looks after customers, once a day, from seven in the morning by
 * the organisation's clock on, also when nothing ran at seven. Who has nothing to hear gets no message: one that says
 * nothing teaches people to read none. What is said is what happened since their last book.
 */
export async function sendBooks(ctx: RequestContext): Promise<BookResult> {
  const now = ctx.clock.now();
  const { day, hour } = localTime(ctx.content.sla.workingHours.zone, now);
  const result: BookResult = { sent: 0, empty: 0 };
  if (hour < fromHour) return result;
  const done = await ctx.store.lastBooks(day);
  const members = (await ctx.store.listMembers()).filter(({ id }) => !done.get(id)?.isDone);
  if (members.length === 0) return result;
  const [ground, names] = [await bookGround(ctx), await memberNames(ctx)];
  const owners = new Set(ground.accounts.map(({ owner }) => owner));
  const [refusers, daily] = [await bookRefusers(ctx), new Set(await digestReaders(ctx))];
  for (const member of members) {
    const channel = chatUserOf(member);
    if (channel === null || (member.role !== 'csm' && !owners.has(member.id) && !daily.has(member.id)))
      continue;
    if (refusers.has(member.id) && !daily.has(member.id)) continue;
    const since = done.get(member.id)?.at ?? new Date(now.getTime() - dayMs);
    const wants = { book: !refusers.has(member.id), alerts: daily.has(member.id) };
    const outcome = await sendOne(ctx, { member, channel, day, since, ground, wants, names });
    if (outcome !== null) result[outcome]++;
  }
  return result;
}

interface Morning {
  member: Member;
  channel: string;
  day: string;
  since: Date;
  ground: BookGround;
  wants: { book: boolean; alerts: boolean };
  names: ReadonlyMap<string, string>;
}

/** @returns null = another process did it, or policy does not allow it */
async function sendOne(
  ctx: RequestContext,
  { member, channel, day, since, ground, wants, names }: Morning,
): Promise<keyof BookResult | null> {
  const at = ctx.clock.now();
  const noted = { member: member.id, day, at };
  const full = await readBook(ctx, member, since, ground);
  const book = wants.book ? full : { ...full, changed: [], due: [], approvals: { count: 0, first: null } };
  const alerts = wants.alerts ? await alertsOf(ctx, member.id) : [];
  if (isEmptyBook(book) && alerts.length === 0)
    return (await ctx.store.addBookSent({ ...noted, proposalId: null })) ? 'empty' : null;
  const view = bookView({ book, day, alerts, names });
  const message = {
    kind: 'message.post',
    account: null,
    origin: 'system' as const,
    params: { channel, view },
  };
  const result = await proposeUnlessDone(
    ctx,
    message,
    async (store, { id }) => await store.addBookSent({ ...noted, proposalId: id }),
  );
  if (result.ok) return 'sent';
  if (result.refusal === 'invalid') {
    // What no message can hold must not keep the books of others back.
    ctx.log.error({ err: result.error, member: member.id }, 'a book could not be sent');
    await ctx.store.addBookSent({ ...noted, proposalId: null });
  }
  return null;
}

/** Those that nobody took up yet come first; what was put off is left out. */
async function alertsOf(ctx: RequestContext, member: string): Promise<Alert[]> {
  const open = await ctx.store.listAlerts({ states: ['open'], member, limit: alertsAtMost });
  return open.filter(({ quiet }) => !quiet);
}
