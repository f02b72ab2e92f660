import { z } from 'zod';
import { actionKindNames, risks } from '../domain/action.ts';
import { roles } from '../domain/member.ts';
import { origins } from '../domain/proposal.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_POLICY_INVALID';
const role = z.enum([...roles, 'system']);
const whole = z.int();

const accountSchema = z.strictObject({
  id: z.string().default('example'),
  tier: z.string().nullable().default(null),
  segment: z.string().nullable().default(null),
  region: z.string().nullable().default(null),
  arr: whole.nullable().default(null),
  owner: z.string().nullable().default(null),
});

const caseSchema = z.strictObject({
  name: z.string().min(1),
  /** One role or several; `system` is Holdfast itself. Nobody = a person who has lost every role. */
  as: z.union([role, z.array(role), z.literal('nobody')]),
  /** Member id, where it matters who it is. */
  member: z.string().default('somebody'),
  kind: z.enum(actionKindNames),
  risk: z.enum(risks).default('low'),
  origin: z.enum(origins).default('member'),
  account: accountSchema.nullable().default(null),
  measures: z.record(z.string(), whole).default({}),
  accountPercent: whole.default(0),
  requesterPercent: whole.default(0),
  expect: z
    .strictObject({
      propose: z.boolean().optional(),
      approve: z.boolean().optional(),
      see: z.boolean().optional(),
      execute: z.enum(['auto', 'earned', 'approve', 'deny']).optional(),
      quorum: whole.optional(),
      expiresHours: whole.optional(),
      escalateHours: whole.optional(),
      /** The roles that could approve it, all of them. */
      approvers: z.array(z.enum(roles)).optional(),
      /** A policy that has to be among those that decide about `execute`. */
      by: z.string().optional(),
    })
    .refine((expect) => Object.keys(expect).length > 0, 'says what is expected'),
});

/** One line of the table that `policy test` runs, with where it stands. */
export type PolicyCase = z.infer<typeof caseSchema> & { line: number };

/**
 * Reads `tests.yaml` of the policies.
 * @throws {HoldfastError} HF_POLICY_INVALID naming file, line and reason
 */
export async function readPolicyCases(file: string): Promise<PolicyCase[]> {
  const yaml = await readYamlFile(file, code);
  const parsed = z.strictObject({ cases: z.array(caseSchema).min(1) }).safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    throw invalidFile(code, file, yaml.lineOf(path), `${path.join('.')}: ${issue?.message ?? 'invalid'}`);
  }
  return parsed.data.cases.map((item, index) => ({ ...item, line: yaml.lineOf(['cases', index]) }));
}
