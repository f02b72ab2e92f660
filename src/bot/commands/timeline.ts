import type { TimelineKind } from '../../rules/timeline.ts';
import { getTimeline } from '../../services/get-timeline.ts';
import { timelineView } from '../../views/timeline-view.ts';
import type { AccountCommand } from './command.ts';

/** Entries that fit one message of any platform. */
const shownEntries = 20;

interface TimelineQuestion {
  days?: number | undefined;
  kinds?: readonly TimelineKind[] | undefined;
}

/** `/cs timeline acme 30`, `/cs timeline acme --kind ticket`, "what happened at Acme?" */
export const timeline: AccountCommand<TimelineQuestion> = async (ctx, accountId, { days, kinds }) =>
  timelineView(await getTimeline(ctx, { accountId, days, kinds, limit: shownEntries }));
