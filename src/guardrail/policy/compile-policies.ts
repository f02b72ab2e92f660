import { digestOf } from '../../domain/canonical-json.ts';
import { type PolicyFile, type PolicyFiles, policySchemaFile } from '../../domain/policy-files.ts';
import type { Cedar } from './cedar.ts';
import { toQuestion, type Verb } from './cedar-request.ts';
import type { PolicyPrincipal, PolicyResource } from './policy.ts';
import { explainComplaint, invalidPolicy, type PolicySource } from './policy-source.ts';
import { readTerms, type Terms } from './policy-terms.ts';

/** Policies that were checked and parsed, ready to answer. */
export interface CompiledPolicies {
  /** First 16 hexadecimal digits of the SHA-256 over schema, names and texts; also their name in the engine. */
  version: string;
  /** Of each permit for `execute`, by policy id. */
  terms: ReadonlyMap<string, Terms>;
  /** Every policy, by id. */
  sources: ReadonlyMap<string, PolicySource>;
  /** Throws nothing; `failed` says what went wrong. */
  evaluate(verb: Verb, principal: PolicyPrincipal, resource: PolicyResource): Evaluation;
}

/** What the policies say; on a permit the permits that fit, on a denial the forbids. */
export type Evaluation =
  | { allowed: boolean; policyIds: readonly string[]; failed: null }
  | { allowed: false; policyIds: readonly string[]; failed: string };

/**
 * Checks policies against the schema and hands them to the engine.
 * @throws {HoldfastError} HF_POLICY_INVALID naming file, line and reason
 */
export function compilePolicies(cedar: Cedar, files: PolicyFiles): CompiledPolicies {
  const sorted = [...files.files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const schema = checkSchema(cedar, files.schema);
  if (sorted.length === 0) throw invalidPolicy('', 1, 'there is no policy file');
  const sources = new Map<string, PolicySource>();
  const terms = new Map<string, Terms>();
  for (const file of sorted) readFile(cedar, file, { sources, terms });
  if (sources.size === 0) throw invalidPolicy('', 1, 'there is no policy in any file');
  const staticPolicies = Object.fromEntries([...sources].map(([id, { text }]) => [id, text]));
  validate(cedar, schema, staticPolicies, sources);
  const version = digestOf({ schema, files: sorted.map(({ name, text }) => ({ name, text })) }).slice(0, 16);
  const parsed = cedar.preparsePolicySet(version, { staticPolicies });
  if (parsed.type === 'failure') throw invalidPolicy('', 1, parsed.errors[0]?.message ?? 'cannot be parsed');
  return {
    version,
    terms,
    sources,
    evaluate: (verb, principal, resource) => evaluate(cedar, version, verb, principal, resource),
  };
}

function checkSchema(cedar: Cedar, schema: string | null): string {
  if (schema === null) throw invalidPolicy(policySchemaFile, 1, 'is missing');
  const parsed = cedar.checkParseSchema(schema);
  if (parsed.type === 'failure') {
    const { line, reason } = explainComplaint(
      schema,
      parsed.errors[0] ?? { message: 'unreadable', help: null },
    );
    throw invalidPolicy(policySchemaFile, line, reason);
  }
  // A schema of the operator's could promise words that nobody passes; what is asked has to fit it.
  for (const resource of [fullest, barest]) {
    const question = toQuestion('execute', { id: 'somebody', roles: ['csm'] }, resource);
    const policies = { staticPolicies: {} };
    const answer = cedar.isAuthorized({ ...question, schema, validateRequest: true, policies });
    if (answer.type === 'failure') {
      const reason = answer.errors[0]?.message ?? 'unknown';
      throw invalidPolicy(policySchemaFile, 1, `does not fit what Holdfast asks: ${reason}`);
    }
  }
  return schema;
}

const barest: PolicyResource = {
  kind: 'message.post',
  risk: 'low',
  origin: 'member',
  account: null,
  measures: {},
  accountPercent: 0,
  requesterPercent: 0,
};

const fullest: PolicyResource = {
  ...barest,
  account: { id: 'a', tier: 't', segment: 's', region: 'r', arr: 1, owner: 'm' },
  measures: { percent: 1, recipients: 1, digest: 1, tier: 1, on: 1 },
};

interface Collected {
  sources: Map<string, PolicySource>;
  terms: Map<string, Terms>;
}

function readFile(cedar: Cedar, { name, text }: PolicyFile, { sources, terms }: Collected): void {
  if (text.trim() === '') {
    throw invalidPolicy(name, 1, 'is empty; to switch it off on purpose, leave a comment that says why');
  }
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') {
    const { line, reason } = explainComplaint(text, parts.errors[0] ?? { message: 'unreadable', help: null });
    throw invalidPolicy(name, line, reason);
  }
  const [template] = parts.policy_templates;
  if (template !== undefined) {
    throw invalidPolicy(name, lineOfPart(text, template), 'templates (?principal, ?resource) are not used');
  }
  for (const part of parts.policies) {
    const line = lineOfPart(text, part);
    const json = cedar.policyToJson(part);
    if (json.type === 'failure') throw invalidPolicy(name, line, json.errors[0]?.message ?? 'unreadable');
    const id = json.json.annotations?.id ?? '';
    if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id)) {
      const found = id ? `is "${id}"` : 'is missing';
      throw invalidPolicy(name, line, `@id ${found}; it is words in lower case with dots and dashes`);
    }
    const other = sources.get(id);
    if (other) throw invalidPolicy(name, line, `@id("${id}") stands in ${other.file}:${other.line} too`);
    const read = readTerms(json.json);
    if (!read.ok) throw invalidPolicy(name, line, `${id}: ${read.reason}`);
    sources.set(id, { file: name, text: part, line });
    if (read.terms) terms.set(id, read.terms);
  }
}

function lineOfPart(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.lastIndexOf(part))).split('\n').length;
}

/** A warning counts too: a policy that can never fit, or hides characters, is a mistake. */
function validate(
  cedar: Cedar,
  schema: string,
  staticPolicies: Record<string, string>,
  sources: ReadonlyMap<string, PolicySource>,
): void {
  const answer = cedar.validate({ schema, policies: { staticPolicies } });
  if (answer.type === 'failure') throw invalidPolicy('', 1, answer.errors[0]?.message ?? 'cannot be checked');
  for (const { policyId, error } of [...answer.validationErrors, ...answer.validationWarnings]) {
    const source = sources.get(policyId);
    if (!source) throw invalidPolicy('', 1, error.message);
    const { line, reason } = explainComplaint(source.text, error);
    throw invalidPolicy(source.file, source.line + line - 1, `${policyId}: ${reason}`);
  }
}

function evaluate(
  cedar: Cedar,
  version: string,
  verb: Verb,
  principal: PolicyPrincipal,
  resource: PolicyResource,
): Evaluation {
  try {
    const question = toQuestion(verb, principal, resource);
    const answer = cedar.statefulIsAuthorized({ ...question, preparsedPolicySetId: version });
    if (answer.type === 'failure') return failed(answer.errors[0]?.message ?? 'no answer');
    const { decision, diagnostics } = answer.response;
    // A policy that breaks while it is evaluated might have been the one that forbids.
    const [error] = diagnostics.errors;
    if (error) return failed(`${error.policyId}: ${error.error.message}`, [error.policyId]);
    return { allowed: decision === 'allow', policyIds: [...diagnostics.reason].sort(), failed: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(reason: string, policyIds: readonly string[] = []): Evaluation {
  return { allowed: false, policyIds, failed: reason };
}
