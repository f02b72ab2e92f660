import { type DigestEdit, type DigestSection, digestSections } from '../../domain/digest.ts';
import { countFigures } from '../../rules/digest/count-figures.ts';
import { digestDetailsView } from '../../views/digest-details-view.ts';
import type { DrawnDigest } from '../../views/digest-lines.ts';
import { digestView } from '../../views/digest-view.ts';
import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { requireSegment } from '../require-segment.ts';
import type { ScoringProgress } from './read-accounts.ts';
import { readSnapshot } from './read-snapshot.ts';
import { keepNewSnapshot, type NamedSnapshot } from './take-snapshot.ts';

/** A digest as nobody has edited it. */
const unedited: DigestEdit = { foreword: '', sections: [...digestSections] };

/** A digest's message, and what hangs under it. */
export interface DigestViews {
  head: View;
  details: View;
}

/** Draws a digest from its snapshot alone: equal snapshots and edits give equal views. */
export function drawDigest({ id, snapshot }: NamedSnapshot, edit: DigestEdit = unedited): DigestViews {
  const drawn: DrawnDigest = { id, snapshot, figures: countFigures(snapshot) };
  return {
    head: digestView({ ...drawn, edit }),
    details: digestDetailsView(drawn, edit.sections),
  };
}

/**
 * The digest of this moment; its snapshot is kept, so that its links lead somewhere.
 * @param wanted - a segment; null = all customers
 * @throws {HoldfastError} HF_USAGE for a segment that nobody is in
 */
export async function previewDigest(
  ctx: RequestContext,
  wanted: string | null,
  onProgress?: ScoringProgress,
): Promise<NamedSnapshot & DigestViews> {
  const segment = wanted === null ? null : await requireSegment(ctx, wanted);
  const named = await keepNewSnapshot(ctx, { segment, onProgress });
  return { ...named, ...drawDigest(named) };
}

/** Draws a digest anew from its snapshot: the same views as on its day, whatever came in since. */
export async function rebuildDigest(
  ctx: RequestContext,
  id: string,
  sections: DigestSection[] = unedited.sections,
): Promise<NamedSnapshot & DigestViews> {
  const named = await readSnapshot(ctx, id);
  return { ...named, ...drawDigest(named, { ...unedited, sections }) };
}
