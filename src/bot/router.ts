import type { Member } from '../domain/member.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError, withoutPlaces } from '../errors.ts';
import { isSentence, withoutAsk } from '../rules/question/knowledge-question.ts';
import type { Services } from '../services/context.ts';
import { identifyMember } from '../services/identify-member.ts';
import { recordRefusal } from '../services/record-refusal.ts';
import { requireLength } from '../services/require-question.ts';
import { helpView, unknownView } from '../views/help-view.ts';
import { problemView } from '../views/problem-view.ts';
import type { View } from '../views/view.ts';
import { answerQuestion } from './answer-question.ts';
import { type Answerer, answererOf } from './answerer-of.ts';
import type { Answer, Asked, ChatRequest, Reply } from './reply.ts';
import { textOf, understand } from './understand.ts';

/**
 * Answers one chat request: who asks, may they, what do they mean, and the command that knows. Failures become an
 * answer with the next step and a trace id; the cause goes to the log alone.
 */
export async function answerChat(services: Services, request: ChatRequest): Promise<Reply> {
  const trace = services.ids.trace();
  try {
    return { ...(await route(services, request, trace)), trace };
  } catch (error) {
    if (error instanceof HoldfastError) {
      services.log.warn({ trace, code: error.code }, error.message);
      const { message, next } = withoutPlaces(error);
      return { view: problemView(message, next, trace), trace };
    }
    services.log.error({ trace, err: error }, 'a chat request failed');
    return {
      view: problemView(
        'Something went wrong on our side.',
        'Try again; if it stays, report the trace id below.',
        trace,
      ),
      trace,
    };
  }
}

async function route(services: Services, request: ChatRequest, trace: string): Promise<Answer> {
  const { asked, platform, team, user, channel } = request;
  requireLength(withoutAsk(textOf(asked)));
  const answer = answererOf(asked) ?? answererOfQuestion(asked, services.clock.now());
  if (typeof answer !== 'function') return answer;
  const member = await identifyMember(services, { platform, team, user });
  const refusal = refuse(request, member, trace);
  if (refusal) {
    const place = { platform, team, user, channel };
    await recordRefusal(services, member?.id ?? 'unknown', refusal.reason, place);
    return { view: refusal.view };
  }
  return await answer({ ...services, member }, request);
}

/** What says nothing of anybody is answered at once, whoever asks. */
function answererOfQuestion(asked: Asked, now: Date): Answerer | Answer {
  const question = understand(asked, utcDayOf(now));
  if (question.kind === 'help') return { view: helpView() };
  if (question.kind === 'unknown' && !isSentence(textOf(asked)))
    return { view: unknownView(question.nearest) };
  return async (ctx, request) => await answerQuestion(ctx, question, request);
}

function refuse(
  request: ChatRequest,
  member: Member | null,
  trace: string,
): { reason: string; view: View } | null {
  if (request.place === 'external') {
    const message = 'This channel is shared with another company, so I show no account data here.';
    return {
      reason: 'external_channel',
      view: problemView(message, 'Ask me in a direct message or an internal channel.', trace),
    };
  }
  if (!member) {
    const message = 'I do not know you yet, so I cannot show you account data.';
    return {
      reason: 'unknown_member',
      view: problemView(message, 'Ask an admin to add you to members.yaml.', trace),
    };
  }
  return null;
}
