/** The workspaces that this app serves. What is asked before an acknowledgement is answered from memory. */
export interface SlackWorkspaces {
  /** Theirs are ours; null = nobody knows, and then teams are not compared */
  teams(): readonly string[] | null;
  /** Our own user there; null = unknown */
  botUserOf(team: string | null): string | null;
  /**
   * A bot token that is good for a while.
   * @param team - null = the one where we speak up by ourselves
   * @returns null = the app is not installed there
   */
  tokenOf(team: string | null): Promise<string | null>;
  /** The app was taken away there, or its tokens were. */
  forget(team: string): Promise<void>;
}

/** One workspace, whose token the operator wrote down. */
export function oneWorkspace(given: {
  botToken: string;
  teamId: string | null;
  botUserId: string | null;
}): SlackWorkspaces {
  const { botToken, teamId, botUserId } = given;
  return {
    teams: () => (teamId === null ? null : [teamId]),
    botUserOf: () => botUserId,
    tokenOf: async (team) => (team === null || teamId === null || team === teamId ? botToken : null),
    forget: async () => undefined,
  };
}
