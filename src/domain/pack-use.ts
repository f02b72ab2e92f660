/** Use of a week back from a moment; 0 = the latest seven days. */
export interface UseWeek {
  back: number;
  /** Who did anything: a session, a use or a completed recipe. */
  users: number;
}

/** One user in a period and the one before. */
export interface UserUse {
  user: string;
  role: string | null; // null = no event says it
  /** Days with a sign of work. */
  days: number;
  uses: number;
  daysBefore: number;
  lastAt: Date;
}

/** One feature in a period and the one before. */
export interface FeatureUse {
  feature: string;
  users: number;
  uses: number;
  usesBefore: number;
}

/** Errors of a week back from a moment. */
export interface ErrorWeek {
  back: number;
  errors: number;
}

/** One code of errors in a period and the one before, with its latest record. */
export interface ErrorCode {
  code: string;
  errors: number;
  errorsBefore: number;
  lastSeq: number;
  lastAt: Date;
}
