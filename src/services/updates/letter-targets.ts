import type { RequestContext } from '../context.ts';
import { firstSeen } from '../first-seen.ts';

const setting = 'updates.segments';

/**
 * The segments whose customers get letters, each with the moment at which it was first seen: what was due before is not
 * sent to anybody who was named since.
 */
export async function letterSegments(ctx: RequestContext): Promise<Map<string, Date>> {
  return await firstSeen(ctx, setting, ctx.content.updates.customer.segments);
}
