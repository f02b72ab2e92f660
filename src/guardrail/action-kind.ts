import type { z } from 'zod';
import type { Account } from '../domain/account.ts';
import type { Action, ActionKindName, ActionValue, ConnectorName, Risk } from '../domain/action.ts';
import type { Artifact } from '../domain/artifact.ts';
import type { Origin } from '../domain/proposal.ts';

/** What an action's own checks may look at, read when it is proposed and again when it is executed. */
export interface ActionFacts {
  account: Account | null;
  /** Who had the idea: a model may not name what nobody has heard of. */
  origin: Origin;
  /** What events tell of the ticket, user or job that it names; null = it names none */
  subject: 'open' | 'closed' | 'known' | 'elsewhere' | 'unheard' | 'opted-out' | null;
  /** Of the artifacts that it names, those that there are; absent = it names none. */
  artifacts?: readonly Pick<Artifact, 'id' | 'account' | 'kind' | 'audience' | 'sha256'>[];
  now: Date;
}

/** Everything there is to know about one kind of action. Parameters are as `schema` gives them. */
export interface ActionKind<Params = never> {
  kind: ActionKindName;
  /** Strict: what it does not name is refused. Whole numbers, no floats. */
  schema: z.ZodType<Params>;
  needsAccount: boolean;
  risk(params: Params): Risk;
  /**
   * One plain line in the imperative, for cards and lists: "E-mail 2 people at Acme: Your renewal".
   * @param place - what people call the channel or person that it goes to; null = nobody said
   */
  summary(params: Params, account: Account | null, place?: string | null): string;
  /** Connectors that can carry it, the best first; the first that is configured is bound. */
  connectors: readonly ConnectorName[];
  /** Why it may not be, in one sentence; null = it may. Checked when proposed and when executed. */
  check?(params: Params, facts: ActionFacts): string | null;
  /** What policy may look at beside the kind: whole numbers, such as `percent`. */
  measures?(params: Params): Readonly<Record<string, number>>;
  /** Members who gain by it: it is not for them to approve. */
  gainers?(params: Params): readonly string[];
  /** The action that takes it back, from what was done and what was before; null = it cannot be taken back. */
  undo?(action: Action): { kind: ActionKindName; params: Readonly<Record<string, ActionValue>> } | null;
}
