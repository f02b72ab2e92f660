/** How somebody came in: by a link that this machine made, or by the company's own sign-in. */
export type SignInWay = 'link' | 'oidc';

/** Somebody who is signed in to the console. */
export interface Session {
  /** SHA-256 of what their cookie holds, hexadecimal: of no use to whoever reads it. */
  id: string;
  member: string;
  way: SignInWay;
  beganAt: Date;
  expiresAt: Date;
}

/** A sign-in that went to the provider: what its answer is held against. */
export interface SignInAttempt {
  nonce: string;
  verifier: string;
  /** Path of ours to go on with. */
  returnTo: string;
}

/** How long each of them holds. */
export const signInLimits = {
  /** A link is used at once, by whoever asked for it. */
  linkMinutes: 30,
  /** A working day; then they sign in again. */
  sessionHours: 12,
  /** For a person who has to find their password. */
  attemptMinutes: 15,
} as const;
