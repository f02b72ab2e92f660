import { sendNudges } from '../services/adoption/send-nudges.ts';
import { postAlerts } from '../services/alerts/post-alerts.ts';
import { nextAlertTimer, runAlertTimers } from '../services/alerts/run-alert-timers.ts';
import { postTuning } from '../services/alerts/tune-rules.ts';
import { watchAccounts, watchNews } from '../services/alerts/watch-accounts.ts';
import { sendBooks } from '../services/book/send-books.ts';
import type { RequestContext } from '../services/context.ts';
import { sendDigests } from '../services/digest/send-digests.ts';
import { postFriction } from '../services/friction/post-friction.ts';
import { indexKnowledge, type SourceSummary } from '../services/index-knowledge.ts';
import { draftNotices } from '../services/issues/draft-notices.ts';
import { matchRecords } from '../services/issues/match-records.ts';
import { postScorecard } from '../services/metrics/post-scorecard.ts';
import { watchOnboardings } from '../services/onboarding/watch-onboardings.ts';
import { advancePlays } from '../services/plays/advance-plays.ts';
import { feedFromRecords } from '../services/register/feed-register.ts';
import { postReview } from '../services/register/post-review.ts';
import { refusedForMs } from '../services/remember-refusals.ts';
import { measureHistory } from '../services/risks/measured-rules.ts';
import { runProposalTimers } from '../services/run-proposal-timers.ts';
import { nextClockStage } from '../services/sla/next-clock-stage.ts';
import { postStandup } from '../services/sla/post-standup.ts';
import { watchClocks } from '../services/sla/watch-clocks.ts';
import { tellOwners } from '../services/tell-owners.ts';
import { tellReporters } from '../services/tell-reporters.ts';
import { thinScores } from '../services/thin-scores.ts';
import { triageTickets } from '../services/triage/triage-tickets.ts';
import { sendLetters } from '../services/updates/send-letters.ts';
import { sendUpdates } from '../services/updates/send-updates.ts';
import type { Job } from './job.ts';

const keptDays = 30;
/** For `restsUntil`: finds nothing to do until something is written; and never rests. */
const untilChange = async (): Promise<null> => null;
const always = new Date(0);

