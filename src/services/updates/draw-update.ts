import type { AccountWeek, NamedWeek } from '../../domain/account-week.ts';
import { weekId } from '../../domain/account-week.ts';
import { HoldfastError } from '../../errors.ts';
import { compareWeeks } from '../../rules/updates/count-weeks.ts';
import { moveOfScore, sumValue } from '../../rules/updates/explain-week.ts';
import { type ShownUpdate, updateView } from '../../views/update-view.ts';
import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';

/** Counts every figure of a week; equal weeks give equal figures. */
export function countWeek({ id, week }: NamedWeek): ShownUpdate {
  return {
    id,
    week,
    move: moveOfScore(week.score),
    value: sumValue(week.wins),
    users: compareWeeks(week.weeks, 'users'),
    uses: compareWeeks(week.weeks, 'uses'),
  };
}

/** Draws an executive update from its snapshot alone. */
export function drawUpdate(named: NamedWeek): View {
  return updateView(countWeek(named));
}

/**
 * A week that was kept, held against its id.
 * @throws {HoldfastError} HF_NOT_FOUND, or HF_DIGEST_TAMPERED where its bytes are not those that were kept
 */
export async function readWeek({ store }: Pick<RequestContext, 'store'>, id: string): Promise<NamedWeek> {
  const body = await store.findWeek(id.trim());
  if (body === null)
    throw new HoldfastError('HF_NOT_FOUND', `There is no update '${id.slice(0, 60)}'`, {
      next: 'Take one with: update ACCOUNT',
    });
  const week = JSON.parse(body) as AccountWeek;
  if (weekId(week) !== id.trim())
    throw new HoldfastError('HF_DIGEST_TAMPERED', `What is kept as update ${id} is not what was kept`, {
      next: 'Somebody changed it in the database. Take it from a backup.',
    });
  return { id: id.trim(), week };
}
