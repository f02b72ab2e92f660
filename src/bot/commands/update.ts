import type { UpdateSubscription, UpdateWay } from '../../domain/account-week.ts';
import type { UpdateQuestion, UpdatesQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { requireSegment } from '../../services/require-segment.ts';
import { customerNames, draftLetter } from '../../services/updates/draw-letter.ts';
import { drawUpdate } from '../../services/updates/draw-update.ts';
import { keepNewWeek } from '../../services/updates/take-week.ts';
import { changeSubscription, placeOf, updateSubscriptions } from '../../services/updates/update-targets.ts';
import { said } from '../../views/said.ts';
import {
  letterDraftView,
  subscribedToUpdatesView,
  unsubscribedView,
  updateListView,
} from '../../views/update-subscription-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs update acme`, `… letter`, `… subscribe [mail|chat]`, `… off`. */
export async function update(
  ctx: RequestContext,
  accountId: string,
  { verb, by }: UpdateQuestion,
): Promise<View> {
  const [account] = await ctx.store.findAccounts([accountId]);
  const name = account?.name ?? accountId;
  switch (verb) {
    case 'show':
      return drawUpdate(await keepNewWeek(ctx, accountId));
    case 'letter': {
      if (!account) return said('This account is not known any more.');
      const draft = await draftLetter(ctx, account, await customerNames(ctx));
      return letterDraftView(name, draft.ok ? draft.params : draft);
    }
    case 'subscribe':
      return await subscribe(ctx, { account: accountId }, name, by);
    case 'off':
      return await unsubscribe(ctx, { account: accountId }, name);
  }
}

/** `/cs updates`, `/cs update segment smb subscribe`, `/cs update segment smb off`. */
export async function updates(ctx: RequestContext, question: UpdatesQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  switch (question.verb) {
    case 'list':
      return await list(ctx);
    case 'subscribe': {
      const segment = await requireSegment(ctx, question.segment);
      return await subscribe(ctx, { segment }, ofSegment(segment), question.by);
    }
    case 'off': {
      const segment = await segmentAsKept(ctx, question.segment);
      return await unsubscribe(ctx, { segment }, ofSegment(segment));
    }
  }
}

/** As somebody subscribed to it, however they write it now; nobody needs to be in it any more. */
async function segmentAsKept(ctx: RequestContext, text: string): Promise<string> {
  const own = ctx.member ? await updateSubscriptions(ctx, ctx.member.id) : [];
  const kept = own.flatMap(({ of }) => ('segment' in of ? of.segment : []));
  return kept.find((segment) => segment.toLowerCase() === text.trim().toLowerCase()) ?? text;
}

function ofSegment(segment: string): string {
  return `every customer of segment ${segment}`;
}

const nobody = 'A subscription is of a person.';

async function subscribe(
  ctx: RequestContext,
  of: UpdateSubscription['of'],
  name: string,
  asked: UpdateWay | null,
): Promise<View> {
  const { member } = ctx;
  if (!member) return said(nobody);
  const by = asked ?? (placeOf(member, 'chat') === null ? 'mail' : 'chat');
  if (placeOf(member, by) === null)
    return said(by === 'mail' ? 'No e-mail address of yours is on record.' : 'You are known on no chat.');
  await changeSubscription(ctx, member.id, of, by);
  const { updates: pack, sla } = ctx.content;
  return subscribedToUpdatesView(name, by, { schedule: pack.executive, zone: sla.workingHours.zone });
}

async function unsubscribe(ctx: RequestContext, of: UpdateSubscription['of'], name: string): Promise<View> {
  if (!ctx.member) return said(nobody);
  return unsubscribedView(name, await changeSubscription(ctx, ctx.member.id, of, null));
}

async function list(ctx: RequestContext): Promise<View> {
  if (!ctx.member) return said(nobody);
  const own = await updateSubscriptions(ctx, ctx.member.id);
  const named = own.flatMap(({ of }) => ('account' in of ? [of.account] : []));
  const names = new Map((await ctx.store.findAccounts(named)).map(({ id, name }) => [id, name]));
  return updateListView(
    own.map(({ of, by }) => ({
      name: 'account' in of ? (names.get(of.account) ?? of.account) : ofSegment(of.segment),
      by,
    })),
  );
}
