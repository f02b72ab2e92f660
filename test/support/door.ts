import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ActionKindName, ConnectorName } from '../../src/domain/action.ts';
import type { PolicyFiles } from '../../src/domain/policy-files.ts';
import type { CallOutcome, Connector } from '../../src/guardrail/connector.ts';
import type { Door } from '../../src/guardrail/door.ts';
import { internalEffects } from '../../src/guardrail/effects/index.ts';
import { type Grant, requireGrant } from '../../src/guardrail/grant.ts';
import { macKeyOf } from '../../src/guardrail/mac.ts';
import { loadCedar } from '../../src/guardrail/policy/cedar.ts';
import { checkRuleChange } from '../../src/guardrail/policy/check-rule-change.ts';
import { compilePolicies } from '../../src/guardrail/policy/compile-policies.ts';
import { createPolicies } from '../../src/guardrail/policy/create-policies.ts';
import type { Policies } from '../../src/guardrail/policy/policy.ts';

/** What a test's outside received: the effect ledger. */
export interface LedgerEntry {
  key: string;
  proposalId: string;
  kind: ActionKindName;
  body: Grant['action'];
}

/** A connector that writes down what reaches it, and behaves as the test wants. */
export interface LedgerConnector extends Connector {
  ledger: LedgerEntry[];
  /** What the next calls answer, in order; afterwards they succeed. */
  answers: (CallOutcome | 'done_but_lost')[];
}

export function createLedgerConnector(
  name: ConnectorName = 'outbox',
  delivery: 'idempotent' | 'lookup' | 'none' = 'idempotent',
): LedgerConnector {
  const ledger: LedgerEntry[] = [];
  const answers: LedgerConnector['answers'] = [];
  const note = ({ key, proposalId, action }: Grant): void => {
    if (delivery === 'idempotent' && ledger.some((entry) => entry.key === key)) return;
    ledger.push({ key, proposalId, kind: action.kind, body: action });
  };
  return {
    name,
    ledger,
    answers,
    delivery: () => delivery,
    preview: (action) => ({ connector: name, target: 'the ledger', request: action.params }),
    async perform(grant) {
      requireGrant(grant);
      const answer = answers.shift() ?? { kind: 'done', receipt: { key: grant.key } };
      if (answer === 'done_but_lost') {
        note(grant);
        return { kind: 'unknown', reason: 'the answer was lost' };
      }
      if (answer.kind === 'done') note(grant);
      return answer;
    },
    ...(delivery === 'lookup'
      ? {
          async lookup(grant: Grant) {
            requireGrant(grant);
            const found = ledger.some((entry) => entry.key === grant.key);
            return found
              ? { kind: 'happened' as const, receipt: { key: grant.key } }
              : { kind: 'absent' as const };
          },
        }
      : {}),
  };
}

let compiled: Policies | null = null;

/** The policies that ship with the product. */
export async function shippedPolicies(): Promise<Policies> {
  if (compiled) return compiled;
  compiled = createPolicies(compilePolicies(await loadCedar(), shippedFiles()));
  return compiled;
}

function shippedFiles(): PolicyFiles {
  const files = globSync('policies/*.cedar').map((file) => ({
    name: basename(file),
    text: readFileSync(file, 'utf8'),
  }));
  return { files, schema: readFileSync('policies/schema.cedarschema', 'utf8') };
}

/** A door with the shipped policies and ledgers behind it. */
export async function testDoor(
  connectors: readonly Connector[] = [createLedgerConnector()],
  policies?: () => Policies,
): Promise<Door> {
  const shipped = await shippedPolicies();
  const reader = { read: async () => shippedFiles() };
  return {
    policies: policies ?? (() => shipped),
    keys: { grant: macKeyOf('a1'.repeat(32)), button: macKeyOf('b2'.repeat(32)) },
    connectors: new Map(connectors.map((connector) => [connector.name, connector])),
    effects: internalEffects,
    checkRuleChange: (change) => checkRuleChange(reader, change),
    readOwnBefore: async () => ({}),
    nudge: () => undefined,
  };
}
