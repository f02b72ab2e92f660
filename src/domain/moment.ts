/** Which past an answer is about: the events up to an instant, as far as they had been received. */
export interface Moment {
  /** Nothing that happened later counts. */
  asOf: Date;
  /** Highest known sequence number: nothing that was received later counts. */
  knownAt: number;
}
