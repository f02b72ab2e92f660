import type { Action } from '../../domain/action.ts';
import type { DigestEdit } from '../../domain/digest.ts';
import type { RequestContext } from '../context.ts';
import { drawDigest } from './draw-digest.ts';
import { readSnapshot } from './read-snapshot.ts';

/** What people made of the digest that an action posts; null = it posts none */
export function editOf({ kind, params }: Action): (DigestEdit & { id: string }) | null {
  if (kind !== 'message.post' || params.digest === undefined) return null;
  return params.digest as unknown as DigestEdit & { id: string };
}

/** The parameters of a digest's post under another edit: the message is drawn anew from the same snapshot. */
export async function withEdit(
  ctx: RequestContext,
  { params }: Action,
  { id }: { id: string },
  edit: DigestEdit,
): Promise<Record<string, unknown>> {
  const { head } = drawDigest(await readSnapshot(ctx, id), edit);
  return { ...params, view: head, digest: { id, ...edit } };
}
