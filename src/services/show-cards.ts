import type { Member } from '../domain/member.ts';
import { finalStates, type ProposalPicture, type ProposalState } from '../domain/proposal.ts';
import { escalatesTo } from '../rules/proposal/escalates-to.ts';
import { outcomeToTell } from '../rules/proposal/outcome-to-tell.ts';
import type { ApprovalCard } from '../store/approval-cards.ts';
import { approvalView } from '../views/approval-view.ts';
import { escalationView, outcomeView, reminderView } from '../views/notice-views.ts';
import type { View } from '../views/view.ts';
import type { Services } from './context.ts';
import { describePicture } from './describe-picture.ts';
import { getCard } from './get-proposal.ts';

/** Where cards are shown. Each call throws when it is not sure to have happened; then it is tried again. */
export interface CardPort {
  platform: string;
  channel: string;
  /** @param thread - the message that it hangs under; null = none */
  post(view: View, key: string, thread: string | null): Promise<string>;
  update(message: string, view: View): Promise<void>;
  /** A message to one person alone. */
  tell(member: Member, view: View, key: string): Promise<void>;
}

const batch = 20;
const retryMs = 30_000;
const unreadableMs = 3_600_000;

/**
 * Brings the cards of the approvals channel up to date: a new proposal gets one, a changed one is drawn anew, reminders
 * and escalations hang under it, and whoever asked is told what came of it. What a card shows is written down after it
 * is shown, so a card may be drawn twice and is never left behind. A card that cannot be drawn or shown keeps no other
 * from being shown.
 * @returns whether there may be more
 * @throws what failed first, when everything else is shown
 */
export async function showCards(services: Services, port: CardPort): Promise<boolean> {
  const now = services.clock.now();
  await services.store.dropCardsUnneeded(now);
  const stale = await services.store.staleCards(now, batch);
  const failures: unknown[] = [];
  for (const { proposalId, card } of stale) {
    try {
      const stored = await services.store.findProposal(proposalId);
      const picture = stored && (await getCard(services, stored));
      if (picture) await show(services, port, picture, card);
      // A row that cannot be read must not stand before all others for ever.
      else await services.store.postponeCard(proposalId, new Date(now.getTime() + unreadableMs));
    } catch (error) {
      failures.push(error);
      await services.store.postponeCard(proposalId, new Date(now.getTime() + retryMs));
    }
  }
  if (failures.length > 0) throw failures[0];
  return stale.length === batch;
}

async function show(
  services: Services,
  port: CardPort,
  picture: ProposalPicture,
  card: ApprovalCard | null,
): Promise<void> {
  const { proposal } = picture;
  if (card === null && finalStates.has(proposal.state)) {
    await tellOutcome(services, port, picture, null);
    return await services.store.leaveCardOut(proposal);
  }
  const view = approvalView(picture, describePicture(picture), services.clock.now());
  const message = card ? await redraw(port, card, view) : await port.post(view, `card-${proposal.id}`, null);
  const notices = { reminded: card?.reminded ?? false, escalated: card?.escalated ?? false };
  if (proposal.remindedAt !== null && !notices.reminded && proposal.state === 'proposed') {
    await port.post(reminderView(picture), `remind-${proposal.id}-${proposal.remindedAt}`, message);
  }
  if (proposal.escalatedAt !== null && !notices.escalated && proposal.state === 'proposed') {
    await escalate(services, port, picture, message, view);
  }
  const told = await tellOutcome(services, port, picture, card?.told ?? null);
  await services.store.writeCard({
    proposalId: proposal.id,
    platform: port.platform,
    channel: port.channel,
    message,
    revision: proposal.revision,
    halted: picture.haltedBy !== null,
    reminded: proposal.remindedAt !== null,
    escalated: proposal.escalatedAt !== null,
    told,
  });
}

/** @returns the outcome that whoever asked was told of by now; null = none */
async function tellOutcome(
  services: Services,
  port: CardPort,
  picture: ProposalPicture,
  told: ProposalState | null,
): Promise<ProposalState | null> {
  const { proposal } = picture;
  const outcome = outcomeToTell(proposal, told);
  if (outcome === null) return told;
  const requester = (await services.store.listMembers()).find(({ id }) => id === proposal.requester);
  if (!requester) return outcome;
  try {
    await port.tell(requester, outcomeView(picture), `told-${proposal.id}-${outcome}`);
  } catch (error) {
    // Whom the platform will never reach must not keep the card from being shown.
    if (!isForGood(error)) throw error;
    services.log.warn({ err: error, member: requester.id }, 'an outcome did not reach whoever asked');
  }
  return outcome;
}

/** Replaces a card, or posts it anew where the message is gone for good. */
async function redraw(port: CardPort, card: ApprovalCard, view: View): Promise<string> {
  try {
    await port.update(card.message, view);
    return card.message;
  } catch (error) {
    if (!isForGood(error)) throw error;
    return await port.post(view, `card-${card.proposalId}-after-${card.message}`, null);
  }
}

/** The platform refused for a reason that stays, such as a message that somebody deleted. */
function isForGood(error: unknown): boolean {
  return error instanceof Error && 'permanent' in error && error.permanent === true;
}

async function escalate(
  services: Services,
  port: CardPort,
  picture: ProposalPicture,
  message: string,
  card: View,
): Promise<void> {
  const { proposal, approvingRoles } = picture;
  const standing = await services.store.readStanding(services.clock.now());
  const next = escalatesTo(standing.people, approvingRoles, [proposal.requester, proposal.author]);
  const chosen = new Set(next.map(({ id }) => id));
  const people = (await services.store.listMembers()).filter(({ id }) => chosen.has(id));
  const names = people.map(({ name }) => name);
  const key = `escalate-${proposal.id}-${proposal.escalatedAt}`;
  await port.post(escalationView(picture, names), key, message);
  for (const person of people) {
    try {
      await port.tell(person, card, `${key}-${person.id}`);
    } catch (error) {
      // One person whom the platform does not reach must not keep the others from hearing of it.
      services.log.warn({ err: error, member: person.id }, 'an escalation did not reach its person');
    }
  }
}
