import type { Member } from '../domain/member.ts';
import { type Changeable, mayChange, mayRead, type Readable } from '../rules/access.ts';

export type { Changeable, Readable };

/** Whether a page may be offered to a member at all; the page itself asks again, and writes a refusal down. */
export function maySee(member: Member, what: Readable): boolean {
  return mayRead(member, what);
}

/** Whether a button that changes something may be offered to a member; what it calls asks again. */
export function mayTouch(member: Member, what: Changeable): boolean {
  return mayChange(member, what);
}
