import type { AccountPack } from '../../../src/domain/account-pack.ts';
import { formatPoints } from '../../../src/domain/points.ts';
import { everyAccount } from '../../../src/rules/portfolio/query.ts';
import type { RequestContext } from '../../../src/services/context.ts';
import { previewDigest } from '../../../src/services/digest/draw-digest.ts';
import { getDigestPage } from '../../../src/services/digest/get-digest-page.ts';
import { getAccountHealth } from '../../../src/services/get-account-health.ts';
import { listPortfolio } from '../../../src/services/list-portfolio.ts';
import { drawPack } from '../../../src/services/packs/make-pack.ts';
import { takeWeek } from '../../../src/services/updates/take-week.ts';

/** One figure of one account, by the place that tells it; a place that does not tell of the account is absent. */
export type Told = Record<string, unknown>;

/** What each place says of the score, the change in a week and the ARR of some accounts. */
export async function tellEverywhere(
  ctx: RequestContext,
  accounts: readonly string[],
): Promise<{ account: string; score: Told; change: Told; arr: Told }[]> {
  const { snapshot } = await getDigestPage(ctx, (await previewDigest(ctx, null)).id);
  const { selection } = await listPortfolio(ctx, { query: everyAccount, pageSize: 10_000 });
  const told: { account: string; score: Told; change: Told; arr: Told }[] = [];
  for (const account of accounts) {
    const health = await getAccountHealth(ctx, { accountId: account });
    const { week } = await takeWeek(ctx, account);
    const pack = await drawPack(ctx, { accountId: account, kind: 'renewal' });
    const digest = snapshot.accounts.find(({ id }) => id === account)?.now;
    const line = selection.rows.find((row) => row.line.account.id === account)?.line;
    const points = (hundredths: number | null | undefined): string =>
      hundredths == null ? 'unknown' : formatPoints(hundredths / 100);
    const { now, before } = week.score;
    told.push({
      account,
      score: {
        chat: health.score === null ? 'unknown' : formatPoints(health.score),
        update: points(now?.hundredths),
        pack: factOf(pack, 'Health score'),
        portfolio: points(line?.score?.hundredths),
        ...(digest ? { digest: points(digest.hundredths) } : {}),
      },
      change: {
        chat: health.change7d,
        update:
          now?.hundredths == null || before?.hundredths == null
            ? null
            : (now.hundredths - before.hundredths) / 100,
      },
      arr: {
        update: week.arr,
        portfolio: line?.account.arr ?? null,
        ...(digest ? { digest: digest.arr } : {}),
      },
    });
  }
  return told;
}

function factOf(pack: AccountPack, label: string): string | undefined {
  return pack.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'facts' ? block.facts : []))
    .find((fact) => fact.label === label)?.value;
}
