import { runAgent } from '../copilot/agent/run-agent.ts';
import type { KnowledgeFilter } from '../copilot/knowledge-index.ts';
import type { FoundKnowledge } from '../copilot/knowledge-search.ts';
import type { Passage } from '../domain/answer.ts';
import type { Proposal } from '../domain/proposal.ts';
import { agentPorts } from './agent-ports.ts';
import type { RequestContext } from './context.ts';
import { isModelHalted } from './model-halted.ts';
import { namesToMask } from './names-to-mask.ts';

/** What an agent found beside the first search. */
export interface LookedUp {
  /** Of the knowledge, found by other words and sure enough to answer; null = nothing. */
  knowledge: FoundKnowledge | null;
  /** Records and documents that it read. */
  passages: Passage[];
  /** What it asked people to decide. */
  proposals: Proposal[];
  /** How the run went, as JSON. */
  record: Readonly<Record<string, unknown>>;
}

/**
 * Lets a model look up what the first search did not bring: the account's health, timeline and tickets, and the knowledge
 * by other words. Whatever it finds is a record or a document of ours; nothing that it says itself is kept.
 * @returns null where there is no model, or it is halted
 */
export async function lookUp(
  ctx: RequestContext,
  question: string,
  about: { account: string | null; ticket: string | null; filter: KnowledgeFilter },
): Promise<LookedUp | null> {
  const { writer } = ctx;
  if (!writer || (await isModelHalted(ctx))) return null;
  let knowledge: FoundKnowledge | null = null;
  const proposals: Proposal[] = [];
  const ports = agentPorts(ctx, {
    ...about,
    onFound: (found) => {
      if (found.confidence > (knowledge?.confidence ?? 0)) knowledge = found;
    },
    onProposed: (proposal) => proposals.push(proposal),
  });
  const run = await runAgent(
    {
      settings: writer.settings,
      prompt: writer.prompts.agent,
      secret: ctx.ids.secret(),
      names: await namesToMask(ctx),
      signal: new AbortController().signal,
    },
    question,
    ports,
  );
  for (const { tool, error } of run.faults) ctx.log.warn({ err: error, tool }, 'a tool of the agent broke');
  const { prompt, end, calls, costMicros } = run;
  const drafts = run.drafts.map(({ draft: { kind, title }, outcome }) => ({ kind, title, outcome }));
  const currency = writer.settings.price?.currency ?? null;
  const record = { prompt, end, calls, costMicros, currency, drafts };
  return { knowledge, passages: run.passages, proposals, record };
}
