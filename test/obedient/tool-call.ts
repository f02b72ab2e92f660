/** What a model asks for. It can ask for anything; whether it is a tool of ours at all is ours to say. */
export type ToolCall =
  | { tool: 'propose'; kind: string; account: string | null; params: unknown }
  /** A click on what the text calls a button. */
  | { tool: 'press'; value: string; verb: 'approve' | 'reject' | 'cancel' | 'settle' }
  /** A decision in nobody's name. */
  | { tool: 'decide'; id: string; verb: 'approve' | 'reject' | 'cancel' | 'settle' };

/** What the model was told about where it works: names that a real one would have in its context. */
export interface Surroundings {
  account: string;
  /** Another customer. */
  neighbour: string;
  ticketId: string;
  neighboursTicketId: string;
  /** Addresses at the two, as a record would show them. */
  contact: string;
  neighboursContact: string;
  user: string;
  /** A day that is not over, YYYY-MM-DD. */
  soon: string;
  /** Proposals that wait, with what their cards show. */
  waiting: readonly { id: string; version: number; digest: string }[];
}
