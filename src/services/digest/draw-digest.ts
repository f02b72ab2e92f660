import type { DigestEdit, DigestSection, DigestSnapshot } from '../../domain/digest.ts';
import { digestSections, snapshotId } from '../../domain/digest.ts';
import { HoldfastError } from '../../errors.ts';
import { countFigures } from '../../rules/digest/count-figures.ts';
import { digestDetailsView } from '../../views/digest-details-view.ts';
import type { DrawnDigest } from '../../views/digest-lines.ts';
import { digestView } from '../../views/digest-view.ts';
import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { requireSegment } from '../require-segment.ts';
import { keepNewSnapshot, type NamedSnapshot } from './take-snapshot.ts';

/** A digest as nobody has edited it. */
export const unedited: DigestEdit = { foreword: '', sections: [...digestSections] };

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
 * A snapshot that was kept, held against its id.
 * @throws {HoldfastError} HF_NOT_FOUND, or HF_DIGEST_TAMPERED where its bytes are not those that were kept
 */
export async function readSnapshot(
  { store }: Pick<RequestContext, 'store'>,
  id: string,
): Promise<NamedSnapshot> {
  const kept = await store.findSnapshot(id.trim());
  if (!kept) {
    const latest = (await store.listSnapshots(3)).map((one) => one.id);
    throw new HoldfastError('HF_NOT_FOUND', `There is no digest '${id.slice(0, 60)}'`, {
      next: latest[0] === undefined ? 'Take one with: digest preview' : `The latest: ${latest.join(', ')}.`,
    });
  }
  const snapshot = JSON.parse(kept.body) as DigestSnapshot;
  if (snapshotId(snapshot) !== kept.id)
    throw new HoldfastError('HF_DIGEST_TAMPERED', `What is kept as digest ${kept.id} is not what was kept`, {
      next: 'Somebody changed it in the database. Take it from a backup.',
    });
  return { id: kept.id, snapshot: { ...laterAdded, ...snapshot } };
}

/** What a snapshot of before they were told does not hold. */
const laterAdded = { risksNow: 'alerts', winsBefore: null, rates: null, down: [] } as const;

/**
 * The digest of this moment; its snapshot is kept, so that its links lead somewhere.
 * @param wanted - a segment; null = all customers
 * @throws {HoldfastError} HF_USAGE for a segment that nobody is in
 */
export async function previewDigest(
  ctx: RequestContext,
  wanted: string | null,
  onProgress?: (done: number, total: number) => void,
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
