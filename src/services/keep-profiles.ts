import { canonicalJson } from '../domain/canonical-json.ts';
import { type Profile, profileSchema } from '../domain/profile.ts';
import { HoldfastError } from '../errors.ts';
import type { Services } from './context.ts';

/**
 * Keeps every profile version that comes into force, with author and date, so that old scores can be replayed; each
 * new one is a configuration change in the audit.
 * @throws {HoldfastError} HF_PROFILE_INVALID when a file changed without a new version number
 */
export async function keepProfiles(services: Pick<Services, 'store' | 'content' | 'clock'>): Promise<void> {
  const now = services.clock.now();
  await services.store.transaction(async (store) => {
    await store.lockSequence(); // processes that start at once keep them one after the other
    const kept = await store.listProfileVersions();
    for (const profile of services.content.profiles) {
      const version = String(profile.version);
      const known = kept.find((entry) => entry.id === profile.id && entry.version === version);
      if (known) {
        if (canonicalJson(known.body) === canonicalJson(profile)) continue;
        throw new HoldfastError(
          'HF_PROFILE_INVALID',
          `Profile '${profile.id}' changed but its version is still ${version}`,
          {
            next: `Set version: ${nextVersion(kept, profile.id)} in the file, so that scores under ${version} can still be replayed.`,
          },
        );
      }
      const { id, author, changedOn } = profile;
      await store.addProfileVersion({ id, version, author, changedOn, body: profile }, now);
      await store.appendAudit({
        at: now,
        actor: 'system',
        action: 'profile.changed',
        account: null,
        detail: { profile: id, version, author, changedOn },
      });
    }
  });
}

/** A stored profile, validated as when it was loaded. */
export function parseStoredProfile(body: unknown): Profile {
  return profileSchema.parse(body);
}

function nextVersion(kept: readonly { id: string; version: string }[], id: string): number {
  return Math.max(0, ...kept.filter((entry) => entry.id === id).map((entry) => Number(entry.version))) + 1;
}
