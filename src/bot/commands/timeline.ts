import { getTimeline } from '../../services/get-timeline.ts';
import { timelineView } from '../../views/timeline-view.ts';
import type { AccountCommand } from './command.ts';

/** Entries that fit one message of any platform. */
const shownEntries = 20;

/** `/cs timeline acme 30`, "what happened at Acme?" */
export const timeline: AccountCommand<{ days?: number | undefined }> = async (ctx, accountId, question) =>
  timelineView(await getTimeline(ctx, { accountId, days: question.days, limit: shownEntries }));
