import { type SignInAttempt, signInLimits } from '../../domain/session.ts';
import type { Services } from '../context.ts';
import { hashOf } from './session-token.ts';

const minuteMs = 60_000;

/** Keeps what the provider's answer to this `state` will be held against. */
export async function keepAttempt(services: Services, state: string, attempt: SignInAttempt): Promise<void> {
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + signInLimits.attemptMinutes * minuteMs);
  await services.store.forgetSignIns(now);
  await services.store.addSignInAttempt(hashOf(state), { ...attempt, expiresAt });
}

/** What was kept for this `state`, once. Null = nothing was, it was taken already, or its time is over. */
export async function takeAttempt(services: Services, state: string): Promise<SignInAttempt | null> {
  return await services.store.takeSignInAttempt(hashOf(state), services.clock.now());
}
