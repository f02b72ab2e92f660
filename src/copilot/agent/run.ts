import type { Passage } from '../../domain/answer.ts';
import { createMasking, type Masking, maskPart } from '../masking.ts';
import { fenced } from '../model/render-prompt.ts';
import { createRunGuard, type RunEnd, type RunGuard } from '../run-guard.ts';
import { type DraftFault, findDraftFault } from './check-draft.ts';
import { type ActionDraft, type AgentPorts, type ToolName, toolSchemas } from './tools.ts';

/** A draft, and what came of it. */
export interface DraftOutcome {
  draft: ActionDraft;
  outcome: 'waits' | 'refused' | 'forged_placeholder' | DraftFault;
}

/** What one run has found so far. */
export interface RunState {
  masking: Masking;
  guard: RunGuard;
  /** In the order they were found, each once. */
  passages: Map<string, Passage>;
  drafts: DraftOutcome[];
  /** Tools that broke, for the log; the model is told no more than that. */
  faults: { tool: ToolName; error: unknown }[];
}

const limits = { passages: 60, shown: 12, passage: 2_500 } as const;

/** Begins a run. */
export function beginRun(names: readonly string[], secret: string): RunState {
  return {
    masking: createMasking(names, secret),
    guard: createRunGuard(),
    passages: new Map(),
    drafts: [],
    faults: [],
  };
}

/** A call of a tool that was carried out, or not. */
export type Carried = { ok: true; text: string } | { ok: false; end: RunEnd };

/**
 * Carries out one call of a model. Everything that comes back to it is data between marks; a call that is none of ours, or
 * whose arguments fit no schema, counts as a call and does nothing.
 */
export async function carryCall(
  run: RunState,
  call: { name: string; input: unknown },
  { ports, question, nonce }: { ports: AgentPorts; question: string; nonce: string },
): Promise<Carried> {
  const end = run.guard.admit(call.name, call.input);
  if (end !== null) return { ok: false, end };
  if (!isTool(call.name)) return { ok: true, text: 'There is no such tool.' };
  const { name } = call;
  const parsed = toolSchemas[name].safeParse(
    name === 'propose' ? call.input : restoreInput(call.input, run.masking),
  );
  if (!parsed.success) return { ok: true, text: 'The arguments do not fit the tool.' };
  try {
    if (name === 'propose')
      return { ok: true, text: await proposeDraft(run, parsed.data as ActionDraft, ports, question) };
    const found = await lookUp(ports, name, parsed.data);
    return { ok: true, text: fenced(name, showPassages(run, found), nonce) };
  } catch (error) {
    run.faults.push({ tool: name, error });
    return { ok: true, text: 'This could not be read.' };
  }
}

function isTool(name: string): name is ToolName {
  return Object.hasOwn(toolSchemas, name);
}

/** Its own schema has parsed the input of each. */
function lookUp(
  ports: AgentPorts,
  name: Exclude<ToolName, 'propose'>,
  input: unknown,
): Promise<readonly Passage[]> {
  const port = ports[name] as (given: unknown) => Promise<readonly Passage[]>;
  return port(input);
}

/** Arguments with what was masked put back; null = a placeholder among them was never given out. */
function restoreInput(input: unknown, masking: Masking): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input;
  const restored = Object.entries(input).map(([key, value]) => {
    const text = typeof value === 'string' ? masking.restore(value) : null;
    return { key, value: text?.ok ? text.text : value, isForged: text?.ok === false };
  });
  if (restored.some(({ isForged }) => isForged)) return null;
  return Object.fromEntries(restored.map(({ key, value }) => [key, value]));
}

function showPassages(run: RunState, found: readonly Passage[]): string {
  const shown = found.slice(0, limits.shown);
  for (const passage of shown) {
    if (run.passages.size < limits.passages) run.passages.set(passage.id, passage);
  }
  return shown.map((passage) => lineOf(passage, run.masking)).join('\n') || 'Nothing was found.';
}

function lineOf({ title, heading, text }: Passage, masking: Masking): string {
  const part = (given: string) => maskPart(masking, given, limits.passage);
  return JSON.stringify({
    title: part(title),
    ...(heading === null ? {} : { heading: part(heading) }),
    text: part(text),
  });
}

async function proposeDraft(
  run: RunState,
  masked: ActionDraft,
  ports: AgentPorts,
  question: string,
): Promise<string> {
  const title = run.masking.restore(masked.title);
  const text = run.masking.restore(masked.text);
  const refuse = (draft: ActionDraft, outcome: DraftOutcome['outcome']): string => {
    run.drafts.push({ draft, outcome });
    return `Refused: ${outcome}.`;
  };
  if (!title.ok || !text.ok) return refuse(masked, 'forged_placeholder');
  const draft = { kind: masked.kind, title: title.text, text: text.text };
  const fault = findDraftFault(draft, question, [...run.passages.values()]);
  if (fault !== null) return refuse(draft, fault);
  const outcome = await ports.propose(draft);
  if (outcome === 'refused') return refuse(draft, outcome);
  run.drafts.push({ draft, outcome });
  return 'It waits for people.';
}
