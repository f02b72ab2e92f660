/** The tables of nudges. */
export interface NudgeSchema {
  nudge_turns: {
    account_id: string;
    user_id: string;
    nudge_id: string;
    decided_at: Date;
    outcome: string;
    reason: string;
    deferred_at: Date | null;
    proposal_id: string | null;
  };
  nudge_deferrals: {
    account_id: string;
    user_id: string;
    nudge_id: string;
    deferred_at: Date;
    due_at: Date;
    reason: string;
  };
  nudge_opt_outs: { user_id: string; by_member: string; at: Date };
}
