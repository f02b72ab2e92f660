import type { Role } from '../domain/member.ts';
import type { Proposal, ProposalPicture, ProposalState } from '../domain/proposal.ts';
import { shorten } from './fit-fields.ts';
import type { Tone } from './view.ts';

/** What each state is called, and how good it is. */
export const stateWords: Readonly<Record<ProposalState, { word: string; tone: Tone }>> = {
  proposed: { word: 'Waiting for approval', tone: 'warning' },
  approved: { word: 'Approved, on its way', tone: 'neutral' },
  executing: { word: 'Running', tone: 'neutral' },
  unknown: { word: 'Outcome unknown', tone: 'bad' },
  done: { word: 'Done', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  rejected: { word: 'Rejected', tone: 'bad' },
  expired: { word: 'Expired', tone: 'neutral' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
};

/** While people decide, the colour is the risk; afterwards it is the outcome. */
export function toneOf({ proposal, haltedBy }: Pick<ProposalPicture, 'proposal' | 'haltedBy'>): Tone {
  if (proposal.state !== 'proposed') return stateWords[proposal.state].tone;
  if (haltedBy !== null) return 'neutral';
  return proposal.risk === 'high' ? 'bad' : proposal.risk === 'medium' ? 'warning' : 'good';
}

const roleWords: Readonly<Record<Role, string>> = {
  exec: 'an executive',
  manager: 'a manager',
  csm: 'a CSM',
  agent: 'a support agent',
  admin: 'an admin',
  auditor: 'an auditor',
};

const nameLength = 80;

/** A member's name; our own housekeeping has none. */
export function nameOf(picture: Pick<ProposalPicture, 'names'>, member: string): string {
  if (member === 'system') return 'Holdfast itself';
  const { names } = picture;
  return shorten(Object.hasOwn(names, member) ? (names[member] ?? member) : member, nameLength);
}

/** `Helena Strand, Omar Haddad for Grace Lin`; empty where nobody approved. */
export function approversOf(picture: ProposalPicture): string {
  const { approvals } = picture.proposal;
  const shown = approvals
    .slice(0, 6)
    .map(
      ({ member, actingFor }) =>
        nameOf(picture, member) + (actingFor === null ? '' : ` for ${nameOf(picture, actingFor)}`),
    );
  const more = approvals.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `1 of 2 approved: Helena Strand`. */
export function progressOf(picture: ProposalPicture): string {
  const { approvals } = picture.proposal;
  const names = approversOf(picture);
  return `${approvals.length} of ${picture.quorum} approved${names === '' ? '' : `: ${names}`}`;
}

/** `a manager or an executive, other than Priya Shah`: nobody approves what they asked for or wrote. */
export function approvingWords(picture: ProposalPicture): string {
  const { approvingRoles, proposal } = picture;
  if (approvingRoles.length === 0) return 'nobody, as policy stands';
  const roles = orList(approvingRoles.map((role) => roleWords[role]));
  const barred = [...new Set([proposal.requester, proposal.author])].filter((member) => member !== 'system');
  if (barred.length === 0) return roles;
  return `${roles}, other than ${barred.map((member) => nameOf(picture, member)).join(' and ')}`;
}

/** `in 3 h`, `5 min ago`, `just now`: to the nearest minute, hour or, from 48 hours on, day. */
export function distance(iso: string, now: Date): string {
  const ms = Date.parse(iso) - now.getTime();
  const minutes = Math.abs(ms) / 60_000;
  if (minutes < 1) return ms >= 0 ? 'in less than a minute' : 'just now';
  const hours = Math.round(minutes / 60);
  const text =
    Math.round(minutes) < 60
      ? `${Math.round(minutes)} min`
      : hours < 48
        ? `${hours} h`
        : `${Math.round(minutes / 1_440)} days`;
  return ms > 0 ? `in ${text}` : `${text} ago`;
}

/** Whether an approved proposal will never run, because its kind is only practised. */
export function isShadow(proposal: Proposal): boolean {
  return proposal.autonomy === 'shadow';
}

function orList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
