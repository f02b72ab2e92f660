/** What the buttons of an onboarding carry: whose, which step or item, and what of it. */
export interface OnboardingTarget {
  account: string;
  key: string;
  way: string;
}

/** The value of a button. */
export function onboardingButton({ account, key, way }: OnboardingTarget): string {
  return JSON.stringify([account, key, way]);
}

/** What a button's value names; null = it is no such value */
export function readOnboardingButton(value: string): OnboardingTarget | null {
  try {
    const read: unknown = JSON.parse(value);
    if (!Array.isArray(read) || read.length !== 3) return null;
    const [account, key, way] = read;
    if (typeof account !== 'string' || typeof key !== 'string' || typeof way !== 'string') return null;
    return { account, key, way };
  } catch {
    return null; // made by no card of ours
  }
}
