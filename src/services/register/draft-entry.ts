import type { Alert } from '../../domain/alert.ts';
import type { Play } from '../../domain/play.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { formatDay } from '../../views/format.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { readPlays } from '../plays/get-plays.ts';

const alertsAtMost = 20;

/** What a new entry of an account may belong to: its open alerts, and the tasks of its plays that are to be done now. */
export async function linksOf(
  ctx: RequestContext,
  account: string,
): Promise<{ label: string; value: string }[]> {
  await requireReadable(ctx, 'account', account);
  const [alerts, plays] = await Promise.all([
    ctx.store.listAlerts({ states: ['open', 'acknowledged', 'snoozed'], account, limit: alertsAtMost }),
    readPlays(ctx, account),
  ]);
  return [...alerts.map(alertLink), ...plays.flatMap(stepLinks)];
}

function alertLink({ id, finding }: Alert): { label: string; value: string } {
  return { label: `Alert: ${finding.title} (${finding.severity})`, value: `alert ${id}` };
}

function stepLinks({ id, steps, life, recipe }: Play): { label: string; value: string }[] {
  if (life.state !== 'running') return [];
  return [
    ...steps
      .filter((step) => step.state === 'current' && step.recipe.kind === 'task')
      .map(({ recipe: { id: step, title }, dueAt }) => {
        const due = dueAt === null ? '' : `, due ${formatDay(utcDayOf(new Date(dueAt)))}`;
        return { label: `Task: ${title}${due}`, value: `step ${id} ${step}` };
      }),
    { label: `Play: ${recipe.title}`, value: `play ${id}` },
  ];
}
