import type { FastifyInstance } from 'fastify';
import { mirrorPoster } from '../bot/playground/mirror-poster.ts';
import type { PlaygroundOptions } from '../bot/playground/playground.ts';
import { startTeamsPlayground } from '../bot/playground/teams-playground.ts';
import { registerTeamsPlayground } from '../bot/playground/teams-routes.ts';
import type { Reply } from '../bot/reply.ts';
import type { Poster } from '../bot/slack/poster.ts';
import type { Clock } from '../domain/clock.ts';
import type { Services } from '../services/context.ts';
import { decidersOf } from './deciders.ts';

/** What the playground shows of Teams beside Slack. */
export interface TeamsSide {
  page(fastify: FastifyInstance): Promise<void>;
  /** Posts on both sides. */
  poster: Poster;
  close(): Promise<void>;
}

/** Starts the real Teams app beside the playground's Slack, with the same people, answers and posts. */
export async function openTeamsSide(
  options: PlaygroundOptions,
  services: Services,
  poster: Poster,
  both: PlaygroundOptions['answer'],
): Promise<TeamsSide> {
  const teams = await startTeamsPlayground({
    ...options,
    answer: both,
    deciders: async (button) => (await decidersOf(services, button)).map(({ id }) => id),
  });
  return {
    page: (fastify) => registerTeamsPlayground(fastify, teams),
    poster: mirrorPoster(poster, teams.app.poster, services.log),
    close: () => teams.close(),
  };
}

/** How long what was said waits for the other side. */
const waitsMs = 20_000;

/**
 * What is said on the page is said on both sides, and done once: whoever asks second gets the same reply.
 * @param answer - asks the router
 */
export function answerOnce(
  answer: PlaygroundOptions['answer'],
  clock: Clock,
): { slack: PlaygroundOptions['answer']; teams: PlaygroundOptions['answer'] } {
  const waiting = new Map<string, { side: string; until: number; reply: Promise<Reply> }>();
  const on =
    (side: string): PlaygroundOptions['answer'] =>
    (request) => {
      const { asked, user, place } = request;
      if (asked.kind !== 'message' && asked.kind !== 'command') return answer(request);
      const name = JSON.stringify([user, place, asked.text]);
      const now = clock.now().getTime();
      const there = waiting.get(name);
      if (there && there.side !== side && now < there.until) {
        waiting.delete(name);
        return there.reply;
      }
      const reply = answer(request);
      waiting.set(name, { side, until: now + waitsMs, reply });
      return reply;
    };
  return { slack: on('slack'), teams: on('teams') };
}
