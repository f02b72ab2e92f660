import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type CustomerEvent, checkEvent } from '../domain/event.ts';
import type { RawRecord } from '../domain/raw-record.ts';
import type { Services } from './context.ts';
import type { IngestBatch } from './ingest-events.ts';

/** Validates raw records: each becomes a candidate, or a refused line with its reason. Nothing is stored. */
export function checkRecords(
  services: Pick<Services, 'content' | 'clock'>,
  source: string,
  records: Iterable<RawRecord>,
): IngestBatch {
  const rules = { source, now: services.clock.now(), customTypes: services.content.customTypes };
  const batch: IngestBatch = { source, candidates: [], refused: [] };
  for (const record of records) {
    const { line, body } = record;
    const json = record.read();
    const checked = json.ok ? checkEvent(json.value, rules) : json;
    if (checked.ok)
      batch.candidates.push({ line, body, event: checked.event, bodyHash: hashOf(checked.event) });
    else batch.refused.push({ line, body, reason: checked.reason, code: 'HF_EVENT_INVALID' });
  }
  return batch;
}

/** Records between two looks at what else waits: a few milliseconds of work. */
const sliceLength = 250;

/** The same for many records, slice by slice: chat and the database's answers are served in between. */
export async function checkManyRecords(
  services: Pick<Services, 'content' | 'clock'>,
  source: string,
  records: readonly RawRecord[],
): Promise<IngestBatch> {
  const batch: IngestBatch = { source, candidates: [], refused: [] };
  for (let start = 0; start < records.length; start += sliceLength) {
    const slice = checkRecords(services, source, records.slice(start, start + sliceLength));
    batch.candidates.push(...slice.candidates);
    batch.refused.push(...slice.refused);
    await setImmediate();
  }
  return batch;
}

/** The hash that tells a duplicate from a conflict: SHA-256 over every field in a fixed order. */
function hashOf({ id, type, account, at, user, source, region, dimensions, payload }: CustomerEvent): string {
  const envelope = [id, type, account, at.getTime(), user, source, region];
  return hash('sha256', `${JSON.stringify(envelope)}${canonicalJson(dimensions)}${canonicalJson(payload)}`);
}
