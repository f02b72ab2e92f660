/** What is known after a call of a platform's API failed. */
export interface PostFailure {
  /** True = the platform has done nothing, for sure. False = nobody knows. */
  nothingHappened: boolean;
  /** Trying again cannot help. */
  permanent: boolean;
  retryAfterMs: number | null;
  /** The platform takes nothing at the moment, whatever it is asked: it is out of reach or broken, or wants a pause. */
  away?: 'unreachable' | 'busy' | null;
  cause?: unknown;
}

/** A post that failed, or of which nobody knows what became. */
export class PostFailed extends Error {
  readonly nothingHappened: boolean;
  readonly permanent: boolean;
  readonly retryAfterMs: number | null;
  readonly away: 'unreachable' | 'busy' | null;

  constructor(message: string, { nothingHappened, permanent, retryAfterMs, away, cause }: PostFailure) {
    super(message, { cause });
    this.name = 'PostFailed';
    this.nothingHappened = nothingHappened;
    this.permanent = permanent;
    this.retryAfterMs = retryAfterMs;
    this.away = away ?? null;
  }
}
