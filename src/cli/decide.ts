import { type DecideInput, decideOn, refusalText } from '../services/decide-proposal.ts';
import { undoProposal } from '../services/undo-proposal.ts';
import { said } from '../views/said.ts';
import { carryOutHere } from './carry-out-here.ts';
import type { Command, Outcome, Session } from './command.ts';
import { numberOption, paramsOption, textOption, usage } from './options.ts';
import { proposalJson } from './propose.ts';

const verbs = ['approve', 'reject', 'cancel', 'edit', 'settle'] as const;

/** `decide ID VERB`: what a person says to a proposal. */
export const decideCommand: Command = {
  name: 'decide',
  summary: 'Approves, rejects, cancels, edits or settles a proposal; or proposes to undo it.',
  arguments: [
    {
      usage: '<id>',
      description: 'the proposal, or batch:NAME for every waiting one of a batch, each for itself',
    },
    { usage: '<verb>', description: 'approve, reject, cancel, edit, settle or undo' },
  ],
  options: [
    { flags: '--version <number>', description: 'refuse when it is no longer this version' },
    { flags: '--reason <text>', description: 'why; needed to reject, cancel and settle' },
    { flags: '--params <json>', description: 'with edit: the new parameters' },
    { flags: '--outcome <outcome>', description: 'with settle: done or failed, what really happened' },
  ],
  nowOnly: true,
  examples: ['decide ID approve --as manager1', 'decide ID reject --reason "not now" --as manager1 --json'],
  run: async (session, [id = '', verb = ''], options) => {
    if (verb === 'undo') return await undo(session, id);
    const known = verbs.find((one) => one === verb);
    if (!known) throw usage(`decide does not know '${verb}'`, `Say ${verbs.join(', ')} or undo.`);
    const outcome = textOption(options, 'outcome');
    if (outcome !== undefined && outcome !== 'done' && outcome !== 'failed') {
      throw usage(`--outcome is '${outcome}'; it is done or failed`);
    }
    const input: Omit<DecideInput, 'id'> = {
      version: numberOption(options, 'version', { flag: '--version', from: 1, to: 1_000_000 }) ?? null,
      verb: known,
      reason: textOption(options, 'reason'),
      params: paramsOption(options),
      outcome,
    };
    return id.startsWith('batch:')
      ? await decideBatch(session, id.slice('batch:'.length), input)
      : await decideOne(session, { ...input, id });
  },
};

async function decideOne(session: Session, input: DecideInput): Promise<Outcome> {
  const ctx = await session.context();
  const result = await decideOn(ctx, input);
  if (!result.ok) {
    const reason = refusalText(result);
    const { id = input.id, version = null, state = null } = result.proposal ?? {};
    const refused = { kind: result.refusal, reason, missingRoles: result.missingRoles };
    return { json: { id, version, state, refused }, view: said(`Refused: ${reason}`), exit: 1 };
  }
  const proposal = (await carryOutHere(ctx, input.id)) ?? result.proposal;
  const why = proposal.reason ? `: ${proposal.reason}` : '';
  return {
    json: proposalJson(proposal),
    view: said(`${proposal.id}: ${proposal.summary} – ${proposal.state}${why}.`),
  };
}

/** Every item under its own digest: a bad one does not pass with the rest. */
async function decideBatch(
  session: Session,
  batch: string,
  input: Omit<DecideInput, 'id'>,
): Promise<Outcome> {
  if (input.verb === 'edit') throw usage('A batch cannot be edited', 'Edit its proposals one by one.');
  const ctx = await session.context();
  const waiting = await ctx.store.listProposals({
    batch,
    states: ['proposed', 'approved', 'unknown'],
    limit: 1_000,
  });
  const items = [];
  for (const { proposal } of waiting.reverse())
    items.push(await decideOne(session, { ...input, id: proposal.id }));
  const refused = items.filter(({ exit }) => exit === 1).length;
  return {
    json: { batch, items: items.map(({ json }) => json), refused },
    view: said(
      `${items.length - refused} of ${items.length} proposals of batch ${batch}: ${input.verb}; ${refused} refused.`,
    ),
    exit: refused > 0 || items.length === 0 ? 1 : 0,
  };
}

async function undo(session: Session, id: string): Promise<Outcome> {
  const ctx = await session.context();
  const result = await undoProposal(ctx, id);
  if (!result.ok) {
    return {
      json: { id: null, refused: { reason: result.reason } },
      view: said(`Refused: ${result.reason}.`),
      exit: 1,
    };
  }
  const proposal = (await carryOutHere(ctx, result.proposal.id)) ?? result.proposal;
  return {
    json: proposalJson(proposal),
    view: said(`${proposal.id}: ${proposal.summary} – ${proposal.state}.`),
  };
}
