/** Since when and until when an alert of an account was open. */
export interface AlertSpan {
  account: string;
  since: Date;
  until: Date | null; // null = it is open still
}

/** An alert so long before an end was a warning of it. Source: the seeds' surprise churn; the span is ours. */
export const warnedDays = 30;

/** Whether any of an account's alerts was open at some time in the thirty days before an instant. */
export function wasWarned(spans: readonly AlertSpan[], at: Date): boolean {
  const from = at.getTime() - warnedDays * 86_400_000;
  return spans.some(({ since, until }) => since < at && (until === null || until.getTime() >= from));
}
