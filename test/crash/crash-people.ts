import { demoMembers } from '../../demo/members.ts';
import type { Member } from '../../src/domain/member.ts';
import { macKeyOf } from '../../src/guardrail/mac.ts';

/** The secrets that all processes of a run share. */
export const crashKeys = { grant: macKeyOf('a1'.repeat(32)), button: macKeyOf('b2'.repeat(32)) };

/** One of the demo's people. */
export function memberOf(id: string): Member {
  const member = demoMembers.find((one) => one.id === id);
  if (!member) throw new Error(`no member ${id}`);
  return member;
}
