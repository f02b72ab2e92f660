import type { Recipe } from '../../domain/play.ts';
import { actionOf } from '../../domain/playbook.ts';
import { lookWords } from '../../rules/playbook/compare-fact.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { type Direction, directPlay } from '../../services/plays/direct-play.ts';
import { getPlayPage } from '../../services/plays/get-play-page.ts';
import { getPlays } from '../../services/plays/get-plays.ts';
import { startPlay } from '../../services/plays/start-play.ts';
import { type PlayTarget, readPlayButton } from '../../views/play-button.ts';
import { endForm, skipForm } from '../../views/play-forms.ts';
import { playStartedView } from '../../views/play-started-view.ts';
import { playView } from '../../views/play-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Answer, Asked } from '../reply.ts';

type PlayAsked = Extract<Asked, { kind: 'click' | 'submit' }>;

/** `/cs play acme`, `/cs play acme silence`: the plays of an account; with a playbook, it is started. */
export async function play(ctx: RequestContext, accountId: string, playbook: string | null): Promise<View> {
  return playbook === null ? await cardOf(ctx, accountId, null) : await start(ctx, accountId, playbook);
}

const clicks: ReadonlySet<string> = new Set([
  'play-start',
  'play-done',
  'play-offer',
  'play-skip',
  'play-end',
]);
const forms: ReadonlySet<string> = new Set(['play-skip', 'play-end']);

/** Whether a click or a form is about a play. */
export function isOnPlay(asked: Asked): asked is PlayAsked {
  return (
    (asked.kind === 'click' && clicks.has(asked.action)) || (asked.kind === 'submit' && forms.has(asked.form))
  );
}

/** Answers such a click or form with the card as it is afterwards. */
export async function onPlay(ctx: RequestContext, asked: PlayAsked): Promise<Answer> {
  const target = readPlayButton(asked.value);
  if (!target) return { view: said('This button names no play, so nothing was done.') };
  await requireReadable(ctx, 'account', null);
  return asked.kind === 'click' ? await clicked(ctx, asked, target) : await submitted(ctx, asked, target);
}

async function clicked(
  ctx: RequestContext,
  { action, value }: Extract<PlayAsked, { kind: 'click' }>,
  { target, detail: step }: PlayTarget,
): Promise<Answer> {
  switch (action) {
    case 'play-start':
      return { view: await start(ctx, target, step) };
    case 'play-done':
      return { view: await direct(ctx, target, { verb: 'done', step }, 'Done.') };
    case 'play-offer':
      return {
        view: await direct(ctx, target, { verb: 'offer', step }, 'Proposed: others decide about it.'),
      };
    default:
      return await opened(ctx, action, value, target, step);
  }
}

/** A form to say why. */
async function opened(
  ctx: RequestContext,
  action: string,
  value: string,
  playId: string,
  stepId: string,
): Promise<Answer> {
  const found = await getPlayPage(ctx, playId);
  const step = found.play.steps.find(({ recipe }) => recipe.id === stepId);
  const view = await cardOf(ctx, found.play.account, null);
  return action === 'play-skip'
    ? { view, form: skipForm(value, step?.recipe.title ?? stepId) }
    : { view, form: endForm(value, found.play.recipe.title) };
}

async function submitted(
  ctx: RequestContext,
  { form, fields }: Extract<PlayAsked, { kind: 'submit' }>,
  { target, detail: step }: PlayTarget,
): Promise<Answer> {
  const reason = (fields.reason ?? '').trim();
  if (reason === '') return { view: said('A reason is missing.'), fieldErrors: { reason: 'Say why.' } };
  if (form === 'play-skip')
    return { view: await direct(ctx, target, { verb: 'skip', step, reason }, 'Skipped.') };
  const outcome = (fields.outcome ?? '').trim();
  if (outcome === '')
    return { view: said('An outcome is missing.'), fieldErrors: { outcome: 'Choose one.' } };
  return { view: await direct(ctx, target, { verb: 'end', outcome, reason }, 'The play is over.') };
}

async function start(ctx: RequestContext, accountId: string, playbook: string): Promise<View> {
  const started = await startPlay(ctx, { accountId, playbook });
  if (started.started) return playStartedView(started.started);
  return await cardOf(ctx, accountId, started.sentence);
}

async function direct(ctx: RequestContext, id: string, direction: Direction, done: string): Promise<View> {
  const result = await directPlay(ctx, id, direction);
  const play = result.ok ? result.play : (await getPlayPage(ctx, id)).play;
  return await cardOf(ctx, play.account, result.ok ? done : result.reason);
}

async function cardOf(ctx: RequestContext, account: string, note: string | null): Promise<View> {
  // A play runs under the version that it began with; what one does is said as it is called now.
  const words = {
    actionOf: ({ id, title }: Recipe): string =>
      actionOf(ctx.content.playbooks.find((playbook) => playbook.id === id) ?? { title }),
    lookOf: lookWords,
  };
  return playView(await getPlays(ctx, account), words, note);
}
