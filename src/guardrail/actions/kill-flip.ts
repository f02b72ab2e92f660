import { z } from 'zod';
import { actionKindNames, connectorNames } from '../../domain/action.ts';
import type { ActionKind } from '../action-kind.ts';
import { idField } from './fields.ts';
import { oneLine, shorten } from './one-line.ts';

const expected = 'must be all, model, account:ID, kind:KIND or connector:NAME';
const schema = z.strictObject({ scope: idField(210).refine(isScope, expected), on: z.boolean() });

/** A kill switch: while it is on, nothing within its scope reaches the outside. */
export const killFlip: ActionKind<z.infer<typeof schema>> = {
  kind: 'kill.flip',
  schema,
  needsAccount: false,
  // To stop is harmless; to let run again is not.
  risk: ({ on }) => (on ? 'low' : 'high'),
  summary: ({ scope, on }) => oneLine(`${on ? 'Halt' : 'Let run again'}: ${inWords(scope)}`),
  connectors: ['holdfast'],
  measures: ({ on }) => ({ on: on ? 1 : 0 }),
  undo: ({ params: { scope, on } }) => {
    const opposite = schema.safeParse({ scope, on: !on });
    return opposite.success ? { kind: 'kill.flip', params: opposite.data } : null;
  },
};

function isScope(scope: string): boolean {
  if (scope === 'all' || scope === 'model') return true;
  const at = scope.indexOf(':');
  const name = scope.slice(at + 1);
  switch (scope.slice(0, Math.max(at, 0))) {
    case 'account':
      return idField().safeParse(name).success;
    case 'kind':
      return actionKindNames.some((kind) => kind === name);
    case 'connector':
      return connectorNames.some((connector) => connector === name);
    default:
      return false;
  }
}

function inWords(scope: string): string {
  if (scope === 'all') return 'every action';
  if (scope === 'model') return 'the model';
  const [what = '', ...name] = scope.split(':');
  return `${what} ${shorten(name.join(':'), 100)}`;
}
