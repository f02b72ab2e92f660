import type { RequestContext } from '../services/context.ts';
import { previewLink } from '../services/preview-link.ts';
import { helpView } from '../views/help-view.ts';
import { isOnAlert, onAlert } from './commands/alert.ts';
import { bugClick, isBugClick } from './commands/bug.ts';
import { decision, isDecision } from './commands/decision.ts';
import { home } from './commands/home.ts';
import { isOnAnswer, onAnswer } from './commands/knowledge.ts';
import { isOnboardingClick, onboardingClick } from './commands/onboarding.ts';
import { isOnPlay, onPlay } from './commands/play.ts';
import { prompts } from './commands/prompts.ts';
import { isOnRegister, onRegister } from './commands/register.ts';
import { isBegun, onBegun } from './commands/shortcut.ts';
import { isTicketClick, ticketClick } from './commands/ticket.ts';
import type { Answer, Asked, ChatRequest } from './reply.ts';

/** Answers a member. */
export type Answerer = (ctx: RequestContext, request: ChatRequest) => Promise<Answer>;

/**
 * Who answers what the platform asks by itself, and what a button or a form is to do.
 * @returns null = it is a question, in words or by its button
 */
export function answererOf(asked: Asked): Answerer | null {
  if (asked.kind === 'home') return async (ctx) => ({ view: await home(ctx) });
  if (asked.kind === 'prompts')
    return async (ctx, request) => ({ view: helpView(), prompts: await prompts(ctx, request) });
  if (asked.kind === 'link') return async (ctx) => await link(ctx, asked.path);
  if (isBegun(asked)) return async (ctx, request) => await onBegun(ctx, asked, request);
  if (isDecision(asked)) return async (ctx) => await decision(ctx, asked);
  if (isOnPlay(asked)) return async (ctx) => await onPlay(ctx, asked);
  if (isTicketClick(asked)) return async (ctx, { place }) => ({ view: await ticketClick(ctx, asked, place) });
  if (isBugClick(asked)) return async (ctx) => ({ view: await bugClick(ctx, asked) });
  if (isOnboardingClick(asked)) return async (ctx) => ({ view: await onboardingClick(ctx, asked) });
  if (isOnAnswer(asked)) return async (ctx, request) => await onAnswer(ctx, asked, request);
  if (isOnAlert(asked)) return async (ctx) => await onAlert(ctx, asked);
  if (isOnRegister(asked)) return async (ctx) => await onRegister(ctx, asked);
  return null;
}

async function link(ctx: RequestContext, path: string): Promise<Answer> {
  const preview = await previewLink(ctx, path);
  return { view: helpView(), ...(preview && { preview }) };
}
