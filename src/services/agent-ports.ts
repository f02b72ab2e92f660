import type { AgentPorts } from '../copilot/agent/tools.ts';
import type { KnowledgeFilter } from '../copilot/knowledge-index.ts';
import type { FoundKnowledge } from '../copilot/knowledge-search.ts';
import { passagesOf } from '../copilot/passages.ts';
import type { Passage } from '../domain/answer.ts';
import type { TimelineEntry } from '../domain/health.ts';
import type { Proposal } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import { headline } from '../views/health-view.ts';
import type { RequestContext } from './context.ts';
import { getAccountHealth } from './get-account-health.ts';
import { getTimeline } from './get-timeline.ts';
import { proposeAction } from './propose-action.ts';
import { findSolvedBefore } from './solved-before.ts';

/** Whom and what an agent works for. */
export interface AgentErrand {
  account: string | null;
  ticket: string | null;
  /** What of the knowledge it may find. */
  filter: KnowledgeFilter;
  /** Learns what of the knowledge answers, by the agent's words. */
  onFound(found: FoundKnowledge): void;
  /** Learns what it proposed. */
  onProposed(proposal: Proposal): void;
}

const documentsRead = 3;
const entriesRead = 40;
const ticketDays = 90;

/**
 * What an agent of this member works with: it reads what the member may read, of one account, and can only propose. What
 * does not answer a question for sure is not shown to it either.
 */
export function agentPorts(ctx: RequestContext, errand: AgentErrand): AgentPorts {
  const { account, filter } = errand;
  const timeline = async (days: number, kinds: ['ticket'] | undefined): Promise<Passage[]> => {
    if (account === null) return [];
    const { entries } = await getTimeline(ctx, { accountId: account, days, kinds, limit: entriesRead });
    return entries.map(entryPassage);
  };
  return {
    health: async () => (account === null ? [] : [await healthPassage(ctx, account)]),
    timeline: async ({ days }) => await timeline(days, undefined),
    knowledge: async ({ query }) => {
      const found = await ctx.knowledge.search(query, filter, documentsRead);
      if (!found.isCovered) return [];
      errand.onFound(found);
      return found.documents.slice(0, 1).flatMap(({ document }) => passagesOf(document));
    },
    tickets: async ({ query }) => {
      if (query === null || query.trim() === '') return await timeline(ticketDays, ['ticket']);
      return (await findSolvedBefore(ctx, query, account)).flatMap(({ passages }) => passages);
    },
    propose: async ({ kind, title, text }) => {
      // Somebody has to stand for what is proposed, and it has to be about something.
      const isFor = kind === 'ticket.reply' ? errand.ticket : account;
      if (ctx.member === null || account === null || isFor === null) return 'refused';
      const params =
        kind === 'ticket.reply'
          ? { ticketId: errand.ticket, body: text }
          : { title: `${title}: ${text}`.slice(0, 300) };
      try {
        const result = await proposeAction(ctx, { kind, account, params, origin: 'agent' });
        if (result.ok) errand.onProposed(result.proposal);
        return result.ok ? 'waits' : 'refused';
      } catch (error) {
        if (error instanceof HoldfastError) return 'refused';
        throw error;
      }
    },
  };
}

async function healthPassage(ctx: RequestContext, accountId: string): Promise<Passage> {
  const health = await getAccountHealth(ctx, { accountId });
  const parts = health.components.map(({ id, reason }) => `${id}: ${reason}`);
  return recordPassage(
    `Health of ${health.account.name}`,
    [headline(health), ...parts].join('\n'),
    health.url,
  );
}

function entryPassage({ at, title, url }: TimelineEntry): Passage {
  return recordPassage(title, `${at.slice(0, 10)}: ${title}`, url);
}

/** A record as a passage; its page has one part. */
function recordPassage(title: string, text: string, url: string): Passage {
  return { id: `${url}#0`, documentId: url, title, heading: null, text, url };
}
