import type { View } from '../../views/view.ts';
import { describeError } from '../platform/describe-error.ts';
import type { Asked, Reply } from '../reply.ts';
import { type Answering, draw, firstCard, messagesOf, requestOf, sourceOf } from './answering.ts';
import { type AdaptiveCard, cardType, type TeamsMessage } from './card.ts';
import type { FormSource } from './controls.ts';
import { isOnProposal } from './decisions.ts';
import { lateNotice, unknownNotice } from './notices.ts';
import type { Incoming } from './parse.ts';
import { press } from './press.ts';
import { renderForm } from './render-form.ts';

/** What is answered to a press of a card: a card in its place, or a sentence beside it. */
export type CardAnswer =
  | { statusCode: 200; type: typeof cardType; value: AdaptiveCard }
  | { statusCode: 200; type: 'application/vnd.microsoft.activity.message'; value: string };

/**
 * Answers a press of `Action.Execute`. A choice becomes its answer; the card of a proposal shows what is so now; every
 * other card stays as it is, and the answer is a message below it. Never rejects.
 */
export async function answerPress(incoming: Incoming, own: Answering): Promise<CardAnswer> {
  const { asked } = incoming;
  if (asked.kind === 'unknown') return sentence(unknownNotice(asked.what));
  const outcome = await press(incoming, asked, own);
  if (outcome.kind === 'notice') return sentence(outcome.view);
  if (outcome.kind === 'late') return sentence(lateNotice());
  const { reply } = outcome;
  if (asked.kind === 'submit') return await answerForm(incoming, reply, own);
  if (asked.kind === 'click' && isOnProposal(asked.action)) {
    return await onProposal(incoming, asked.action, asked.value, reply, own);
  }
  if (incoming.replaces) return await inPlace(incoming, reply, own);
  return await below(incoming, reply, own);
}

/** The answer takes the place of the card; what does not fit into it comes below. */
async function inPlace(incoming: Incoming, reply: Reply, own: Answering): Promise<CardAnswer> {
  const [first, ...rest] = messagesOf(reply, incoming, own);
  if (first === undefined) return sentence(reply.view);
  if (rest.length > 0) await sendOrLog(incoming, rest, own);
  if (incoming.pressed !== null) {
    const card = JSON.stringify(first.card);
    await own.memory
      .noteMessage({
        place: incoming.place.id,
        message: incoming.pressed,
        key: null,
        part: 1,
        parts: 1,
        card,
      })
      .catch((error: unknown) => own.log.warn(describeError(error), 'a card could not be noted'));
  }
  return card(first.card);
}

async function below(incoming: Incoming, reply: Reply, own: Answering): Promise<CardAnswer> {
  const sent = await sendOrLog(incoming, messagesOf(reply, incoming, own), own);
  // Nothing can be sent there: then the card is the only place for it.
  if (!sent) return card(firstCard(reply.view, incoming, own).card);
  const { place, pressed } = incoming;
  const known = pressed === null ? null : await own.memory.findMessage(place.id, pressed).catch(() => null);
  return known === null ? sentence(reply.view) : card(JSON.parse(known.card) as AdaptiveCard);
}

async function sendOrLog(
  incoming: Incoming,
  messages: readonly TeamsMessage[],
  own: Answering,
): Promise<boolean> {
  try {
    await own.messenger.send(incoming, messages);
    return true;
  } catch (error) {
    own.log.error(describeError(error), 'an answer could not be delivered');
    return false;
  }
}

/** What came of it, above the card as it is now. */
async function onProposal(
  incoming: Incoming,
  action: string,
  value: string,
  reply: Reply,
  own: Answering,
): Promise<CardAnswer> {
  if (action === 'look') return card(firstCard(reply.view, incoming, own).card);
  const now = await lookAt(incoming, value, own);
  return card(firstCard(now ? above(reply.view, now) : reply.view, incoming, own).card);
}

function above(said: View, view: View): View {
  return { summary: said.summary, blocks: [...said.blocks, { kind: 'divider' }, ...view.blocks] };
}

async function lookAt(incoming: Incoming, value: string, own: Answering): Promise<View | null> {
  const { view } = await own.answer(await requestOf(incoming, { kind: 'click', action: 'look', value }, own));
  // What is no card of a proposal has nothing to add.
  return view.blocks.some(({ kind }) => kind === 'heading') ? view : null;
}

