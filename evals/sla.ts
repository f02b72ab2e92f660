import { access, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadContent } from '../src/content/content.ts';
import { createClock } from '../src/domain/clock.ts';
import type { StoredEvent } from '../src/domain/event.ts';
import type { RawRecord } from '../src/domain/raw-record.ts';
import { HoldfastError } from '../src/errors.ts';
import { monthsAsCsv, monthsOfTickets, seedFirstResponse } from '../src/rules/sla/months-of-tickets.ts';
import { foldTickets, type TicketHistory } from '../src/rules/sla/ticket-history.ts';
import { checkRecords } from '../src/services/check-records.ts';
import { readLog, requireWritable } from './health.ts';
import { mappingFor } from './mappings/index.ts';
import { readCsv } from './read-csv.ts';

export interface SlaEvaluation {
  /** CSV `tenant,user,ts,type,payload`, ts in epoch seconds, sorted by ts. */
  eventsFile: string;
  /** CSV `ticket,sla_breached`: what the source's own clock said; default: `labels.csv[.gz]` beside the events. */
  outcomesFile?: string | undefined;
  outFile: string;
  onProgress?: (tickets: number) => void;
}

export interface SlaEvaluated {
  tickets: number;
  months: number;
  /** Where broken promises were read; null = counted by our own clock. */
  outcomesFile: string | null;
}

const batchRows = 20_000;
/** What a log calls waiting or open again means nothing to the seeds' clock. */
const plain = { waitingStatuses: [], reopenedStatuses: [] };

/**
 * Counts the tickets of a log by account and month through the product's own events, histories and clock.
 * @throws {HoldfastError} HF_EVALUATION_DATA, HF_FILE_UNREADABLE
 */
export async function evaluateSla(input: SlaEvaluation): Promise<SlaEvaluated> {
  await requireWritable(input.outFile);
  const events = await readTicketEvents(input);
  const outcomesFile = input.outcomesFile ?? (await besideOf(input.eventsFile));
  const outcomes = outcomesFile === null ? null : await readOutcomes(outcomesFile);
  const tickets = foldTickets(events, plain);
  const months = monthsOfTickets(tickets, {
    firstResponse: seedFirstResponse,
    unprioritised: 'P2',
    breachOf: ({ ticketId }: TicketHistory) => outcomes?.get(ticketId),
  });
  await writeFile(input.outFile, monthsAsCsv(months));
  return { tickets: tickets.length, months: months.length, outcomesFile };
}

async function readTicketEvents({ eventsFile, onProgress }: SlaEvaluation): Promise<StoredEvent[]> {
  const mapping = mappingFor(eventsFile);
  const customTypes = new Map(mapping.customTypes.map((type) => [type.name, type]));
  const services = { clock: createClock(), content: { ...(await loadContent(null)), customTypes } };
  const events: StoredEvent[] = [];
  let batch: RawRecord[] = [];
  const take = (): void => {
    const { candidates, refused } = checkRecords(services, eventsFile, batch);
    batch = [];
    const [first] = refused;
    if (first) throw new HoldfastError('HF_EVALUATION_DATA', `${eventsFile}:${first.line}: ${first.reason}`);
    for (const { event } of candidates) {
      if (event.type.startsWith('ticket.'))
        events.push({ seq: events.length + 1, receivedAt: event.at, event });
    }
    onProgress?.(events.length);
  };
  for await (const { record } of readLog(eventsFile, mapping)) {
    batch.push(record);
    if (batch.length >= batchRows) take();
  }
  take();
  return events;
}

async function besideOf(eventsFile: string): Promise<string | null> {
  for (const name of ['labels.csv.gz', 'labels.csv']) {
    const file = join(dirname(eventsFile), name);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

async function readOutcomes(file: string): Promise<Map<string, boolean>> {
  const outcomes = new Map<string, boolean>();
  for await (const row of readCsv(file, ['ticket', 'sla_breached'])) {
    const said = row.sla_breached ?? '';
    if (!/^(?:0|1|true|false)$/i.test(said))
      throw new HoldfastError(
        'HF_EVALUATION_DATA',
        `${file}: sla_breached of ticket '${row.ticket}' is '${said}', not 0 or 1`,
      );
    outcomes.set(row.ticket ?? '', /^(?:1|true)$/i.test(said));
  }
  return outcomes;
}
