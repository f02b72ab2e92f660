import { counted } from '../domain/counted.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { decideLink } from '../services/issues/decide-link.ts';
import { declareStatus } from '../services/issues/declare-status.ts';
import { draftNotices, type NoticeDraft } from '../services/issues/draft-notices.ts';
import { getBug } from '../services/issues/get-bug.ts';
import { listBugs } from '../services/issues/list-bugs.ts';
import { bugListView } from '../views/bug-list-view.ts';
import { bugView } from '../views/bug-view.ts';
import type { View } from '../views/view.ts';
import type { Command, Options, Outcome } from './command.ts';
import { flagOption, numberOption, textOption, usage } from './options.ts';

/** `bug ID`, `bug list`: which customers a known issue hits. */
export const bugCommand: Command = {
  name: 'bug',
  summary: 'Which customers does a known issue hit, and what is at risk?',
  arguments: [{ usage: '<issue>', description: 'the id of a known issue, or list' }],
  options: [
    { flags: '--confirm <record>', description: 'say that this record is about the issue' },
    { flags: '--reject <record>', description: 'say that it is not' },
    {
      flags: '--status <status>',
      description: 'say that it is open again, or fixed, before the knowledge does',
    },
    {
      flags: '--fixed-in <version>',
      description: 'with --status fixed: the version that has the correction',
    },
    {
      flags: '--notify',
      description: 'draft one message to each account hit that has none yet about this status',
    },
  ],
  nowOnly: true,
  examples: ['bug list', 'bug pipeline-timeout-since-4-40 --json'],
  run: async ({ context }, [text = ''], options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    if (text.trim().toLowerCase() === 'list') return await list(ctx);
    await decide(ctx, text, options);
    const notices = flagOption(options, 'notify') ? await draftNotices(ctx, text) : [];
    const value = await getBug(ctx, { id: text });
    const [drafted] = notices;
    if (!drafted) return { json: value, view: bugView(value) };
    return { json: { ...value, drafted }, view: withDrafts(bugView(value), drafted) };
  },
};

async function list(ctx: RequestContext): Promise<Outcome> {
  const value = await listBugs(ctx);
  return { json: value, view: bugListView(value) };
}

function withDrafts(view: View, { drafted, without, before, batch }: NoticeDraft): View {
  const told = `${counted(drafted.length, 'message')} drafted, ${before} before.`;
  const next = drafted.length > 0 ? ` Approve them with: decide batch:${batch} approve` : '';
  return {
    ...view,
    blocks: [
      ...view.blocks,
      { kind: 'text', spans: [{ text: told, strong: true }, { text: next }] },
      ...(without.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: without.map(({ account, reason }) => [{ text: `${account}: none, since ${reason}` }]),
            },
          ]),
    ],
  };
}

async function decide(ctx: RequestContext, issueId: string, options: Options): Promise<void> {
  const range = { from: 1, to: Number.MAX_SAFE_INTEGER };
  const confirmed = numberOption(options, 'confirm', { flag: '--confirm', ...range });
  const rejected = numberOption(options, 'reject', { flag: '--reject', ...range });
  if (confirmed !== undefined && confirmed === rejected)
    throw usage('--confirm and --reject name the same record', 'Say one of the two.');
  if (confirmed !== undefined) await decideLink(ctx, { issueId, seq: confirmed, verdict: 'confirmed' });
  if (rejected !== undefined) await decideLink(ctx, { issueId, seq: rejected, verdict: 'rejected' });
  const status = textOption(options, 'status');
  const fixedIn = textOption(options, 'fixedIn');
  if (status === undefined && fixedIn === undefined) return;
  if (status !== 'open' && status !== 'fixed')
    throw usage('--status is open or fixed', 'Add --status fixed.');
  await declareStatus(ctx, { id: issueId, status, fixedIn });
}