/** A form that stands in a message: with what is wrong in it, or replaced by what came of it. */
async function answerForm(incoming: Incoming, reply: Reply, own: Answering): Promise<CardAnswer> {
  const again = await formAgain(incoming, reply, 'message', own);
  return again ? card(again) : await inPlace(incoming, reply, own);
}

/** The form that was sent with what is wrong in it; null = nothing is, or it cannot be opened again. */
async function formAgain(
  incoming: Incoming,
  reply: Reply,
  where: 'dialog' | 'message',
  own: Answering,
): Promise<AdaptiveCard | null> {
  const { asked, from } = incoming;
  const errors = reply.fieldErrors ?? {};
  if (asked.kind !== 'submit' || from === null || Object.keys(errors).length === 0) return null;
  const { form } = await own.answer(await requestOf(incoming, askedBy(from), own));
  if (form === undefined) return null;
  // What it carries unseen came with what was sent: opened anew it may be about something else.
  const same = { ...form, value: asked.value };
  return renderForm(same, own.linkTo, { where, from, filled: { fields: asked.fields, errors } });
}

function askedBy(from: FormSource): Asked {
  if ('shortcut' in from) return { kind: 'shortcut', name: from.shortcut, about: null };
  return 'text' in from
    ? { kind: 'command', text: from.text }
    : { kind: 'click', action: from.action, value: from.value };
}

/** What Teams is told to do with a dialog. */
export type DialogAnswer = {
  task:
    | { type: 'continue'; value: { title: string; height: string; width: string; card: object } }
    | { type: 'message'; value: string };
};

/** Opens what a button opens, in a dialog. Never rejects. */
export async function openDialog(incoming: Incoming, own: Answering): Promise<DialogAnswer> {
  const { asked } = incoming;
  if (asked.kind === 'unknown') return closing(unknownNotice(asked.what));
  const outcome = await press(incoming, asked, own);
  if (outcome.kind === 'notice') return closing(outcome.view);
  if (outcome.kind === 'late') return closing(lateNotice());
  return await dialogOf(incoming, outcome.reply, own);
}

async function dialogOf(incoming: Incoming, reply: Reply, own: Answering): Promise<DialogAnswer> {
  const { form, view } = reply;
  if (form === undefined) return dialog('Holdfast', firstCard(view, incoming, own).card);
  const drawn = renderForm(form, own.linkTo, { where: 'dialog', from: sourceOf(incoming.asked) });
  if (drawn !== null) return dialog(form.title, drawn);
  // Too long for one card: all of it as messages.
  await sendOrLog(incoming, draw({ summary: form.title, blocks: form.intro }, incoming, own), own);
  return { task: { type: 'message', value: 'It is too long for a dialog: all of it is in the chat.' } };
}

/** Takes what was filled in: the dialog stays with what is wrong, becomes another, or closes. Never rejects. */
export async function submitDialog(incoming: Incoming, own: Answering): Promise<DialogAnswer> {
  const { asked, from } = incoming;
  if (asked.kind === 'unknown') return closing(unknownNotice(asked.what));
  const outcome = await press(incoming, asked, own);
  if (outcome.kind === 'notice') return closing(outcome.view);
  if (outcome.kind === 'late') return closing(lateNotice());
  const { reply } = outcome;
  try {
    const again = await formAgain(incoming, reply, 'dialog', own);
    if (again) return dialog('Something is missing', again);
    if (reply.form) {
      const next = renderForm(reply.form, own.linkTo, { where: 'dialog', from: from ?? { text: 'help' } });
      if (next) return dialog(reply.form.title, next);
    }
  } catch (error) {
    own.log.error(describeError(error), 'a dialog could not be drawn again');
  }
  await sendOrLog(incoming, draw(reply.view, incoming, own), own);
  return closing(reply.view);
}

function dialog(title: string, content: AdaptiveCard): DialogAnswer {
  const attachment = { contentType: cardType, content };
  return {
    task: { type: 'continue', value: { title, height: 'medium', width: 'medium', card: attachment } },
  };
}

function closing({ summary }: View): DialogAnswer {
  return { task: { type: 'message', value: summary } };
}

function card(value: AdaptiveCard): CardAnswer {
  return { statusCode: 200, type: cardType, value };
}

function sentence({ summary }: View): CardAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: summary };
}
