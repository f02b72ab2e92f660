import { createHash } from 'node:crypto';
import { checkEvent, type StoredEvent } from '../src/domain/event.ts';
import type { Profile } from '../src/domain/profile.ts';
import { type UtcDay, utcDayOf } from '../src/domain/utc-day.ts';
import { HoldfastError } from '../src/errors.ts';
import {
  compareProfiles,
  judgeMoments,
  type ProfileComparison,
} from '../src/rules/backtest/compare-profiles.ts';
import { measureRules, type RuleMeasure } from '../src/rules/backtest/measure-rules.ts';
import {
  type AccountPast,
  type LabelledMoment,
  outlinePast,
  replayAccount,
  rulesAtMoments,
} from '../src/rules/backtest/replay-account.ts';
import type { CompiledRule } from '../src/rules/packs/compile-pack.ts';
import { mappingFor } from './mappings/index.ts';
import { readCsv } from './read-csv.ts';

export interface LogBacktest {
  /** CSV `tenant,user,ts,type,payload`, ts ts in epoch seconds, in any order. */
  eventsFile: string;
  /** CSV `tenant,asof,label,churn_ts`, in epoch seconds. */
  snapshotsFile: string;
  rules: readonly CompiledRule[];
  profiles: readonly Profile[];
  /** Profiles to be compared with those. */
  candidates?: readonly Profile[];
  onProgress?: (done: number, total: number) => void;
}

/**
 * Replays a log of foreign form through the rules, account by account and day by day.
 * @throws {HoldfastError} HF_EVALUATION_DATA
 */
export async function backtestLog(
  input: LogBacktest,
): Promise<{ rules: RuleMeasure[]; profiles: ProfileComparison | null }> {
  const { pasts, ...known } = await readPasts(input.eventsFile, input.snapshotsFile);
  const ground = { rules: input.rules, profiles: input.profiles, ...known };
  const replays = pasts.map((past, index) => {
    if (index % 50 === 0) input.onProgress?.(index, pasts.length);
    return replayAccount(past, ground);
  });
  const { candidates } = input;
  return {
    rules: measureRules(input.rules, pasts.map(outlinePast), replays),
    profiles: candidates
      ? compareProfiles(pasts.flatMap((past) => judgeMoments(past, ground, candidates)))
      : null,
  };
}

interface Labels {
  moments: LabelledMoment[];
  leftAt: Date | null;
}

/**
 * Reads a log and its labels into one past for each account that has a label.
 * @param hasLabels - whether snapshots must say who left; default: yes
 * @throws {HoldfastError} HF_EVALUATION_DATA naming file and line
 */
export async function readPasts(
  eventsFile: string,
  snapshotsFile: string,
  hasLabels = true,
): Promise<{ pasts: AccountPast[]; usageKnownFrom: UtcDay | null; typesKnown: ReadonlySet<string> }> {
  const labels = await readLabels(snapshotsFile, hasLabels);
  const events = new Map<string, StoredEvent[]>([...labels.keys()].map((tenant) => [tenant, []]));
  const mapping = mappingFor(eventsFile);
  const customTypes = new Map(mapping.customTypes.map((type) => [type.name, type]));
  const now = new Date('9999-01-01T00:00:00Z');
  let firstUse: Date | null = null;
  const typesKnown = new Set<string>();
  let line = 1;
  for await (const row of readCsv(eventsFile, ['tenant', 'user', 'ts', 'type', 'payload'])) {
    line++;
    const place = `${eventsFile}:${line}`;
    const payload = payloadOf(row.payload ?? '', place);
    const ts = instantOf('ts', row.ts ?? '', place);
    const mapped = mapping.map({ type: row.type ?? '', user: row.user || null, payload, line });
    if (!mapped) continue;
    const id = createHash('sha256').update(`${mapping.family} ${line}`).digest('hex').slice(0, 24);
    const raw = { id, ...mapped, account: row.tenant, user: row.user || null, ts: ts.toISOString() };
    const checked = checkEvent(raw, { source: 'log', now, customTypes });
    if (!checked.ok) throw new HoldfastError('HF_EVALUATION_DATA', `${place}: ${checked.reason}`);
    if (isUse(checked.event.type) && (firstUse === null || ts < firstUse)) firstUse = ts;
    typesKnown.add(checked.event.type);
    events.get(row.tenant ?? '')?.push({ seq: line, receivedAt: ts, event: checked.event });
  }
  const pasts = [...labels].flatMap(([id, { moments, leftAt }]): AccountPast[] => {
    const last = moments.at(-1);
    const own = (events.get(id) ?? []).sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
    return last && own.length > 0 ? [{ id, events: own, moments, until: utcDayOf(last.asOf), leftAt }] : [];
  });
  if (hasLabels && pasts.length === 0)
    throw new HoldfastError(
      'HF_EVALUATION_DATA',
      `No account of ${snapshotsFile} has an event in ${eventsFile}`,
    );
  return { pasts, usageKnownFrom: firstUse && utcDayOf(firstUse), typesKnown };
}

function payloadOf(text: string, place: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    const payload: unknown = JSON.parse(text);
    if (payload !== null && typeof payload === 'object' && !Array.isArray(payload))
      return payload as Record<string, unknown>;
  } catch {} // said below
  throw new HoldfastError('HF_EVALUATION_DATA', `${place}: payload is no JSON object`);
}

function instantOf(column: string, text: string, place: string): Date {
  const at = new Date(text.trim() === '' ? Number.NaN : Number(text) * 1_000);
  if (!Number.isNaN(at.getTime())) return at;
  throw new HoldfastError('HF_EVALUATION_DATA', `${place}: ${column} '${text}' is not epoch seconds`);
}

function isUse(type: string): boolean {
  return type === 'feature.used' || type === 'user.session' || type === 'recipe.completed';
}

async function readLabels(file: string, hasLabels: boolean): Promise<Map<string, Labels>> {
  const labels = new Map<string, Labels>();
  let line = 1;
  for await (const row of readCsv(file, hasLabels ? ['tenant', 'asof', 'label'] : ['tenant', 'asof'])) {
    const place = `${file}:${++line}`;
    const { tenant = '', asof = '', label = '', churn_ts: churn } = row;
    if (hasLabels && label !== '0' && label !== '1')
      throw new HoldfastError('HF_EVALUATION_DATA', `${place}: label '${label}' is neither 0 nor 1`);
    const known = labels.get(tenant) ?? { moments: [], leftAt: null };
    known.moments.push({ asOf: instantOf('asof', asof, place), left: label === '1' });
    if (churn) known.leftAt = instantOf('churn_ts', churn, place);
    labels.set(tenant, known);
  }
  for (const { moments } of labels.values()) moments.sort((a, b) => a.asOf.getTime() - b.asOf.getTime());
  return labels;
}

/** The rules that hold at each snapshot of a log, by `tenant asof`. */
export async function rulesAtSnapshots(
  input: Omit<LogBacktest, 'candidates' | 'onProgress'>,
): Promise<Map<string, string[]>> {
  const { pasts, ...known } = await readPasts(input.eventsFile, input.snapshotsFile, false);
  const ground = { rules: input.rules, profiles: input.profiles, ...known };
  const result = new Map<string, string[]>();
  for (const past of pasts) {
    const held = rulesAtMoments(past, ground);
    for (const [index, { asOf }] of past.moments.entries())
      result.set(`${past.id} ${asOf.getTime() / 1_000}`, held[index] ?? []);
  }
  return result;
}
