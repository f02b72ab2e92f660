import { type Deadline, startDeadline } from '../platform/deadline.ts';
import { describeError } from '../platform/describe-error.ts';
import { type KeptClick, openRequest, sealRequest } from '../platform/kept-request.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import { type Answering, apologise, deliver, placeOf, requestOf } from './answering.ts';
import { type Incoming, place } from './parse.ts';
import { renderFieldErrors, renderForm } from './render-form.ts';

/** Sends the acknowledgement; `unavailable` makes it an error. */
export type Acknowledge = (response?: unknown) => Promise<void>;

/** Acknowledged with this, a request was not taken: the person sees that it failed. */
export const unavailable = Object.freeze({ holdfast: 'unavailable' });

/** Slack waits three seconds; the rest is for the way. */
const acknowledgeWithinMs = 2_500;

/**
 * A click or form that decides something: kept, then acknowledged, then answered, then done. What cannot be kept in
 * time is never acknowledged as taken. It counts all the same when it arrives in the store later: the decision is one
 * decision, however often it is asked for, and the person hears what came of it. Never rejects.
 */
export async function decide(
  incoming: Incoming,
  asked: ChatRequest['asked'],
  acknowledge: Acknowledge,
  own: Answering,
): Promise<void> {
  const deadline = startDeadline(own.acknowledgeWithinMs ?? acknowledgeWithinMs);
  const key = `${own.keyPrefix ?? ''}${incoming.keys[0] ?? ''}`;
  // The place is asked for afterwards, since Slack has to be asked; until then the request's own word counts.
  const request = requestOf(incoming, asked, incoming.external ? 'external' : 'channel');
  const keeping = own.keepClick(key, sealRequest(key, request, own.clickKey));
  keeping.catch(() => undefined);
  try {
    const kept = await deadline.within(keeping);
    if (!kept.inTime) {
      own.log.warn({ key }, 'a click could not be kept in time');
      await acknowledge(unavailable);
      if (await keeping) await finish(key, incoming, request, null, own);
      return;
    }
    if (!kept.value) return await acknowledge();
    if (asked.kind === 'submit') {
      await finish(key, incoming, request, { acknowledge, deadline, names: Object.keys(asked.fields) }, own);
    } else {
      await acknowledge();
      await finish(key, incoming, request, null, own);
    }
  } catch (error) {
    own.log.error({ key, ...describeError(error) }, 'a click could not be kept');
    await acknowledge(unavailable);
  } finally {
    deadline.stop();
  }
}

/** A form that is still open while it is being answered. */
interface OpenForm {
  acknowledge: Acknowledge;
  deadline: Deadline;
  /** Of its inputs. */
  names: readonly string[];
}

/** Answers what was kept, tells the person, and notes that it is done. Never rejects. */
async function finish(
  key: string,
  incoming: Incoming,
  request: ChatRequest,
  form: OpenForm | null,
  own: Answering,
): Promise<void> {
  const answering = placeOf(incoming, own.shared).then((found) => own.answer({ ...request, place: found }));
  try {
    if (form === null) await deliver(incoming, await answering, own);
    else await closeForm(incoming, answering, form, own);
  } catch (error) {
    // A form whose answer failed stays open with what was written in it.
    await form?.acknowledge(unavailable);
    await apologise(incoming, error, own);
  }
  try {
    await own.clickDone(key);
  } catch (error) {
    own.log.error({ key, ...describeError(error) }, 'a click is answered, and could not be noted as done');
  }
}

/** The answer decides whether the form closes; where it takes too long, the form closes first. */
async function closeForm(
  incoming: Incoming,
  answering: Promise<Reply>,
  { acknowledge, deadline, names }: OpenForm,
  own: Answering,
): Promise<void> {
  const answered = await deadline.within(answering);
  if (!answered.inTime) {
    await acknowledge();
    const { form: _, ...reply } = await answering;
    await deliver(incoming, reply, own);
    return;
  }
  const { fieldErrors, form } = answered.value;
  if (fieldErrors !== undefined && Object.keys(fieldErrors).length > 0 && names.length > 0) {
    return await acknowledge({ response_action: 'errors', errors: renderFieldErrors(fieldErrors, names) });
  }
  const next = form === undefined ? null : renderForm(form, own.linkTo, incoming.destination);
  if (next !== null) return await acknowledge({ response_action: 'update', view: next });
  await acknowledge();
  await deliver(incoming, answered.value, own);
}

/**
 * Answers what was kept and never done, because the process ended in between. What was decided before is not decided
 * again: the service says so.
 * @returns how many were answered
 */
export async function resumeClicks(rows: readonly KeptClick[], own: Answering): Promise<number> {
  let answered = 0;
  for (const row of rows) {
    const request = openRequest(row, own.clickKey);
    if (request === null) {
      own.log.error({ security: { kind: 'forged-click', key: row.key } }, 'a kept click is not ours');
      continue;
    }
    answered++;
    await finish(row.key, incomingOf(row.key, request), request, null, own);
  }
  return answered;
}

function incomingOf(key: string, { team, user, channel, thread, asked, place: kind }: ChatRequest): Incoming {
  const known = channel === user ? null : channel;
  return {
    keys: [key],
    team,
    user,
    thread,
    asked,
    trigger: null,
    destination: { ...place(known, user), thread },
    external: kind === 'external',
  };
}
