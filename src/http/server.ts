import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { HoldfastError } from '../errors.ts';
import type { Services } from '../services/context.ts';
import { registerAnswers } from './answers.ts';
import type { NamedToken } from './bearer.ts';
import { createErrorHandler } from './errors.ts';
import { registerIcon } from './icon.ts';
import { registerIngest } from './ingest.ts';
import { createMetrics } from './metrics.ts';
import { type CommandRoute, registerRemoteCommands } from './remote-commands.ts';
import { registerSlackEvents, type SlackEvents } from './slack-events.ts';
import { type Readiness, registerStatus } from './status.ts';
import { registerTeamsMessages, type TeamsMessages } from './teams-messages.ts';

export interface ServerOptions {
  services: Services;
  version: string;
  /** Makes a path of ours an address that opens elsewhere. */
  linkTo(path: string): string;
  /** Help-desk apps that may ask for answers. */
  apps: readonly NamedToken[];
  /** Who may send events. */
  sources: readonly NamedToken[];
  readiness(): Readiness;
  /** Null = Slack is not connected. */
  slackEvents: SlackEvents | null;
  /** Null or absent = Teams is not connected. */
  teamsMessages?: TeamsMessages | null;
  /** Where `/` leads; null = nowhere. */
  startPage: string | null;
  /** Commands from a terminal of this machine; null = none are taken. */
  commands: CommandRoute | null;
  /** Pages that live elsewhere: the playground, the console. */
  pages: readonly ((fastify: FastifyInstance) => Promise<void>)[];
  /** How long a body of events may take to come; for tests. */
  bodyPatienceMs?: number;
  /** How often each app may ask for answers; for tests. */
  answersPerMinute?: number;
}

const bodyLimit = 1024 * 1024;

/** Everything that answers HTTP, ready for requests; somebody else listens and hands them over. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { services } = options;
  const handleError = createErrorHandler(services);
  const settings: FastifyServerOptions = {
    logger: false,
    bodyLimit,
    genReqId: () => services.ids.trace(),
    // A header of the sender never becomes the trace id of ours.
    requestIdHeader: false,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 400 },
    // Addresses that cannot be decoded reach no route, and none of its hooks.
    frameworkErrors: (error, request, reply) => {
      handleError(error, request, reply.header('x-content-type-options', 'nosniff'));
    },
  };
  const server = fastify(settings) as FastifyInstance;
  const metrics = createMetrics(() => options.readiness().ready);
  server.setErrorHandler(handleError);
  server.setNotFoundHandler(() => {
    throw new HoldfastError('HF_NOT_FOUND', 'There is no page at this address');
  });
  server.addHook('onRequest', async ({ params, query }) => refuseUnwritable(params, query));
  server.addHook('onResponse', async (request, reply) => {
    metrics.countRequest(request.routeOptions.url ?? 'none', reply.statusCode);
  });
  server.addHook('onClose', async () => metrics.close());
  await server.register(helmet, securityHeaders);
  registerIcon(server);
  registerStatus(server, { ...options, metrics });
  await registerIngest(server, { ...options, metrics });
  await registerAnswers(server, options);
  await registerSlackEvents(server, options.slackEvents);
  await registerTeamsMessages(server, options.teamsMessages ?? null);
  if (options.commands) await registerRemoteCommands(server, options.commands);
  for (const register of options.pages) await register(server);
  await server.ready();
  return server;
}

/** No name of ours holds a control character, and a NUL cannot even be asked for in the database. */
function refuseUnwritable(params: unknown, query: unknown): void {
  if (Object.values(params ?? {}).some((text) => /\p{Cc}/u.test(String(text))))
    throw new HoldfastError('HF_NOT_FOUND', 'There is no page at this address');
  if (
    Object.entries(query ?? {})
      .flat(2)
      .some((text) => String(text).includes('\0'))
  )
    throw new HoldfastError('HF_USAGE', 'The address holds a NUL character', { next: 'Leave it out.' });
}

/** For answers that are data; a page that needs more says so itself. */
const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
  // TLS ends at the proxy before us, which knows whether all of its host speaks it.
  strictTransportSecurity: false,
};
