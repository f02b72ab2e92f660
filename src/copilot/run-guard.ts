import { canonicalJson } from '../domain/canonical-json.ts';

/** What one question may cost in calls of tools. */
export const runLimits = { calls: 20, identical: 3 } as const;

/** Why a run is over. */
export type RunEnd = 'too_many_calls' | 'repeated_call';

/** Counts the calls of one run. */
export interface RunGuard {
  /** Asks for one call. Once a call was refused, every further one is. @returns null = go ahead */
  admit(tool: string, input: unknown): RunEnd | null;
  /** null = still going. */
  ended(): RunEnd | null;
  calls(): number;
}

/** Begins a run: at most 20 calls, at most 3 of them alike, whatever the order of their arguments. */
export function createRunGuard(limits: { calls: number; identical: number } = runLimits): RunGuard {
  const seen = new Map<string, number>();
  let calls = 0;
  let end: RunEnd | null = null;
  return {
    admit: (tool, input) => {
      if (end !== null) return end;
      const key = `${tool} ${keyOf(input)}`;
      const alike = seen.get(key) ?? 0;
      if (calls >= limits.calls) end = 'too_many_calls';
      else if (alike >= limits.identical) end = 'repeated_call';
      if (end !== null) return end;
      seen.set(key, alike + 1);
      calls++;
      return null;
    },
    ended: () => end,
    calls: () => calls,
  };
}

/** What has no canonical form is like everything else that has none: a model that sends such is cut off early. */
function keyOf(input: unknown): string {
  try {
    return canonicalJson(input);
  } catch {
    return 'no JSON';
  }
}
