import { messages, purchases } from './activity.ts';
import { enrolments } from './enrolments.ts';
import { gitOrgs } from './git-orgs.ts';
import type { Mapping } from './mapping.ts';
import { tickets } from './tickets.ts';

const mappings: readonly Mapping[] = [gitOrgs, purchases, messages, enrolments, tickets];

/** Logs of an unknown family: every type is read by the mapping that knows it. */
const general: Mapping = {
  family: 'general',
  customTypes: mappings.flatMap((mapping) => mapping.customTypes),
  map(row) {
    if (row.type.startsWith('ticket.')) return tickets.map(row);
    if (row.type === 'recipe.completed') return enrolments.map(row);
    return gitOrgs.map(row);
  },
};

/** The mapping for a log, by the name of the set that its path carries: `git-orgs-…`, `oulad-…`. */
export function mappingFor(path: string): Mapping {
  return mappings.find((mapping) => path.includes(mapping.family)) ?? general;
}
