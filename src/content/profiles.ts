import { type LifecycleStage, lifecycleStages } from '../domain/account.ts';
import { findProfileProblem, type Profile, profileSchema } from '../domain/profile.ts';
import type { HoldfastError } from '../errors.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const code = 'HF_PROFILE_INVALID';

/**
 * Reads score profiles. Together they must give each segment in each stage exactly one profile.
 * @param alone - they are to be tried, and need not cover everything
 * @throws {HoldfastError} HF_PROFILE_INVALID naming file, line and reason
 */
export async function readProfiles(
  files: readonly string[],
  { alone = false }: { alone?: boolean } = {},
): Promise<Profile[]> {
  const profiles: { profile: Profile; yaml: YamlFile }[] = [];
  for (const file of files) {
    const yaml = await readYamlFile(file, code);
    profiles.push({ profile: parseProfile(yaml), yaml });
  }
  if (!alone) checkCoverage(profiles);
  return profiles.map(({ profile }) => profile);
}

/** Validates one profile. @throws {HoldfastError} HF_PROFILE_INVALID naming file, line and reason */
export function parseProfile(yaml: YamlFile): Profile {
  const parsed = profileSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path =
      issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? []);
    throw invalidFile(
      code,
      yaml.file,
      yaml.lineOf(path),
      `${path.join('.') || 'profile'}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const problem = findProfileProblem(parsed.data);
  if (problem) {
    throw invalidFile(
      code,
      yaml.file,
      yaml.lineOf(problem.path),
      `${problem.path.join('.')}: ${problem.reason}`,
    );
  }
  return parsed.data;
}

function checkCoverage(profiles: readonly { profile: Profile; yaml: YamlFile }[]): void {
  const claims = new Map<string, string>();
  for (const { profile, yaml } of profiles) {
    if (claims.has(`id ${profile.id}`))
      throw overlap(yaml, ['id'], `profile '${profile.id}' stands in two files`);
    claims.set(`id ${profile.id}`, yaml.file);
    const segments = profile.appliesTo.segments === 'any' ? ['any'] : profile.appliesTo.segments;
    for (const stage of profile.appliesTo.stages) {
      for (const segment of segments) {
        const key = `segment ${segment} ${stage}`;
        const other = claims.get(key);
        if (other)
          throw overlap(
            yaml,
            ['appliesTo'],
            `segment ${segment} in stage ${stage} is already covered by ${other}`,
          );
        claims.set(key, yaml.file);
      }
    }
  }
  const open: LifecycleStage | undefined = lifecycleStages.find(
    (stage) => !claims.has(`segment any ${stage}`),
  );
  if (!open) return;
  const last = profiles.at(-1)?.yaml;
  throw invalidFile(
    code,
    last?.file ?? 'profiles',
    last?.lineOf(['appliesTo']) ?? 1,
    `no profile covers segments 'any' in stage ${open}`,
  );
}

function overlap(yaml: YamlFile, path: string[], reason: string): HoldfastError {
  return invalidFile(code, yaml.file, yaml.lineOf(path), reason);
}
