import type { View } from '../../views/view.ts';
import { startDeadline } from '../platform/deadline.ts';
import { describeError } from '../platform/describe-error.ts';
import { isDeciding, type KeptClick, openRequest, sealRequest } from '../platform/kept-request.ts';
import type { Asked, ChatRequest, Reply } from '../reply.ts';
import { type Answering, apologise, deliver, noteFailure, requestOf } from './answering.ts';
import { takenNotice, unavailableNotice } from './notices.ts';
import type { Incoming } from './parse.ts';

/** What came of a press within the time that Teams waits. */
export type Outcome = { kind: 'replied'; reply: Reply } | { kind: 'late' } | { kind: 'notice'; view: View };

/**
 * Asks what a press asks. What decides something is kept first: what cannot be kept in time is answered as not taken,
 * though it counts when it arrives in the store later. What takes longer than Teams waits is sent as a message.
 * Never rejects.
 */
export async function press(incoming: Incoming, asked: Asked, own: Answering): Promise<Outcome> {
  const deadline = startDeadline(own.answerWithinMs);
  const decides = isDeciding(asked);
  const { key } = incoming;
  try {
    const request = await requestOf(incoming, asked, own);
    if (decides) {
      const keeping = own.keepClick(key, sealRequest(key, request, own.clickKey));
      keeping.catch(() => undefined);
      const kept = await deadline.within(keeping);
      if (!kept.inTime) {
        own.log.warn({ key }, 'a press could not be kept in time');
        void finishLater(
          incoming,
          keeping.then((is) => (is ? own.answer(request) : null)),
          decides,
          own,
        );
        return { kind: 'notice', view: unavailableNotice() };
      }
      if (!kept.value) return { kind: 'notice', view: takenNotice() };
    }
    const answering = own.answer(request);
    const answered = await deadline.within(answering);
    if (!answered.inTime) {
      void finishLater(incoming, answering, decides, own);
      return { kind: 'late' };
    }
    if (decides) await done(key, own);
    return { kind: 'replied', reply: answered.value };
  } catch (error) {
    return { kind: 'notice', view: noteFailure(error, own) };
  } finally {
    deadline.stop();
  }
}

async function finishLater(
  incoming: Incoming,
  answering: Promise<Reply | null>,
  decides: boolean,
  own: Answering,
): Promise<void> {
  try {
    const reply = await answering;
    if (reply !== null) await deliver(incoming, reply, own);
  } catch (error) {
    await apologise(incoming, error, own);
  }
  if (decides) await done(incoming.key, own);
}

async function done(key: string, own: Answering): Promise<void> {
  try {
    await own.clickDone(key);
  } catch (error) {
    own.log.error({ key, ...describeError(error) }, 'a press is answered, and could not be noted as done');
  }
}

/**
 * Answers what was kept and never done, because the process ended in between.
 * @returns how many were answered
 */
export async function resumeClicks(rows: readonly KeptClick[], own: Answering): Promise<number> {
  let answered = 0;
  for (const row of rows) {
    const request = openRequest(row, own.clickKey);
    if (request === null) {
      own.log.error({ security: { kind: 'forged-click', key: row.key } }, 'a kept press is not ours');
      continue;
    }
    answered++;
    const incoming = await incomingOf(row.key, request, own);
    await finishLater(incoming, own.answer(request), true, own);
  }
  return answered;
}

async function incomingOf(key: string, request: ChatRequest, own: Answering): Promise<Incoming> {
  const [place, [person]] = await Promise.all([
    own.memory.findPlace(request.channel),
    own.memory.findPeople([request.user]),
  ]);
  return {
    key,
    asked: request.asked,
    pressed: null,
    replaces: false,
    from: null,
    person: { user: request.user, chatId: person?.chatId ?? request.user, tenant: request.team, name: '' },
    place: {
      id: request.channel,
      kind: place?.kind ?? 'personal',
      name: place?.name ?? null,
      serviceUrl: place?.serviceUrl ?? person?.serviceUrl ?? '',
      tenant: request.team,
      thread: request.thread,
      isShared: request.place === 'external',
    },
  };
}
