import type { Account } from '../domain/account.ts';
import { type Action, type SealedAction, sealAction } from '../domain/action.ts';
import { HoldfastError } from '../errors.ts';
import { type AnyActionKind, findActionKind } from './actions/index.ts';
import { bindConnector } from './bind-connector.ts';
import type { Door } from './door.ts';

/** An action that is complete: parsed, bound to a connector, with what it replaces, and sealed. */
export interface PreparedAction {
  kind: AnyActionKind;
  /** As it was read for this; null = about no account */
  account: Account | null;
  action: Action;
  sealed: SealedAction;
  summary: string;
}

const readMs = 5_000;

/**
 * Makes an action of what somebody asked for. Reads the outside where the connector can tell what would be replaced;
 * changes nothing.
 * @throws {HoldfastError} HF_ACTION_INVALID naming the parameter
 */
export async function prepareAction(
  door: Door,
  asked: { kind: string; account: Account | null; params: unknown; place?: string | null },
): Promise<PreparedAction> {
  const kind = findActionKind(asked.kind);
  if (!kind) throw invalid(`There is no action '${asked.kind.slice(0, 60)}'`);
  if (kind.needsAccount && asked.account === null)
    throw invalid(`'${kind.kind}' is about an account; none was named`);
  const parsed = kind.schema.safeParse(asked.params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    throw invalid(`The parameters of '${kind.kind}' are not right: ${where}${issue?.message}`, {
      kind: kind.kind,
      param: String(issue?.path[0] ?? ''),
      problem: issue?.message,
    });
  }
  const connector = bindConnector(kind, door.connectors, door.waysElsewhere);
  if (!connector) throw invalid(`No connector of this process can carry out '${kind.kind}'`);
  const params = parsed.data;
  const draft: Action = {
    kind: kind.kind,
    account: asked.account?.id ?? null,
    params,
    connector,
    before: {},
  };
  const before = await readBefore(door, draft).catch((error: unknown) => {
    throw new HoldfastError('HF_ACTION_INVALID', 'What this would replace cannot be read now', {
      next: 'Propose it again in a minute; the approver has to see what is replaced.',
      cause: error,
    });
  });
  const action = before ? { ...draft, before } : draft;
  const { file, content } = params;
  if (action.kind === 'rule.change' && typeof file === 'string' && typeof content === 'string') {
    const problem = await door.checkRuleChange({ file, content });
    if (problem) throw invalid(`This change would break the policies: ${problem}`);
  }
  const seal = sealAction(action);
  if (!seal.ok) throw invalid(`The action ${seal.reason}`);
  const { account, place } = asked;
  const summary = kind.summary(parsed.data, account, place);
  return { kind, account, action, sealed: seal.sealed, summary };
}

/** What the change would replace, where the connector can say. */
export async function readBefore(door: Door, action: Action): Promise<Action['before'] | null> {
  if (action.connector === 'holdfast') return await door.readOwnBefore(action);
  const connector = door.connectors.get(action.connector);
  return (await connector?.readBefore?.(action, AbortSignal.timeout(readMs))) ?? null;
}

/** @param fields - which parameter of which kind it is, and what is wrong with it */
function invalid(message: string, fields: Record<string, unknown> = {}): HoldfastError {
  return new HoldfastError('HF_ACTION_INVALID', message, { fields });
}
