import { type Mapping, textOf } from './mapping.ts';

/**
 * Organisations that share a public code base: a commit is use of the first area it touches, a review is contact with
 * a sponsor, a reported bug is a ticket, a later fix of their commit is an error.
 */
export const gitOrgs: Mapping = {
  family: 'git-orgs',
  customTypes: [],
  map({ type, payload, line }) {
    switch (type) {
      case 'feature.used': {
        const areas = Array.isArray(payload.a) ? payload.a : [];
        const feature = textOf(areas[0]);
        return { type, payload: { ...payload, ...(feature ? { feature } : {}) } };
      }
      case 'ticket.created':
        return { type, payload: { ...payload, ticketId: `line-${line}` } };
      case 'error.raised':
        return { type, payload: { ...payload, code: 'fixed-later' } };
      default:
        return { type, payload };
    }
  },
};
