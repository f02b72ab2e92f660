import type { Account } from '../../domain/account.ts';
import { type AlertNote, severityRank } from '../../domain/alert.ts';
import type { BookLine } from '../../domain/book.ts';
import { formatPoints } from '../../views/format.ts';
import { configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { scoreUrl } from '../evidence.ts';

const notesAtMost = 500;

const words: Partial<Record<AlertNote['what'], string>> = {
  raised: 'new',
  reopened: 'back',
  worsened: 'worse',
  closed: 'over',
};
/** Good news last. */
const order = ['raised', 'worsened', 'reopened', 'closed'];

/** What changed in a member's accounts since an instant: alerts, the most severe first, then bands of the score. */
export async function readChanges(
  ctx: RequestContext,
  { member, accounts, since }: { member: string; accounts: readonly Account[]; since: Date },
): Promise<BookLine[]> {
  const notes = await ctx.store.alertNotesSince({ member, since, limit: notesAtMost });
  // Of one alert the latest word alone: what was raised and closed in a night is over.
  const latest = [...new Map(notes.toReversed().map((note) => [note.alert.id, note])).values()];
  const alerts = latest
    .toSorted(
      (one, other) =>
        Number(one.what === 'closed') - Number(other.what === 'closed') ||
        severityRank(one.alert.finding.severity) - severityRank(other.alert.finding.severity) ||
        order.indexOf(one.what) - order.indexOf(other.what),
    )
    .map(
      ({ alert: { finding, picture }, what }): BookLine => ({
        text: `${picture.accountName}: ${finding.title}`,
        link: picture.scoreUrl,
        detail: `${words[what] ?? what}, ${finding.severity}`,
      }),
    );
  return [...alerts, ...(await readBands(ctx, accounts, since))];
}

/** Falls first. */
async function readBands(
  ctx: RequestContext,
  accounts: readonly Account[],
  since: Date,
): Promise<BookLine[]> {
  const ids = accounts.map(({ id }) => id);
  const [before, now] = await Promise.all([
    ctx.store.scoresAt(ids, since),
    ctx.store.scoresAt(ids, ctx.clock.now()),
  ]);
  const changes = accounts.flatMap(({ id, name }) => {
    const [from, to] = [before.get(id), now.get(id)];
    if (!from?.band || !to?.band || from.band === to.band || to.hundredths === null) return [];
    const line: BookLine = {
      text: `${name}: ${from.band} → ${to.band}`,
      link: scoreUrl(id, to.asOf, to.knownAt, configurationId(ctx.content)),
      detail: `score ${formatPoints(to.hundredths / 100)}`,
    };
    return [{ line, change: to.hundredths - (from.hundredths ?? 0) }];
  });
  return changes.toSorted((one, other) => one.change - other.change).map(({ line }) => line);
}
