import { requireReadable } from '../services/authorize.ts';
import { reportFriction } from '../services/friction/report-friction.ts';
import { memberNames } from '../services/member-names.ts';
import { describeEntry } from '../services/register/describe-entry.ts';
import { feedFromRecords } from '../services/register/feed-register.ts';
import { listEntries } from '../services/register/list-register.ts';
import { readWeek } from '../services/register/post-review.ts';
import { frictionView } from '../views/friction-view.ts';
import { entryBlocks } from '../views/register-entry-view.ts';
import { reviewPostView } from '../views/review-post-view.ts';
import type { ViewBlock } from '../views/view.ts';
import type { Command } from './command.ts';
import { flagOption, numberOption } from './options.ts';

const shownUsually = 20;

/** `review`: the register of the week, and every entry whose next review has come. */
export const reviewCommand: Command = {
  name: 'review',
  summary: 'The register of the week beside the week before, and what waits for its review, card by card.',
  arguments: [],
  options: [
    { flags: '--mine', description: 'only entries that are yours; with --as' },
    { flags: '--limit <number>', description: `so many cards at most; default: ${shownUsually}` },
  ],
  nowOnly: true,
  examples: ['review --json', 'review --mine --as csm1'],
  run: async (session, _args, options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const limit = numberOption(options, 'limit', { flag: '--limit', from: 1, to: 500 }) ?? shownUsually;
    await feedFromRecords(ctx);
    const week = await readWeek(ctx);
    const scope = flagOption(options, 'mine') ? 'mine' : 'all';
    const found = await listEntries(ctx, { scope, limit: 20_000 });
    const waiting = found.lines.filter(({ isForReview }) => isForReview);
    const cards = [];
    for (const { entry } of waiting.slice(0, limit)) cards.push(await describeEntry(ctx, entry));
    const names = await memberNames(ctx);
    const head = reviewPostView(week, names);
    const blocks = [
      ...head.blocks.filter(({ kind }) => kind !== 'buttons'),
      ...cards.flatMap((card, index): ViewBlock[] => [
        { kind: 'divider' },
        ...entryBlocks(card, names, `${index + 1} of ${waiting.length}`),
        { kind: 'text', spans: [{ text: card.entry.id, code: true }] },
      ]),
    ];
    return { json: { week, waiting: waiting.length, cards }, view: { summary: head.summary, blocks } };
  },
};

/** `friction`: what bothers customers most. */
export const frictionCommand: Command = {
  name: 'friction',
  summary:
    "The week's ten causes that bother customers most, with ARR, owner and ship date, and who was told.",
  arguments: [],
  options: [],
  examples: ['friction', 'friction --json --as-of 2026-11-23'],
  run: async (session) => {
    const ctx = await session.context();
    const report = await reportFriction(ctx, { until: session.asOf });
    const view = frictionView(report, await memberNames(ctx));
    return { json: report, view: { ...view, blocks: view.blocks.filter(({ kind }) => kind !== 'buttons') } };
  },
};
