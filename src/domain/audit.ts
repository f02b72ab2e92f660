/** One line of the audit: who did or was refused what, when, on which account. Never changed, never removed. */
export interface AuditEntry {
  at: Date;
  /** Member id, `system`, or `unknown` for a person without an identity here. */
  actor: string;
  /** `{entity}.{verb}` in the past tense, such as `health.refused` or `events.imported`. */
  action: string;
  /** null = not about one account */
  account: string | null;
  /** Facts that explain it; never customer text, never secrets. */
  detail: Record<string, unknown>;
}
