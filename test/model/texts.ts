import type { Kind } from './steps.ts';

/** Parameters of a kind that differ with `n`, in the order in which the product keeps them. */
export function paramsOf(kind: Kind, account: string, n: number): Record<string, unknown> {
  switch (kind) {
    case 'message.customer':
      return { body: `Hello ${n}`, subject: 'Your renewal', to: [`ann@${account}.example`] };
    case 'task.create':
      return { title: `Call them ${n}` };
    case 'nudge.send':
      return { nudge: `Look at this ${n}`, user: 'ann' };
    case 'sentiment.set':
      return { reason: `They said so ${n}`, sentiment: 'good', until: '2026-12-31' };
  }
}

export const connectorsByKind: Record<Kind, string> = {
  'message.customer': 'smtp',
  'task.create': 'hubspot',
  'nudge.send': 'outbox',
  'sentiment.set': 'holdfast',
};
