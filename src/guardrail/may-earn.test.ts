import { expect, test } from 'vitest';
import { shippedPolicies } from '../../test/support/door.ts';
import { actionKindNames } from '../domain/action.ts';
import { mayEarn } from './may-earn.ts';
import { denyEverything } from './policy/create-policies.ts';

test('the shipped policies name the kinds that may earn autonomy', async () => {
  const policies = await shippedPolicies();
  expect(actionKindNames.filter((kind) => mayEarn(policies, kind))).toEqual([
    ...[
      'message.post',
      'message.member',
      'ticket.note',
      'ticket.tag',
      'task.create',
      'nudge.send',
      'job.retry',
      'playbook.start',
      'sentiment.set',
    ],
  ]);
});

test('where everything is denied nothing can be earned', () => {
  expect(actionKindNames.filter((kind) => mayEarn(denyEverything('broken'), kind))).toEqual([]);
});
