import type { types, webApi } from '@slack/bolt';
import { type FormView, formActions } from '../../views/view.ts';
import { startDeadline } from '../platform/deadline.ts';
import { describeError } from '../platform/describe-error.ts';
import type { Reply } from '../reply.ts';
import type { Answering, Connection } from './answering.ts';
import { formNotice } from './notices.ts';
import type { Incoming } from './parse.ts';
import { renderView, type SlackMessage } from './render.ts';
import { renderForm } from './render-form.ts';

/** Of the three seconds that a trigger lives, what is left is for the way. */
const patienceMs = 1_000;

/** Whether a form answers this, so that one may be opened before it is known what stands in it. */
export function opensForm({ asked, trigger }: Incoming): boolean {
  if (trigger === null) return false;
  if (asked.kind === 'command') return commandsInForms.test(asked.text);
  return asked.kind === 'shortcut' || (asked.kind === 'click' && formActions.has(asked.action));
}

/** What lacks a part of it is asked for in a form. */
const commandsInForms = /^\s*(override|sentiment|register\s+add)\b/i;

/**
 * Answers with a form. The trigger lives three seconds, however long the answer takes: a shortcut opens an empty form at
 * once, a click as soon as its answer keeps it waiting, and the form is filled in when the answer is there.
 * @param answering - null = it was answered before
 * @returns what is to be said instead, where no form took it; `missed` = a form could not be opened in time
 */
export async function answerInForm(
  incoming: Incoming,
  answering: Promise<Reply | null>,
  connecting: Promise<Connection>,
  own: Pick<Answering, 'linkTo' | 'log'>,
): Promise<{ reply: Reply; missed: boolean } | null> {
  answering.catch(() => undefined);
  const deadline = startDeadline(incoming.asked.kind === 'shortcut' ? 0 : patienceMs);
  const soon = await deadline.within(answering);
  deadline.stop();
  if (soon.inTime) return soon.value && { reply: soon.value, missed: false };
  const { quick } = await connecting;
  const viewId = await openEmpty(incoming, quick, own);
  try {
    const reply = await answering;
    if (viewId === null) return reply && { reply, missed: true };
    const view = reply === null ? alreadyThere : viewOf(incoming, reply, own);
    await fill(quick, viewId, view ?? tooLong, own);
    if (view !== null || reply === null) return null;
    const { form: _, ...said } = reply;
    return { reply: said, missed: false };
  } catch (error) {
    if (viewId !== null)
      await fill(quick, viewId, notice('Something went wrong. Close this, and try again.'), own);
    throw error;
  }
}

async function openEmpty(
  { trigger }: Incoming,
  quick: webApi.WebClient,
  { log }: Pick<Answering, 'log'>,
): Promise<string | null> {
  try {
    const { view } = await quick.views.open({ trigger_id: trigger ?? '', view: notice('One moment …') });
    return view?.id ?? null;
  } catch (error) {
    log.warn(describeError(error), 'an empty form could not be opened');
    return null;
  }
}

async function fill(
  quick: webApi.WebClient,
  viewId: string,
  view: types.ModalView,
  { log }: Pick<Answering, 'log'>,
): Promise<void> {
  try {
    await quick.views.update({ view_id: viewId, view });
  } catch (error) {
    // Whoever closed it meanwhile wanted none of it.
    log.warn(describeError(error), 'an open form could not be filled in');
  }
}

/** The form of a reply; where it has none, its words in the form that is open already. Null = they do not fit there. */
function viewOf(
  { destination }: Incoming,
  { form, view }: Reply,
  { linkTo }: Pick<Answering, 'linkTo'>,
): types.ModalView | null {
  const words = {
    form: 'said',
    title: 'Holdfast',
    submitLabel: 'Close',
    value: '',
    intro: view.blocks,
    inputs: [],
  };
  return renderForm(form ?? words, linkTo, destination);
}

function notice(text: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'holdfast:said',
    title: { type: 'plain_text', text: 'Holdfast', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: false } }],
  };
}

const alreadyThere = notice('This was answered already.');
const tooLong = notice('It does not fit into this window: it stands in the conversation.');

/** Opens a form whose content is known. @returns messages to be sent instead, where it could not be opened */
export async function openFilled(
  incoming: Incoming,
  form: FormView,
  quick: webApi.WebClient,
  { linkTo, log }: Pick<Answering, 'linkTo' | 'log'>,
): Promise<SlackMessage[] | null> {
  const view = renderForm(form, linkTo, incoming.destination);
  if (view === null) return renderView({ summary: form.title, blocks: form.intro }, linkTo);
  if (incoming.trigger === null) return renderView(formNotice('here'), linkTo);
  try {
    await quick.views.open({ trigger_id: incoming.trigger, view });
    return null;
  } catch (error) {
    log.warn(describeError(error), 'a form could not be opened');
    return renderView(formNotice('in time'), linkTo);
  }
}
