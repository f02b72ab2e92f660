import { z } from 'zod';
import { counted } from '../../domain/counted.ts';
import type { ActionKind } from '../action-kind.ts';
import { textField } from './fields.ts';
import { oneLine } from './one-line.ts';

const schema = z.strictObject({
  // A list of what is allowed instead of what is not: no other folder, no dots, nothing hidden.
  file: z.string().regex(/^policies\/[a-z0-9][a-z0-9-]{0,59}\.cedar$/, 'must be policies/NAME.cedar'),
  content: textField(50_000),
});

/** A policy file replaced by another text. `before.content` = the text that stood there. */
export const ruleChange: ActionKind<z.infer<typeof schema>> = {
  kind: 'rule.change',
  schema,
  needsAccount: false,
  risk: () => 'high',
  summary: ({ file, content }) =>
    oneLine(`Replace ${file} by a text of ${counted(content.split('\n').length, 'line', 'lines')}`),
  connectors: ['holdfast'],
  undo: ({ params, before }) => {
    const earlier = schema.safeParse({ file: params.file, content: before.content });
    return earlier.success ? { kind: 'rule.change', params: earlier.data } : null;
  },
};
