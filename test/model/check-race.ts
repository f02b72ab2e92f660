import { openAction } from '../../src/domain/action.ts';
import type { Told } from './races.ts';
import type { SystemUnderTest } from './system-under-test.ts';
import { must } from './violation.ts';

/** What has to hold of one proposal after a race, whoever won. */
export async function checkRace(system: SystemUnderTest, id: string, told: readonly Told[]): Promise<void> {
  const stored = await system.store.findProposal(id);
  if (!stored) return must(false, 'a proposal does not disappear', () => id);
  const { proposal } = stored;
  const { state, requester, author, approvals } = proposal;
  const landings = system.outside.landings.filter(({ proposalId }) => proposalId === id);
  const detail = () => ({ proposal, landings, told: told.map(({ act, result }) => [act, result.ok]) });
  must(landings.length <= 1, 'INV2 at most one effect', detail);
  if (state === 'done') must(landings.length === 1, 'INV3 what is called done has happened', detail);
  else if (state !== 'unknown') must(landings.length === 0, `INV3 what is ${state} has not happened`, detail);
  const calm = ['done', 'failed', 'rejected', 'cancelled', 'proposed', 'expired'].includes(state);
  must(calm || (state === 'unknown' && proposal.connector === 'smtp'), 'nothing is lost', detail);
  const said = approvals.map(({ member }) => member);
  must(new Set(said).size === said.length, 'TB4 nobody counts twice', detail);
  must(!said.includes(requester) && !said.includes(author), 'INV4 nobody approves their own', detail);
  const text = JSON.stringify(openAction(stored.body)?.params);
  for (const one of landings) must(one.text === text, 'INV11 what stands there is what went out', detail);
  const won = (what: string): number => told.filter(({ act, result }) => act.do === what && result.ok).length;
  must(won('reject') <= 1 && won('cancel') <= 1 && won('edit') <= 1, 'TB3 the first decision wins', detail);
  if (won('reject') > 0) must(state === 'rejected', 'TB3 a no that won stays', detail);
  if (won('cancel') > 0) must(state === 'cancelled', 'a proposal that was taken back stays so', detail);
  const named = system.audit.filter(({ detail: about }) => about.proposal === id);
  const count = (action: string): number => named.filter((entry) => entry.action === action).length;
  must(count('action.granted') <= 1, 'INV2 one decision, one grant', detail);
  must(landings.length <= count('action.granted'), 'INV1 no effect without a grant in the audit', detail);
  must(count('action.done') <= 1, 'INV3 one outcome', detail);
  must(
    count('decision.refused') === told.filter(({ result }) => !result.ok).length,
    'every refusal is kept',
    detail,
  );
  const onTheWay = await system.store.findEffect(id);
  must(onTheWay === null || state === 'unknown', 'INV2 a grant is used up', detail);
}
