import { z } from 'zod';
import { type Member, memberSchema, roles } from '../domain/member.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

const fileSchema = z.strictObject({
  /** The role of people of the installed workspace whom no entry names; `refuse` = they get no account data. */
  newcomers: z.union([z.enum(roles), z.literal('refuse')]).default('csm'),
  members: z.array(memberSchema).default([]),
});

/** Who belongs to the organisation, as its operator wrote it down. */
export type MemberDirectory = z.infer<typeof fileSchema>;

/**
 * Reads `members.yaml`.
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readMemberDirectory(file: string | null): Promise<MemberDirectory> {
  if (!file) return { newcomers: 'csm', members: [] };
  const yaml = await readYamlFile(file, code);
  const parsed = fileSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalidFile(
      code,
      file,
      yaml.lineOf(issue?.path ?? []),
      `${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const owners = new Map<string, string>();
  for (const [index, member] of parsed.data.members.entries()) {
    const claims = [`member ${member.id}`, ...member.identities.map(identityKey)];
    for (const claim of claims) {
      const other = owners.get(claim);
      if (other)
        throw invalidFile(code, file, yaml.lineOf(['members', index]), `${claim} stands under ${other} too`);
      owners.set(claim, member.id);
    }
  }
  return parsed.data;
}

function identityKey(identity: Member['identities'][number]): string {
  return `identity ${identity.platform}/${identity.team}/${identity.user}`;
}
