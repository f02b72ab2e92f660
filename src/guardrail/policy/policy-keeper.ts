import type { PolicyReader } from '../../content/policies.ts';
import type { Clock } from '../../domain/clock.ts';
import { HoldfastError } from '../../errors.ts';
import type { StoredPolicies } from '../../store/policy-versions.ts';
import { type Cedar, loadCedar } from './cedar.ts';
import { compilePolicies } from './compile-policies.ts';
import { createPolicies, denyEverything, holdAutomation } from './create-policies.ts';
import type { Policies } from './policy.ts';

/** The policies in force, kept up with their files. */
export interface PolicyKeeper {
  /**
   * In force as of the last look at the files; when that is a second ago, another look begins. Where a file was changed
   * and not yet read, nothing runs by itself until it is. Never throws.
   */
  inForce(): Policies;
  /** Looks at the files, unless that was done within the last second, and gives what is in force. Never throws. */
  current(): Promise<Policies>;
  /** Reads and compiles the files now. Never throws. */
  reload(): Promise<Policies>;
}

/** What the keeper stands on. */
export interface KeeperParts {
  reader: Pick<PolicyReader, 'read' | 'stamp'> & Partial<Pick<PolicyReader, 'peek'>>;
  clock: Clock;
  versions: {
    /** The policies that were in force last, by whatever process; null = none ever were */
    last(): Promise<StoredPolicies | null>;
    /** Notes that these are in force from now on. */
    keep(version: StoredPolicies): Promise<void>;
  };
  /** Told once when something breaks, and with null when it is mended. */
  onProblem(problem: string | null): void;
}

/** How often the files are looked at, at most. */
const lookEveryMs = 1_000;

/** The last good policies, and the names of their files. */
interface Good {
  policies: Policies;
  names: readonly string[];
}

/**
 * Opens the policies. With a broken file the last good ones stay in force to deny and to ask, and nothing runs by
 * itself (TB18); where no good ones are known, everything is denied.
 */
export async function openPolicyKeeper(parts: KeeperParts): Promise<PolicyKeeper> {
  const { reader, clock, onProblem } = parts;
  const cedar = await loadCedar();
  let good: Good | null = null;
  let serving: Policies = denyEverything('they were not loaded yet');
  let told: string | null = null;
  let stamp: string | null = null; // of what was last compiled, good or not; null = try again at the next look
  let peeked: string | null = null;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<Policies> | null = null;

  const serve = (next: Policies): Policies => {
    serving = next;
    if (next.problem !== told) onProblem(next.problem);
    told = next.problem;
    return next;
  };
  const load = async (): Promise<Policies> => {
    lookedAtMs = clock.now().getTime();
    // Before reading: what is written in between is found at the next look.
    peeked = peek();
    const before = await reader.stamp().catch(() => null);
    try {
      good = await loadFiles(cedar, parts, good);
      stamp = before;
      return serve(good.policies);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const broken = error instanceof HoldfastError && error.code === 'HF_POLICY_INVALID';
      stamp = broken ? before : null;
      if (broken && error.fields.nothing === true) return serve(denyEverything(problem));
      good ??= await recallLast(cedar, parts);
      return serve(good ? holdAutomation(good.policies, problem) : denyEverything(problem));
    }
  };
  const peek = (): string | null => {
    try {
      return reader.peek?.() ?? null;
    } catch {
      return null; // a folder that cannot be listed; reading it will say so
    }
  };
  const isFresh = (): boolean => {
    const now = clock.now().getTime();
    // A clock that was set back must not end the looking.
    return now >= lookedAtMs && now - lookedAtMs < lookEveryMs;
  };
  const look = async (): Promise<Policies> => {
    if (isFresh()) return serving;
    lookedAtMs = clock.now().getTime();
    const found = await reader.stamp().catch(() => null);
    return found !== null && found === stamp ? serving : await load();
  };
  const once = (work: () => Promise<Policies>): Promise<Policies> => {
    looking ??= work().finally(() => {
      looking = null;
    });
    return looking;
  };
  await once(load);
  return {
    inForce: () => {
      if (isFresh()) return serving;
      if (peek() !== peeked)
        serving = holdAutomation(serving, 'the policy files have changed and are being read');
      void once(look);
      return serving;
    },
    current: () => once(look),
    reload: async () => {
      await looking; // a look that began before the file was written would answer with the old one
      return await once(load);
    },
  };
}

/** @throws {HoldfastError} HF_POLICY_INVALID, or what the store throws when they cannot be kept */
async function loadFiles(cedar: Cedar, { reader, versions }: KeeperParts, good: Good | null): Promise<Good> {
  const files = await reader.read();
  const names = files.files.map(({ name }) => name);
  if (names.length === 0) {
    // A folder without policies was taken away, or the installation is broken: nothing is permitted then.
    const fields = { nothing: true };
    throw new HoldfastError('HF_POLICY_INVALID', 'There is no policy file in policies/', { fields });
  }
  // Half of a deployment must not open what the missing half forbids.
  const gone = good?.names.find((name) => !names.includes(name));
  if (gone !== undefined) {
    throw new HoldfastError('HF_POLICY_INVALID', `The file policies/${gone} is gone`, {
      next: 'Put it back, leave a comment in its place, or restart Holdfast to do without it.',
    });
  }
  const compiled = compilePolicies(cedar, files);
  if (good?.policies.version === compiled.version) return good;
  await versions.keep({ id: compiled.version, files });
  return { policies: createPolicies(compiled), names };
}

/** After a restart with a broken file. Null = there is nothing to fall back on */
async function recallLast(cedar: Cedar, { versions }: KeeperParts): Promise<Good | null> {
  try {
    const last = await versions.last();
    const compiled = last && compilePolicies(cedar, last.files);
    if (!last || compiled?.version !== last.id) return null;
    return { policies: createPolicies(compiled), names: last.files.files.map(({ name }) => name) };
  } catch {
    return null; // the store does not answer, or what it has is no longer understood: deny
  }
}
