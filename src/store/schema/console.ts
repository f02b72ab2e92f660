/** Tables of signing in to the console, and of what members keep there. */
export interface ConsoleSchema {
  console_links: {
    token_hash: string;
    member_id: string;
    made_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  console_sessions: {
    token_hash: string;
    member_id: string;
    way: string;
    began_at: Date;
    expires_at: Date;
  };
  console_sign_ins: {
    state_hash: string;
    nonce: string;
    verifier: string;
    return_to: string;
    expires_at: Date;
  };
  saved_views: { member_id: string; name: string; query: string; saved_at: Date };
}
