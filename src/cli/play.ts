import type { Play } from '../domain/play.ts';
import { HoldfastError } from '../errors.ts';
import { lookWords } from '../rules/playbook/compare-fact.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { type Direction, directPlay } from '../services/plays/direct-play.ts';
import { type AccountPlays, getPlays } from '../services/plays/get-plays.ts';
import { startInput } from '../services/plays/start-play.ts';
import { dryRunAction } from '../services/propose-action.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { playView } from '../views/play-view.ts';
import { said } from '../views/said.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { flagOption, textOption, usage } from './options.ts';
import { proposeFromTerminal } from './propose.ts';

const verbs = ['start', 'done', 'skip', 'offer', 'end', 'list'] as const;
type Verb = (typeof verbs)[number];

/** `play ACCOUNT [VERB [WHAT]]`: what to start, what runs, and what people say of it. */
export const playCommand: Command = {
  name: 'play',
  summary: 'Which playbook should run for this account, which runs, and what is next?',
  arguments: [
    { usage: '<account>', description: 'id, name, alias or domain' },
    { usage: '[verb]', description: `one of ${verbs.join(', ')}; list names every playbook` },
    { usage: '[what]', description: 'start: a playbook; done, skip and offer: a step; end: an outcome' },
  ],
  options: [
    { flags: '--playbook <id>', description: 'which play, where several run' },
    { flags: '--reason <text>', description: 'why a step is skipped or a play ends' },
    { flags: '--note <text>', description: 'what came of a step that is done' },
    { flags: '--dry-run', description: 'with start: say what would become of it; keep nothing' },
  ],
  nowOnly: true,
  examples: ['play acme start usage-drop --as csm1', 'play acme --json'],
  run: async (session, [text = '', word, what = ''], options) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const accountId = await requireAccount(ctx, text);
    const verb = word === undefined ? null : verbOf(word);
    if (verb === null) return show(await getPlays(ctx, accountId), null);
    if (verb === 'list') return list(ctx);
    if (what === '') throw usage(`'${verb}' needs ${needs[verb]}`, `Type: play ${text} ${verb} …`);
    if (verb === 'start') return await start(session, ctx, accountId, what, options);
    return await direct(ctx, accountId, directionOf(verb, what, options), options);
  },
};

const needs = {
  start: 'a playbook',
  done: 'a step',
  skip: 'a step',
  offer: 'a step',
  end: 'an outcome',
} as const;

function verbOf(word: string): Verb {
  const verb = verbs.find((known) => known === word.toLowerCase());
  if (verb) return verb;
  throw usage(`'${word}' is nothing that a play can do`, `Use one of ${verbs.join(', ')}.`);
}

async function start(
  session: Session,
  ctx: RequestContext,
  accountId: string,
  playbook: string,
  options: Options,
): Promise<Outcome> {
  const input = await startInput(ctx, { accountId, playbook });
  if (!flagOption(options, 'dryRun')) return await proposeFromTerminal(session, input);
  const { verdict, digest, summary } = await dryRunAction(ctx, input);
  const refused = verdict.ok ? null : { kind: verdict.refusal, reason: verdict.reason };
  const text = refused ? `Would be refused: ${refused.reason}.` : `Would be proposed: ${summary}.`;
  const json = { dryRun: true, digest, summary, ...(refused ? { refused } : {}) };
  return { json, view: said(text), exit: refused ? 1 : 0 };
}

function directionOf(verb: Exclude<Verb, 'start' | 'list'>, what: string, options: Options): Direction {
  const reason = textOption(options, 'reason') ?? '';
  switch (verb) {
    case 'done':
      return { verb, step: what, note: textOption(options, 'note') };
    case 'skip':
      return { verb, step: what, reason };
    case 'offer':
      return { verb, step: what };
    case 'end':
      return { verb, outcome: what, reason };
  }
}

async function direct(
  ctx: RequestContext,
  accountId: string,
  direction: Direction,
  options: Options,
): Promise<Outcome> {
  const { running } = await getPlays(ctx, accountId);
  const result = await directPlay(
    ctx,
    chosen(running, direction, textOption(options, 'playbook')).id,
    direction,
  );
  const plays = await getPlays(ctx, accountId);
  if (result.ok) return show(plays, null, { proposalId: result.proposalId });
  return { ...show(plays, result.reason, { refused: { reason: result.reason } }), exit: 1 };
}

/** The play that is meant: by its playbook, by its step, or the only one. */
function chosen(running: readonly Play[], direction: Direction, playbook: string | undefined): Play {
  const fits = running.filter(
    ({ recipe, life }) =>
      (playbook === undefined || recipe.id === playbook) &&
      (running.length === 1 ||
        !('step' in direction) ||
        (life.state === 'running' && life.current === direction.step)),
  );
  const [play, second] = fits;
  if (!play) throw new HoldfastError('HF_NOT_FOUND', 'No play that runs for this account fits');
  if (!second) return play;
  const ids = fits.map(({ recipe }) => recipe.id).join(', ');
  throw usage('Several plays run for this account', `Add --playbook with one of ${ids}.`);
}

function show(plays: AccountPlays, note: string | null, more: Record<string, unknown> = {}): Outcome {
  return {
    json: { ...plays, ...more },
    view: playView(plays, { actionOf: ({ title }) => title, lookOf: lookWords }, note),
  };
}

function list({ content }: RequestContext): Outcome {
  const rows = content.playbooks.map(
    ({ id, version, title, for: rules, tiers, segments, stages, steps }) => ({
      id,
      version,
      title,
      for: rules,
      tiers,
      segments,
      stages,
      steps: steps.length,
    }),
  );
  return {
    json: rows,
    view: {
      summary: `${rows.length} playbooks`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: 'Playbook' },
            { label: 'Title' },
            { label: 'Answers' },
            { label: 'Steps', align: 'right' },
          ],
          rows: rows.map(({ id, title, for: rules, steps }) => [
            [{ text: id, code: true }],
            [{ text: title }],
            [{ text: rules.join(', ') }],
            [{ text: String(steps) }],
          ]),
        },
      ],
    },
  };
}
