import { readPacks } from '../content/packs.ts';
import { readProfiles } from '../content/profiles.ts';
import type { Profile } from '../domain/profile.ts';
import type { RulePack } from '../domain/rule-pack.ts';

/**
 * Reads one rule pack that somebody wants to try.
 * @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason
 */
export async function readPackFile(file: string): Promise<RulePack[]> {
  return await readPacks([file]);
}

/**
 * Puts a profile that somebody wants to try in the place of the one with its id.
 * @throws {HoldfastError} HF_PROFILE_INVALID naming file, line and reason
 */
export async function readCandidates(file: string, inForce: readonly Profile[]): Promise<Profile[]> {
  const [candidate] = await readProfiles([file], { alone: true });
  return inForce.map((profile) => (candidate && profile.id === candidate.id ? candidate : profile));
}
