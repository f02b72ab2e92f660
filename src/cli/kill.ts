import { flipSwitch } from '../services/flip-switch.ts';
import { formatInstant } from '../views/format.ts';
import { said } from '../views/said.ts';
import type { Command, Outcome, Session } from './command.ts';
import { proposalJson } from './propose.ts';

const scopes = 'all, account:ID, kind:KIND, connector:NAME or model';

/** `kill SCOPE`: stops new effects at once. */
export const killCommand: Command = {
  name: 'kill',
  summary: 'Stops new effects of a scope at once, in every process; without a scope, lists the switches.',
  arguments: [{ usage: '[scope]', description: scopes }],
  options: [],
  nowOnly: true,
  examples: ['kill all --as csm1', 'kill account:acme --json'],
  run: async (session, [scope]) =>
    scope === undefined ? await list(session) : await flip(session, scope, true),
};

/** `unkill SCOPE`: lets effects go again. */
export const unkillCommand: Command = {
  name: 'unkill',
  summary: 'Lets effects of a scope go again; who may do so alone, policy says.',
  arguments: [{ usage: '<scope>', description: scopes }],
  options: [],
  nowOnly: true,
  examples: ['unkill all --as admin1', 'unkill account:acme --as admin1 --json'],
  run: async (session, [scope = '']) => await flip(session, scope, false),
};

async function flip(session: Session, named: string, on: boolean): Promise<Outcome> {
  const { scope, result } = await flipSwitch(await session.context(), { scope: named, on });
  if (!result.ok) {
    return {
      json: { scope, on, refused: { reason: result.reason } },
      view: said(`Refused: ${result.reason}.`),
      exit: 1,
    };
  }
  const { proposal } = result;
  const text =
    proposal.state === 'done'
      ? `${scope} is ${on ? 'halted' : 'running again'}.`
      : `Proposal ${proposal.id} waits for an approval.`;
  return { json: { scope, on, ...proposalJson(proposal) }, view: said(text) };
}

async function list({ context }: Session): Promise<Outcome> {
  const switches = await (await context()).store.listKillSwitches();
  const on = switches.filter((one) => one.on);
  const text =
    on.length === 0
      ? 'Nothing is halted.'
      : on
          .map(({ scope, by, at }) => `${scope} halted by ${by} on ${formatInstant(at.toISOString())}`)
          .join('; ');
  return { json: switches.map((one) => ({ ...one, at: one.at.toISOString() })), view: said(text) };
}
