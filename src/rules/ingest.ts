import { type CustomerEvent, isBuiltIn } from '../domain/event.ts';
import type { ErrorCode } from '../errors.ts';

/** A validated event that may go in, with the hash of its canonical body. */
export interface IngestCandidate {
  event: CustomerEvent;
  bodyHash: string;
  line: number | null; // null = not from a batch with lines
  /** The bytes as they came, for the dead-letter list. */
  body: Uint8Array;
}

/** What becomes of a batch; every candidate is in exactly one of the three. */
export interface IngestDecision {
  accepted: IngestCandidate[];
  duplicates: number;
  refused: { line: number | null; reason: string; code: ErrorCode; body: Uint8Array }[];
}

/**
 * Decides what happens to each event of a batch: accepted, a duplicate of what is stored or stands earlier in the
 * batch, a conflict (another body under a known id), or a wrong region.
 * @param known - keys that are stored already
 * @param regions - the region of each account that has one
 */
export function decideIngest(
  candidates: readonly IngestCandidate[],
  known: readonly { source: string; eventId: string; bodyHash: string }[],
  regions: ReadonlyMap<string, string>,
): IngestDecision {
  const decision: IngestDecision = { accepted: [], duplicates: 0, refused: [] };
  const hashes = new Map(known.map((key) => [`${key.source}\u0000${key.eventId}`, key.bodyHash]));
  const homes = new Map(regions);
  for (const candidate of candidates) {
    const { event, bodyHash } = candidate;
    const key = `${event.source}\u0000${event.id}`;
    const earlier = hashes.get(key);
    if (earlier === bodyHash) {
      decision.duplicates++;
      continue;
    }
    if (earlier !== undefined) {
      refuse(
        decision,
        candidate,
        'HF_EVENT_CONFLICT',
        `id: '${event.id}' of source '${event.source}' is stored with another body`,
      );
      continue;
    }
    const problem = regionProblem(event, homes.get(event.account));
    if (problem) {
      refuse(decision, candidate, 'HF_EVENT_REGION', problem);
      continue;
    }
    hashes.set(key, bodyHash);
    const home = contractRegion(event);
    if (home) homes.set(event.account, home);
    decision.accepted.push(candidate);
  }
  return decision;
}

function refuse(decision: IngestDecision, candidate: IngestCandidate, code: ErrorCode, reason: string): void {
  decision.refused.push({ line: candidate.line, reason, code, body: candidate.body });
}

function regionProblem(event: CustomerEvent, home: string | undefined): string | null {
  if (!home) return null;
  for (const claimed of [event.region, contractRegion(event)]) {
    if (claimed && claimed !== home) {
      return `region: account '${event.account}' is kept in region '${home}', the event says '${claimed}'`;
    }
  }
  return null;
}

function contractRegion(event: CustomerEvent): string | undefined {
  return isBuiltIn(event) && event.type === 'contract.updated' ? event.payload.region : undefined;
}
