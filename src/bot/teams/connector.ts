import { PostFailed } from '../platform/post-failed.ts';

/** The part of the Bot Connector that we use. Every call is made once: a post that is tried twice could be there twice. */
export interface TeamsConnector {
  /**
   * Posts into a conversation.
   * @param onlyFor - the name in chats of the one person who sees it
   * @returns the message's id
   * @throws {PostFailed}
   */
  post(at: Address, activity: object, onlyFor?: string): Promise<string>;
  /** Replaces a message of ours. @throws {PostFailed} */
  update(at: Address, message: string, activity: object): Promise<void>;
  /** Begins the chat with one person, or finds it. @returns its id. @throws {PostFailed} */
  begin(serviceUrl: string, person: { user: string; tenant: string }): Promise<string>;
  /** Who is in a conversation. @throws {PostFailed} */
  members(at: Address): Promise<Participant[]>;
}

/** Somebody in a conversation. */
export interface Participant {
  /** Their name in chats; '' = Teams did not say. */
  chatId: string;
  /** Their name in the directory; null = Teams did not say. */
  user: string | null;
  tenant: string | null;
  role: string | null;
}

/** A conversation, and the message of the thread in it, if there is one. */
export interface Address {
  serviceUrl: string;
  place: string;
  thread: string | null;
}

export interface ConnectorOptions {
  /** @param isRefused - the last one was not taken any more, so that a new one is needed */
  authorization(isRefused: boolean): Promise<string | null>;
  botId: string;
  tenantId: string | null;
  /** Whether an address is one that may be called. */
  mayCall(serviceUrl: string): boolean;
}

const timeoutMs = 10_000;

/** Speaks to the connector over HTTP. */
export function createTeamsConnector(options: ConnectorOptions): TeamsConnector {
  const send = async (
    method: string,
    serviceUrl: string,
    path: string,
    body: object | undefined,
    isRefused = false,
  ): Promise<Response> => {
    const authorization = await options.authorization(isRefused).catch((cause: unknown) => {
      throw new PostFailed('No token for Teams could be had.', {
        nothingHappened: true,
        permanent: false,
        retryAfterMs: null,
        away: 'unreachable',
        cause,
      });
    });
    const url = `${serviceUrl.replace(/\/+$/, '')}/v3/conversations${path}`;
    try {
      return await fetch(url, {
        method,
        headers: {
          ...(authorization === null ? {} : { authorization }),
          ...(body && { 'content-type': 'application/json; charset=utf-8' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new PostFailed('Teams could not be reached.', {
        nothingHappened: neverSent(error),
        permanent: false,
        retryAfterMs: null,
        away: 'unreachable',
        cause: error,
      });
    }
  };
  const call = async (method: string, serviceUrl: string, path: string, body?: object): Promise<unknown> => {
    if (!options.mayCall(serviceUrl)) throw refused(`The address ${serviceUrl} is none of Teams'.`);
    const first = await send(method, serviceUrl, path, body);
    // A token that ran out was looked at before anything was done: the call may be made again, with a new one.
    const response = first.status === 401 ? await send(method, serviceUrl, path, body, true) : first;
    const text = await response.text().catch(() => '');
    if (!response.ok) throw failureOf(response, text);
    return parsed(text);
  };
  const conversation = ({ place, thread }: Address): string =>
    `/${encodeURIComponent(thread === null ? place : `${place};messageid=${thread}`)}`;
  return {
    async post(at, activity, onlyFor) {
      const whom = onlyFor === undefined ? {} : { recipient: { id: onlyFor, isTargeted: true } };
      const query = onlyFor === undefined ? '' : '?isTargetedActivity=true';
      const path = `${conversation(at)}/activities${query}`;
      const answer = await call('POST', at.serviceUrl, path, { ...activity, ...whom });
      return idOf(answer);
    },
    async update(at, message, activity) {
      const path = `${conversation({ ...at, thread: null })}/activities/${encodeURIComponent(message)}`;
      await call('PUT', at.serviceUrl, path, { ...activity, id: message });
    },
    async begin(serviceUrl, { user, tenant }) {
      const answer = await call('POST', serviceUrl, '', {
        bot: { id: `28:${options.botId}` },
        isGroup: false,
        members: [{ id: user }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      });
      return idOf(answer);
    },
    async members(at) {
      const answer = await call(
        'GET',
        at.serviceUrl,
        `${conversation({ ...at, thread: null })}/pagedmembers?pageSize=500`,
      );
      const { members } = { ...(answer as { members?: unknown }) };
      return (Array.isArray(members) ? members : []).map(participantOf);
    },
  };
}

function participantOf(member: Record<string, unknown>): Participant {
  const textOf = (name: string): string | null =>
    typeof member[name] === 'string' ? (member[name] as string) : null;
  return {
    chatId: textOf('id') ?? '',
    user: textOf('aadObjectId') ?? textOf('objectId'),
    tenant: textOf('tenantId'),
    role: textOf('userRole'),
  };
}

function idOf(answer: unknown): string {
  const { id } = { ...(answer as { id?: unknown }) };
  if (typeof id === 'string' && id !== '') return id;
  throw new PostFailed('Teams answered without saying where the message is.', {
    nothingHappened: false,
    permanent: false,
    retryAfterMs: null,
  });
}

/** What an answer that is no success says of what happened. */
function failureOf(response: Response, text: string): PostFailed {
  const { status } = response;
  const { error } = { ...(parsed(text) as { error?: { code?: unknown; message?: unknown } }) };
  const reason = [error?.code, error?.message].filter((part) => typeof part === 'string').join(': ');
  const message = `Teams answered ${status}${reason === '' ? '' : ` (${reason.slice(0, 200)})`}.`;
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const retryAfterMs = seconds >= 0 ? seconds * 1_000 : null;
    return new PostFailed(message, { nothingHappened: true, permanent: false, retryAfterMs, away: 'busy' });
  }
  // Microsoft asks to try again after 412 as after 502 and 504; the call was not carried out.
  if (status === 412)
    return new PostFailed(message, { nothingHappened: true, permanent: false, retryAfterMs: null });
  if (status >= 400 && status < 500 && status !== 408) return refused(message);
  return new PostFailed(message, {
    nothingHappened: false,
    permanent: false,
    retryAfterMs: null,
    away: 'unreachable',
  });
}

function refused(message: string): PostFailed {
  return new PostFailed(message, { nothingHappened: true, permanent: true, retryAfterMs: null });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The connection was never made, so that nothing can have been sent. */
const connecting = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function neverSent(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && connecting.has(at.code)) return true;
  }
  return false;
}
