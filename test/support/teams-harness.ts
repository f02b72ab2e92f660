import { demoMembers } from '../../demo/members.ts';
import { startTeamsPlayground, type TeamsPlayground } from '../../src/bot/playground/teams-playground.ts';
import type { ChatRequest, Reply } from '../../src/bot/reply.ts';
import type { TeamsAppOptions } from '../../src/bot/teams/app.ts';
import { createManualClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import { createLog } from '../../src/log.ts';

/** The Teams app in a tenant of its own, with answers that a test gives. */
export interface TeamsHarness extends TeamsPlayground {
  /** What the router was asked, in order. */
  asked: ChatRequest[];
  /** Keys of kept presses that are not done. */
  open: Set<string>;
}

export function textReply(text: string): Reply {
  return { view: { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] }, trace: 't' };
}

export async function startTeamsHarness(
  given: {
    answer?: (request: ChatRequest) => Promise<Reply>;
    app?: Partial<TeamsAppOptions>;
    deciders?: readonly string[];
  } = {},
): Promise<TeamsHarness> {
  const asked: ChatRequest[] = [];
  const seen = new Set<string>();
  const kept = new Set<string>();
  const open = new Set<string>();
  const playground = await startTeamsPlayground({
    members: demoMembers,
    answer: async (request) => {
      asked.push(request);
      return await (given.answer?.(request) ?? textReply('Acme: 61.4'));
    },
    firstDelivery: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    keepClick: async (key) => {
      if (kept.has(key)) return false;
      kept.add(key);
      open.add(key);
      return true;
    },
    clickDone: async (key) => void open.delete(key),
    clickKey: '00'.repeat(32),
    deciders: async () => given.deciders ?? [],
    linkTo: (path) => `http://127.0.0.1:3000${path}`,
    log: createLog('silent'),
    clock: createManualClock(new Date('2026-11-21T10:00:00Z')),
    ids: createIds(),
    ...(given.app && { app: given.app }),
  });
  return { ...playground, asked, open };
}
