import { oneLine } from '../../domain/one-line.ts';
import { accountOfQuestion } from '../../services/account-of-question.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { wordsOfChannel } from '../conversation.ts';
import type { ChatRequest, Reply } from '../reply.ts';

type Prompts = NonNullable<Reply['prompts']>;

const nameLength = 60;
/** Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts */
const promptsAtMost = 4;

/** What a member could ask first: about the customer in view, else about one whose alert is theirs. */
export async function prompts(ctx: RequestContext, { viewing }: ChatRequest): Promise<Prompts> {
  await requireReadable(ctx, 'account', null);
  const name = (await nameInView(ctx, viewing)) ?? (await nameInAlerts(ctx));
  const about = name === null ? [] : [same(`How is ${oneLine(name, nameLength)} doing?`)];
  return [
    ...about,
    { title: 'What is in my book?', message: 'book' },
    { title: 'Which customers are at risk?', message: 'risks' },
    { title: 'What waits for my approval?', message: 'approvals mine' },
    { title: 'How was the week?', message: 'digest' },
  ].slice(0, promptsAtMost);
}

function same(text: string): Prompts[number] {
  return { title: text, message: text };
}

async function nameInView(ctx: RequestContext, viewing: string | undefined): Promise<string | null> {
  if (viewing === undefined) return null;
  const { account } = await accountOfQuestion(ctx, wordsOfChannel(viewing), null);
  if (account === null) return null;
  return (await ctx.store.findAccounts([account]))[0]?.name ?? null;
}

async function nameInAlerts(ctx: RequestContext): Promise<string | null> {
  if (!ctx.member) return null;
  const { alerts } = await listAlerts(ctx, { scope: 'mine', limit: 1 });
  return alerts[0]?.picture.accountName ?? null;
}
