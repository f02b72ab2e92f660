import type { Canvas, Chart } from '../../charts/chart.ts';
import { drawFunnel } from '../../charts/funnel.ts';
import { countReached } from '../../rules/onboarding/reached-steps.ts';
import type { RequestContext } from '../context.ts';
import type { MomentInput } from '../moment.ts';
import { knowOnboardings } from '../onboarding/list-onboardings.ts';

/** Draws how far the onboardings came that are followed at a moment: begun, and the goals of each day, in time. */
export async function drawOnboardingPicture(
  ctx: RequestContext,
  input: MomentInput,
  canvas: Canvas,
): Promise<Chart> {
  const known = await knowOnboardings(ctx, input);
  const steps = countReached(known.map(({ outcomes }) => outcomes)).map(({ day, count }) => ({
    label: day === 0 ? 'Begun' : `Goals of day ${day}`,
    count,
  }));
  return await drawFunnel({ title: 'How far onboardings have come', steps }, canvas);
}
