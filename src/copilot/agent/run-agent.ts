import type { Passage } from '../../domain/answer.ts';
import {
  costMicrosOf,
  type ModelPrice,
  type ModelSettings,
  type ModelUsage,
  openAiUrl,
} from '../../domain/model.ts';
import type { Prompt } from '../../domain/prompt.ts';
import { questionLimits } from '../../domain/question-limits.ts';
import { maskPart } from '../masking.ts';
import { boundedFetch } from '../model/bounded-fetch.ts';
import { failureOf } from '../model/failure.ts';
import type { ModelFailure } from '../model/model.ts';
import { renderPrompt } from '../model/render-prompt.ts';
import { type RunEnd, runLimits } from '../run-guard.ts';
import { beginRun, carryCall, type DraftOutcome, type RunState } from './run.ts';
import { type AgentPorts, type ToolName, toolDescriptions, toolSchemas } from './tools.ts';

/** What runs one agent. */
export interface Agent {
  settings: ModelSettings;
  prompt: Prompt;
  /** Random, hexadecimal, new for every run: it marks data and placeholders. */
  secret: string;
  /** Names of the users whom the texts may be about; masked before they leave. */
  names: readonly string[];
  signal: AbortSignal;
}

/** What a run found. The model's own words are not among it: an answer is written from the passages, and checked. */
export interface AgentRun {
  passages: Passage[];
  drafts: DraftOutcome[];
  /** `done`: the model had seen enough. Otherwise this is what was known when the run was ended. */
  end: 'done' | RunEnd | ModelFailure;
  calls: number;
  /** Tools that broke, for the log. */
  faults: { tool: ToolName; error: unknown }[];
  /** `id@version`, and what tells the text apart from others of that version. */
  prompt: { name: string; digest: string };
  /** Millionths of the price's currency; null = unknown. */
  costMicros: number | null;
}

/** One attempt of one call, and the whole run. */
const limits = {
  callMs: 15_000,
  runMs: 60_000,
  retries: 1,
  question: 2 * questionLimits.characters, // a placeholder may be longer than what it stands for
} as const;
/** A model and its tools take turns; a last turn is for saying that it is done. */
const turns = 2 * (runLimits.calls + 2);

/**
 * Lets a model look things up with read-only tools and ask people for actions, within the limits of a run. It never throws
 * for what a model or an endpoint does. langchain is loaded at the first run.
 */
export async function runAgent(agent: Agent, question: string, ports: AgentPorts): Promise<AgentRun> {
  const run = beginRun(agent.names, agent.secret);
  const usages: (ModelUsage | null)[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([agent.signal, AbortSignal.timeout(limits.runMs)]);
  let end: AgentRun['end'] = 'done';
  try {
    await converse(agent, question, { run, ports, usages, stop, signal });
  } catch (error) {
    end = await endOf(error, signal);
  }
  return {
    passages: [...run.passages.values()],
    drafts: run.drafts,
    faults: run.faults,
    calls: run.guard.calls(),
    end: run.guard.ended() ?? end,
    prompt: { name: `${agent.prompt.id}@${agent.prompt.version}`, digest: agent.prompt.digest },
    costMicros: costMicrosOf(usages, agent.settings.price satisfies ModelPrice | null),
  };
}

interface Conversation {
  run: RunState;
  ports: AgentPorts;
  usages: (ModelUsage | null)[];
  /** Ends the run from within. */
  stop: AbortController;
  signal: AbortSignal;
}

async function converse(
  agent: Agent,
  question: string,
  { run, ports, usages, stop, signal }: Conversation,
): Promise<void> {
  const [{ createAgent, createMiddleware, ToolMessage }, { tool }] = await Promise.all([
    import('langchain'),
    import('@langchain/core/tools'),
  ]);
  const nonce = agent.secret.slice(8, 24);
  const asked = maskPart(run.masking, question, limits.question);
  const { instructions, data } = renderPrompt(agent.prompt, { question: asked }, nonce);
  // Every call comes through here, also one of a tool that does not exist: none is carried out by the library itself.
  const door = createMiddleware({
    name: 'holdfast',
    wrapToolCall: async ({ toolCall: { id = '', name, args } }) => {
      const carried = await carryCall(run, { name, input: args }, { ports, question, nonce });
      if (!carried.ok) stop.abort();
      return new ToolMessage({
        tool_call_id: id,
        name,
        content: carried.ok ? carried.text : 'The run is over.',
      });
    },
  });
  const tools = (Object.keys(toolSchemas) as ToolName[]).map((name) =>
    tool(unreachable, { name, description: toolDescriptions[name], schema: toolSchemas[name] }),
  );
  const looking = createAgent({
    model: await modelOf(agent),
    tools,
    systemPrompt: instructions,
    middleware: [door],
  });
  await looking.invoke(
    { messages: [{ role: 'user', content: data }] },
    {
      signal: AbortSignal.any([signal, stop.signal]),
      recursionLimit: turns,
      callbacks: [countUsage(usages)],
    },
  );
}

function unreachable(): never {
  throw new Error('A tool is carried out by the middleware alone');
}

async function modelOf({ settings }: Agent) {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model: settings.name,
    apiKey: settings.key ?? 'none',
    useResponsesApi: false,
    timeout: limits.callMs,
    maxRetries: limits.retries,
    configuration: {
      baseURL: settings.url ?? openAiUrl,
      logLevel: 'off',
      fetch: boundedFetch,
    },
  });
}

/** A call counts as unknown from its beginning, so that one that failed makes the cost unknown. */
function countUsage(usages: (ModelUsage | null)[]) {
  const places = new Map<string, number>();
  return {
    handleChatModelStart: (_: unknown, __: unknown, id: string): void => {
      places.set(id, usages.push(null) - 1);
    },
    handleLLMEnd: (output: { llmOutput?: Record<string, unknown> }, id: string): void => {
      const used = output.llmOutput?.tokenUsage as
        | { promptTokens?: unknown; completionTokens?: unknown }
        | undefined;
      const { promptTokens: inputTokens, completionTokens: outputTokens } = used ?? {};
      const place = places.get(id);
      if (place !== undefined && isCount(inputTokens) && isCount(outputTokens))
        usages[place] = { inputTokens, outputTokens };
    },
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Too many turns without too many calls: a model that talks in a circle. */
async function endOf(error: unknown, signal: AbortSignal): Promise<AgentRun['end']> {
  if (error instanceof Error && error.name === 'GraphRecursionError') return 'too_many_calls';
  return failureOf(error, await import('openai/error'), signal);
}
