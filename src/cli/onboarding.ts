import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { invitationKinds, recoveryWays } from '../domain/onboarding.ts';
import { HoldfastError } from '../errors.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { memberNames } from '../services/member-names.ts';
import { getOnboarding, knowOnboarding } from '../services/onboarding/get-onboarding.ts';
import { listOnboardings } from '../services/onboarding/list-onboardings.ts';
import { noteFriction } from '../services/onboarding/note-friction.ts';
import { proposeInvitation } from '../services/onboarding/propose-invitation.ts';
import type { OnceResult } from '../services/onboarding/propose-once.ts';
import { recoverStep } from '../services/onboarding/recover-step.ts';
import { reviewOnboarding } from '../services/onboarding/review-onboarding.ts';
import { tickItem } from '../services/onboarding/tick-item.ts';
import { walkOnboarding } from '../services/onboarding/walk-onboarding.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { executionWalkView } from '../views/execution-walk-view.ts';
import { onboardingListView } from '../views/onboarding-list-view.ts';
import { onboardingReviewView } from '../views/onboarding-review-view.ts';
import { onboardingView } from '../views/onboarding-view.ts';
import { notProposedView, proposedView } from '../views/proposed-view.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { dayOption, flagOption, textOption, usage } from './options.ts';

const account = { usage: '<account>', description: 'id, name, alias or domain' };

/** `onboarding [ACCOUNT]`: how the first thirty days go. */
export const onboardingCommand: Command = {
  name: 'onboarding',
  summary:
    'How do the first thirty days go: goals, checklist, friction; without an account, everybody in them.',
  arguments: [{ ...account, usage: '[account]' }],
  options: [
    { flags: '--tick <item>', description: 'say that an item of the checklist, or of a step, is done' },
    { flags: '--untick <item>', description: 'say that it is not' },
    { flags: '--note <text>', description: 'with --tick or --untick: a note to it' },
    { flags: '--friction <what>', description: 'route an entry of the friction log by its key, or add one' },
    { flags: '--owner <member>', description: 'with --friction: who mends it' },
    { flags: '--ship-on <date>', description: 'with --friction: until when' },
    { flags: '--mended', description: 'with --friction: it is mended' },
    { flags: '--recover <key>', description: 'propose a way out of a step that failed' },
    { flags: '--way <way>', description: `with --recover: ${recoveryWays.join(', ')}` },
    { flags: '--invite <kind>', description: `propose an invitation: ${invitationKinds.join(', ')}` },
    { flags: '--review', description: 'the review of the first thirty days' },
    {
      flags: '--out <file>',
      description: 'with --review: write it, as CSV where the name ends in .csv, else as text',
    },
  ],
  examples: ['onboarding', 'onboarding larkmoor --json'],
  run: async (session, [text], options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    if (text === undefined) return await list(ctx, session, options);
    const id = await requireAccount(ctx, text);
    const changing = changes.filter((name) => options[name] !== undefined);
    if (changing.length > 0 && session.asOf)
      throw usage('--as-of asks about the past, which nothing changes', 'Leave one of the two out.');
    const proposed = await change(ctx, id, options);
    if (proposed) return proposed;
    if (flagOption(options, 'review')) return await review(ctx, session, id, options);
    const value = await getOnboarding(ctx, id, { asOf: session.asOf });
    return { json: value, view: onboardingView(value, await memberNames(ctx)) };
  },
};

const changes = ['tick', 'untick', 'friction', 'recover', 'invite'] as const;

/** `onboard ACCOUNT`: the seven steps for a new customer. */
export const onboardCommand: Command = {
  name: 'onboard',
  summary: 'Walks the seven steps for a new customer, each verified, and says what is missing.',
  arguments: [account],
  options: [],
  examples: ['onboard larkmoor', 'onboard larkmoor --json'],
  run: async ({ context, asOf }, [text = '']) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await walkOnboarding(ctx, await requireAccount(ctx, text), { asOf });
    return { json: value, view: executionWalkView(value, await memberNames(ctx)) };
  },
};

async function list(ctx: RequestContext, { asOf }: Session, options: Options): Promise<Outcome> {
  const odd = [...changes, 'review', 'out'].find((name) => options[name] !== undefined);
  if (odd !== undefined) throw usage(`--${odd} needs an account`, 'For example: onboarding acme');
  const accounts = await listOnboardings(ctx, { asOf });
  return { json: { accounts }, view: onboardingListView(accounts, await memberNames(ctx)) };
}

/** What was asked to be changed; an outcome of its own only where something was proposed. */
async function change(ctx: RequestContext, accountId: string, options: Options): Promise<Outcome | null> {
  const note = textOption(options, 'note');
  for (const done of [true, false]) {
    const item = textOption(options, done ? 'tick' : 'untick');
    if (item !== undefined)
      await tickItem(ctx, { accountId, item, done, ...(note === undefined ? {} : { note }) });
  }
  const what = textOption(options, 'friction');
  if (what !== undefined) {
    const shipOn = dayOption(options, 'shipOn', '--ship-on');
    const mended = flagOption(options, 'mended');
    await noteFriction(ctx, { accountId, what, owner: textOption(options, 'owner'), shipOn, mended });
  }
  const key = textOption(options, 'recover');
  if (key !== undefined) {
    const way = recoveryWays.find((one) => one === textOption(options, 'way'));
    if (!way) throw usage(`--recover needs --way: ${recoveryWays.join(', ')}`);
    return toOutcome(await recoverStep(ctx, { accountId, key, way }));
  }
  const invite = textOption(options, 'invite');
  if (invite === undefined) return null;
  const kind = invitationKinds.find((one) => one === invite);
  if (!kind) throw usage(`--invite is ${invitationKinds.join(', ')}`);
  return toOutcome(await proposeInvitation(ctx, { accountId, kind }));
}

function toOutcome(result: OnceResult): Outcome {
  if (!result.ok) return { json: result, view: notProposedView(result.reason), exit: 1 };
  const { id, version, state } = result.proposal;
  return { json: { ok: true, id, version, state }, view: proposedView(result.proposal) };
}

async function review(
  ctx: RequestContext,
  { io, asOf }: Session,
  id: string,
  options: Options,
): Promise<Outcome> {
  const known = await knowOnboarding(ctx, id, { asOf });
  const value = reviewOnboarding(known);
  const out = textOption(options, 'out');
  if (out !== undefined) {
    const file = resolve(io.cwd, out);
    await writeFile(file, file.toLowerCase().endsWith('.csv') ? value.csv : value.text, {
      mode: 0o600,
    }).catch((error: unknown) => {
      throw new HoldfastError(
        'HF_FILE_UNREADABLE',
        `${file} cannot be written: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    });
  }
  return { json: value, view: onboardingReviewView(known.facts.account.name, value) };
}