/** Every job, in the order in which lists show them. */
export const jobs: readonly Job[] = [
  {
    name: 'proposals.timers',
    cron: '* * * * *',
    summary: 'Reminds approvers, escalates to the next tier, and lets proposals expire, which means no.',
    restsUntil: async ({ store }) => await store.nextProposalTimer(),
    run: async (ctx) => await runProposalTimers(ctx),
  },
  {
    name: 'knowledge.index',
    cron: '17 * * * *',
    summary: 'Reads the sources of knowledge and indexes what changed.',
    expireSeconds: 3_000,
    readsOutside: true,
    runsWhenNew: true,
    run: async (ctx) => await indexEverything(ctx),
  },
  {
    name: 'issues.match',
    cron: '* * * * *',
    summary:
      'Brings new tickets and errors together with known issues, and notes which issues opened or were fixed.',
    restsUntil: untilChange,
    run: async (ctx) => await matchRecords(ctx),
  },
  {
    name: 'issues.notices',
    cron: '*/5 * * * *',
    summary:
      'Drafts one message to each account hit by a known issue that opened or was fixed; people approve them.',
    restsUntil: untilChange,
    run: async (ctx) =>
      (await draftNotices(ctx)).map(({ issueId, drafted, without }) => ({
        issueId,
        drafted: drafted.length,
        without: without.length,
      })),
  },
  {
    name: 'tickets.triage',
    cron: '* * * * *',
    summary: 'Suggests priority and tags for new tickets by their words, and proposes to tag them so.',
    restsUntil: untilChange,
    run: async (ctx) => await triageTickets(ctx),
  },
  {
    name: 'sla.watch',
    cron: '* * * * *',
    summary: 'Warns at 75 % of a promise, tells of a broken one, and takes its ticket up to the next tier.',
    restsUntil: nextClockStage,
    run: async (ctx) => await watchClocks(ctx),
  },
  {
    name: 'hypercare.standup',
    cron: '0 8 * * *',
    zone: 'organisation',
    summary: 'Posts the accounts in hypercare with their open tickets and the state of every clock.',
    run: async (ctx, slot) => await postStandup(ctx, slot),
  },
  {
    name: 'friction.weekly',
    cron: '0 7 * * 1',
    zone: 'organisation',
    summary:
      'Posts the ten causes that bother customers most, with ARR, owner and ship date, and what was shipped.',
    expireSeconds: 600,
    run: async (ctx, slot) => await postFriction(ctx, slot),
  },
  {
    name: 'articles.reported',
    cron: '*/5 * * * *',
    summary: 'Tells who keeps an article that somebody called it wrong.',
    restsUntil: untilChange,
    run: async (ctx) => await tellOwners(ctx),
  },
  {
    name: 'articles.fixed',
    cron: '15 * * * *',
    summary: 'Tells whoever called an article wrong that it was corrected.',
    run: async (ctx) => await tellReporters(ctx),
  },
  {
    name: 'accounts.watch',
    cron: '10 2 * * *',
    summary: 'Scores every account, asks every rule, and brings alerts up to date.',
    expireSeconds: 3_000,
    parts: 4,
    run: async (ctx, _slot, part) => await watchAccounts(ctx, { part }),
  },
  {
    name: 'accounts.news',
    cron: '*/5 * * * *',
    summary: 'Does the same for the accounts of which something came in since.',
    expireSeconds: 900,
    restsUntil: untilChange,
    run: async (ctx) => await watchNews(ctx),
  },
  {
    name: 'rules.measure',
    cron: '30 3 * * 0',
    summary: 'Replays the history that is loaded, and keeps what each rule would have been worth.',
    expireSeconds: 3_000,
    run: async (ctx) => await measureHistory(ctx),
  },
  {
    name: 'alerts.post',
    cron: '* * * * *',
    summary:
      'Posts the cards of new alerts, the most severe first; what is too much for a channel goes into a thread.',
    restsUntil: async ({ store, channels, clock }) =>
      channels.alerts !== null &&
      (await store.alertsToPost({ limit: 1, without: [], refusedBefore: clock.now() })).length > 0
        ? always
        : null,
    run: async (ctx) => await postAlerts(ctx),
  },
  {
    name: 'alerts.timers',
    cron: '* * * * *',
    summary:
      'Wakes alerts whose snooze has ended; takes those that nobody took for 4 working hours up, once.',
    restsUntil: nextAlertTimer,
    run: async (ctx) => await runAlertTimers(ctx),
  },
  {
    name: 'book.morning',
    cron: '0 7 * * *',
    zone: 'organisation',
    summary: 'Sends each member their book of the morning: what changed, what is due, what waits for them.',
    expireSeconds: 600,
    run: async (ctx) => await sendBooks(ctx),
  },
  {
    name: 'digest.send',
    cron: '*/15 * * * *',
    summary: 'Proposes or sends the digest of the week wherever it is due, and hangs its details under it.',
    expireSeconds: 600,
    run: async (ctx) => await sendDigests(ctx),
  },
  {
    name: 'scorecard.monthly',
    cron: '0 8 1 * *',
    zone: 'organisation',
    summary:
      'Keeps the scorecard of the month before as files, and posts it: each figure beside the month before that and its target.',
    expireSeconds: 600,
    run: async (ctx, slot) => await postScorecard(ctx, slot),
  },
  {
    name: 'updates.send',
    cron: '*/15 * * * *',
    summary: 'Sends executives the week of each account they subscribed to, once it is due.',
    expireSeconds: 1_800,
    run: async (ctx) => await sendUpdates(ctx),
  },
  {
    name: 'letters.draft',
    cron: '*/15 * * * *',
    summary: "Proposes each customer's weekly letter once it is due, and notes why somebody gets none.",
    expireSeconds: 1_800,
    run: async (ctx) => await sendLetters(ctx),
  },
  {
    name: 'rules.tuning',
    cron: '0 8 1 * *',
    zone: 'organisation',
    summary: 'Posts what each rule was worth in the month before: raised, judged, measured, customers saved.',
    run: async (ctx, slot) => await postTuning(ctx, slot),
  },
  {
    name: 'onboarding.watch',
    cron: '23 * * * *',
    summary: 'Notices first logins and first value, proposes congratulations and invitations; each once.',
    expireSeconds: 600,
    run: async (ctx) => await watchOnboardings(ctx),
  },
  {
    name: 'register.feed',
    cron: '35 * * * *',
    summary:
      'Brings grave alerts that stay open and opportunities into the register; what is over asks to be closed.',
    expireSeconds: 600,
    run: async (ctx) => await feedFromRecords(ctx),
  },
  {
    name: 'register.review',
    cron: '0 8 * * 1',
    zone: 'organisation',
    summary: 'Posts the register of the week: counts beside last week, what is overdue, and whose it is.',
    expireSeconds: 600,
    run: async (ctx, slot) => await postReview(ctx, slot),
  },
  {
    name: 'plays.advance',
    cron: '*/5 * * * *',
    summary: 'Takes plays on where no person is needed: waits that are over, checks, drafts to propose.',
    expireSeconds: 600,
    restsUntil: async ({ store }) => ((await store.listRunningPlays(null, 1)).length > 0 ? always : null),
    run: async (ctx) => await advancePlays(ctx),
  },
  {
    name: 'nudges.plan',
    cron: '25 4 * * *',
    summary:
      'Decides about nudges for every customer: proposes, defers to their working hours, or holds out.',
    expireSeconds: 3_000,
    run: async (ctx) => await sendNudges(ctx, 'all'),
  },
  {
    name: 'nudges.due',
    cron: '*/15 * * * *',
    summary: 'Proposes the nudges that were deferred and whose hour has come.',
    run: async (ctx) => await sendNudges(ctx, 'due'),
  },
  {
    name: 'deliveries.forget',
    cron: '10 3 * * *',
    summary: 'Forgets chat deliveries, and decisions already answered, that no platform repeats any more.',
    run: async (ctx) => {
      await ctx.store.forgetDeliveries(ctx.clock.now());
      await ctx.store.forgetConversations(ctx.clock.now());
      await ctx.store.forgetClicks(ctx.clock.now());
      await ctx.store.forgetTeamsMessages(ctx.clock.now());
      await ctx.store.forgetWeeks(new Date(ctx.clock.now().getTime() - keptDays * 86_400_000));
      await ctx.store.forgetRegisterReviews(new Date(ctx.clock.now().getTime() - keptDays * 86_400_000));
      await ctx.store.forgetSnapshots(new Date(ctx.clock.now().getTime() - keptDays * 86_400_000));
      await ctx.store.forgetProposalRefusals(new Date(ctx.clock.now().getTime() - refusedForMs));
    },
  },
  {
    name: 'scores.thin',
    cron: '40 3 * * *',
    summary:
      'Removes stored scores older than a week that tell nothing more; one a day stays where it changed.',
    expireSeconds: 600,
    run: async (ctx) => await thinScores(ctx),
  },
  {
    name: 'job-runs.forget',
    cron: '20 3 * * *',
    summary: `Forgets runs of jobs that are older than ${keptDays} days, but never the last of a job.`,
    run: async (ctx) => {
      const before = new Date(ctx.clock.now().getTime() - keptDays * 86_400_000);
      return { forgotten: await ctx.store.forgetJobRuns(before) };
    },
  },
];

/** A source that cannot be read is told here and in `holdfast knowledge sources`; the others are indexed all the same. */
async function indexEverything(ctx: RequestContext): Promise<unknown> {
  const summaries = await indexKnowledge(ctx, ctx.indexing.sources, {
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const failed = summaries.filter(({ failure }) => failure !== null);
  for (const { name, failure } of failed)
    ctx.log.warn({ source: name, failure }, 'a source of knowledge cannot be read');
  const sum = (count: (summary: SourceSummary) => number): number =>
    summaries.reduce((total, summary) => total + count(summary), 0);
  return {
    added: sum(({ added }) => added),
    changed: sum(({ changed }) => changed),
    removed: sum(({ removed }) => removed),
    problems: sum(({ problems }) => problems.length),
    failed: failed.map(({ name }) => name),
  };
}
