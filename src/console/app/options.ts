import type { FastifyRequest } from 'fastify';
import type { Services } from '../../services/context.ts';
import type { LinkTo } from '../layout.ts';
import type { SignInProvider } from './oidc.ts';
import type { ConsolePorts } from './ports.ts';

export interface ConsoleOptions {
  services: Services;
  /** Base of our addresses; its scheme says whether cookies are for https alone. */
  baseUrl: string;
  /** Signs what forms carry. */
  secret: string;
  /** Whether a request comes from this machine: a local link opens for nobody else. */
  isLocal(request: FastifyRequest): boolean;
  /** null = the company's own sign-in is not configured. */
  provider: SignInProvider | null;
  linkTo: LinkTo;
  /** Path of the chat page of this process; null = chat is elsewhere. */
  chatPage: string | null;
  ports: ConsolePorts;
  /** Requests of one browser within a minute; for tests. */
  requestsPerMinute?: number;
}
