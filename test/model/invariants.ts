import type { Proposal } from '../../src/domain/proposal.ts';
import { type Case, version } from './reference-model.ts';
import type { SystemUnderTest } from './system-under-test.ts';
import { must } from './violation.ts';

/** States that say that nothing went out. */
const nothingHappened = new Set(['proposed', 'approved', 'rejected', 'expired', 'cancelled', 'failed']);

/** Holds the product to the model's case: what it says of itself, field by field. */
export function checkAgreement(one: Case, proposal: Proposal): void {
  const yes = proposal.approvals.map(({ member, actingFor }) => `${member}/${actingFor}`).join();
  const expected = one.yes.map(({ member, of }) => `${member}/${of}`).join();
  const seen = [
    ['state', proposal.state, one.state],
    ['version', proposal.version, version(one)],
    ['requester', proposal.requester, one.requester],
    ['author', proposal.author, one.author],
    ['approvals', yes, expected],
    ['reminded', proposal.remindedAt !== null, one.reminded],
    ['escalated', proposal.escalatedAt !== null, one.escalated],
    [
      'expires',
      ['proposed', 'approved'].includes(one.state) ? Date.parse(proposal.expiresAt) : one.until,
      one.until,
    ],
  ] as const;
  for (const [what, is, should] of seen) {
    must(is === should, `the product and the model disagree about ${what}`, () => ({
      id: one.id,
      is,
      should,
    }));
  }
}

/** INV1, INV2, INV3, INV11 over everything that reached the outside so far. */
export function checkLedger(system: SystemUnderTest, cases: ReadonlyMap<string, Case>, from: number): void {
  const { outside, audit } = system;
  const count = new Map<string, number>();
  for (const { proposalId } of outside.landings) count.set(proposalId, (count.get(proposalId) ?? 0) + 1);
  for (const [id, times] of count) {
    must(times === 1, 'INV2 at most one effect for each proposal', () => ({ id, times }));
  }
  for (const landing of outside.landings.slice(from)) {
    const { proposalId, text, digest } = landing;
    const one = cases.get(proposalId);
    must(one !== undefined, 'INV1 no effect without a proposal', () => landing);
    if (!one) continue;
    must(text === one.texts.at(-1), 'INV11 what was shown last is what executes', () => ({
      text,
      shown: one.texts,
    }));
    const intents = audit
      .slice(0, landing.auditBefore)
      .filter(({ action, detail }) => action === 'action.granted' && detail.proposal === proposalId)
      .filter(({ detail }) => detail.version === version(one) && (digest === '' || detail.digest === digest));
    must(
      intents.length > 0,
      'INV1 INV3 the grant for this digest is in the audit before the effect',
      () => landing,
    );
  }
  for (const one of cases.values()) {
    const happened = count.has(one.id);
    if (nothingHappened.has(one.state) && !one.settled) {
      must(!happened, `INV2 INV3 a proposal that is ${one.state} has no effect`, () => one);
    }
    if (one.state === 'done' && !one.settled) must(happened, 'what is done has happened', () => one);
  }
}

const outcomeOf: Partial<Record<string, RegExp>> = {
  done: /^action\.(done|settled)$/,
  failed: /^action\.(failed|denied|settled)$/,
  unknown: /^action\.unknown$/,
  rejected: /^proposal\.rejected$/,
  cancelled: /^proposal\.cancelled$/,
  expired: /^proposal\.expired$/,
};

/** INV3: whatever became of a proposal stands in the audit when it has become so. */
export function checkOutcome({ audit }: SystemUnderTest, one: Case): void {
  const pattern = outcomeOf[one.state];
  if (!pattern) return;
  const found = audit.some(({ action, detail }) => detail.proposal === one.id && pattern.test(action));
  must(found, `INV3 the audit says that it is ${one.state}`, () => one.id);
}
