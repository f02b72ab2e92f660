import type { FastifyRequest } from 'fastify';
import type { Links } from './links.ts';
import { isLocalRequest } from './origin.ts';

/** Who may open a page with account data, and what the links on it look like for them. */
export interface PageGuard {
  /** True, or the sentence that says why not. */
  mayOpen(request: FastifyRequest): true | string;
  linkTo(path: string, request: FastifyRequest): string;
}

/**
 * Lets in whoever has a signed link. Links on a page that was opened by a signed link end with it: a link that was
 * passed on cannot be renewed by following it.
 * @param opensLocally - whoever sits at this machine needs no signature. Only for an installation that nobody reaches
 * from elsewhere: with default settings a proxy on this machine forwards the internet under our own name and address.
 */
export function createPageGuard(links: Links, { opensLocally }: { opensLocally: boolean }): PageGuard {
  return {
    mayOpen: (request) => {
      if (links.expiryOf(request.url) !== null || (opensLocally && isLocalRequest(request))) return true;
      return 'This page opens from a link in a card, for 30 days. Ask Holdfast again for a fresh link.';
    },
    linkTo: (path, request) => {
      const expiresOn = links.expiryOf(request.url);
      return expiresOn === null ? path : links.linkTo(path, expiresOn);
    },
  };
}
