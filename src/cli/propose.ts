import { checkpointBatch, type Proposal } from '../domain/proposal.ts';
import { dryRunAction, type ProposeActionInput, proposeAction } from '../services/propose-action.ts';
import { formatInstant } from '../views/format.ts';
import { said } from '../views/said.ts';
import { carryOutHere } from './carry-out-here.ts';
import type { Command, Outcome, Session } from './command.ts';
import { flagOption, paramsOption, textOption, usage } from './options.ts';

/** `propose KIND`: brings an action in. */
export const proposeCommand: Command = {
  name: 'propose',
  summary: 'Proposes an action; policy says whether it runs at once or waits for people.',
  arguments: [
    { usage: '<kind>', description: 'such as message.customer; docs/reference/actions.md lists all' },
  ],
  options: [
    { flags: '--account <account>', description: 'the account that it is about' },
    { flags: '--params <json>', description: 'its parameters, a JSON object' },
    {
      flags: '--origin <origin>',
      description: 'agent: a model or playbook had the idea, which is judged more strictly',
    },
    { flags: '--batch <name>', description: 'proposals of one batch can be decided together' },
    { flags: '--dry-run', description: 'say what would become of it and what would be sent; keep nothing' },
  ],
  nowOnly: true,
  examples: [
    `propose ticket.tag --account acme --params '{"ticketId":"T-81","tags":["vip"]}' --as csm1`,
    `propose task.create --account acme --params '{"title":"Call Ann"}' --dry-run --json`,
  ],
  run: async (session, [kind = ''], options) => {
    const origin = textOption(options, 'origin');
    if (origin !== undefined && origin !== 'agent')
      throw usage(`--origin is '${origin}'; it can only be agent`);
    const batch = textOption(options, 'batch');
    if (batch === checkpointBatch) throw usage(`--batch '${batch}' is for checkpoints alone`);
    const input: ProposeActionInput = {
      kind,
      account: textOption(options, 'account') ?? null,
      params: paramsOption(options) ?? {},
      ...(origin === undefined ? {} : { origin }),
      batch,
    };
    return flagOption(options, 'dryRun')
      ? await dryRun(session, input)
      : await proposeFromTerminal(session, input);
  },
};

/** Proposes, carries out what may run at once where no other process does, and says what became of it. */
export async function proposeFromTerminal(session: Session, input: ProposeActionInput): Promise<Outcome> {
  const ctx = await session.context();
  const result = await proposeAction(ctx, input);
  if (!result.ok) {
    const { refusal, reason, policyIds } = result;
    return {
      json: {
        id: null,
        version: null,
        state: 'refused',
        digest: null,
        decision: { kind: 'deny', policyIds },
        expiresAt: null,
        refused: { kind: refusal, reason },
      },
      view: said(`Refused: ${reason}.`),
      exit: 1,
    };
  }
  const proposal = (await carryOutHere(ctx, result.proposal.id)) ?? result.proposal;
  return {
    json: proposalJson(proposal),
    view: said(`${proposal.id}: ${proposal.summary} – ${waitingText(proposal)}`),
  };
}

async function dryRun(session: Session, input: ProposeActionInput): Promise<Outcome> {
  const { verdict, ...rest } = await dryRunAction(await session.context(), input);
  const decision =
    verdict.ok && 'ruling' in verdict
      ? { kind: verdict.ruling.effect, policyIds: verdict.ruling.policyIds }
      : null;
  const refused = verdict.ok ? null : { kind: verdict.refusal, reason: verdict.reason };
  const json = { dryRun: true, ...rest, decision, ...(refused ? { refused } : {}) };
  const target = rest.preview ? ` through ${rest.preview.target}` : '';
  const text = refused
    ? `Would be refused: ${refused.reason}.`
    : `Would be proposed (${decision?.kind}): ${rest.summary}${target}.`;
  return { json, view: said(text), exit: refused ? 1 : 0 };
}

/** A proposal as scripts read it. */
export function proposalJson(proposal: Proposal): Record<string, unknown> {
  const {
    id,
    version,
    state,
    digest,
    ruling,
    expiresAt,
    kind,
    account,
    requester,
    summary,
    approvals,
    reason,
  } = proposal;
  return {
    id,
    version,
    state,
    digest,
    decision: { kind: ruling.effect, policyIds: ruling.policyIds },
    expiresAt,
    kind,
    account,
    requester,
    summary,
    quorum: ruling.quorum,
    autonomy: proposal.autonomy,
    approvals: approvals.map(({ member, actingFor, at }) => ({ member, actingFor, at })),
    reason,
    receipt: proposal.receipt,
    decidedBy: proposal.decidedBy,
    finishedAt: proposal.finishedAt,
    connector: proposal.connector,
    origin: proposal.origin,
    risk: proposal.risk,
    compensates: proposal.compensates,
  };
}

function waitingText({ state, ruling, expiresAt, autonomy, reason, connector }: Proposal): string {
  if (state === 'proposed') {
    const shadow = autonomy === 'shadow' ? ' (shadow: it never runs)' : '';
    return `waits for ${ruling.quorum === 1 ? 'an approval' : `${ruling.quorum} approvals`} until ${formatInstant(expiresAt)}${shadow}.`;
  }
  if (state === 'approved' && connector === 'chat') return 'approved; it is posted as soon as Holdfast runs.';
  return `${state}${reason ? `: ${reason}` : ''}.`;
}
