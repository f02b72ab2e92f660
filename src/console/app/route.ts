import type { Member } from '../../domain/member.ts';
import type { RequestContext } from '../../services/context.ts';
import type { Readable } from '../../services/may.ts';
import type { Remember } from '../../services/remember-figures.ts';
import type { PortfolioReader } from '../../services/remember-portfolio.ts';
import type { Piece } from '../escape.ts';
import type { LinkTo } from '../layout.ts';
import type { Query } from '../read-address.ts';
import type { NavId } from './navigation.ts';
import type { Notice } from './session-cookie.ts';

/** Somebody's request for a page, once it is known who they are. */
export interface Asked {
  ctx: RequestContext & { member: Member };
  query: Query;
  /** What stands behind the route's own path; '' = nothing. */
  rest: string;
  /** Makes the address of an evidence page one that this reader may open. */
  linkTo: LinkTo;
  /** Reads all customers, as of a moment that may lie a minute back. */
  portfolio: PortfolioReader;
  /** Counts over all customers, or gives what was counted at most a minute ago. */
  remember: Remember;
  /** The hidden field that every form of the page carries. */
  csrf: Piece;
}

/** A page, ready to be put into the frame. */
export interface Drawn {
  title: string;
  /** Small line above the heading. */
  kicker?: Piece;
  heading?: Piece;
  /** One or two sentences that say what the page is for. */
  lead?: Piece;
  /** Buttons or links beside the heading. */
  actions?: Piece;
  body: Piece;
}

/** A page of the console. A path that ends in `/*` takes what follows as `rest`. */
export interface PageRoute {
  path: string;
  nav: NavId;
  needs: Readable;
  draw(asked: Asked): Promise<Drawn>;
}

/** Something to take away: a file of figures. */
export interface DataRoute {
  path: string;
  needs: Readable;
  send(asked: Asked): Promise<{ type: string; fileName: string; body: string }>;
}

/** What a form asks for. The answer is always another page, with a sentence that says what came of it. */
export interface FormRoute {
  path: string;
  act(asked: Asked & { fields: Readonly<Record<string, string>> }): Promise<Notice & { to: string }>;
}

/** One part of the console. */
export interface ConsoleArea {
  pages: readonly PageRoute[];
  data?: readonly DataRoute[];
  forms?: readonly FormRoute[];
}
