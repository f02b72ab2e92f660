import { parseStrictJson } from '../../domain/strict-json.ts';
import { describeError } from '../platform/describe-error.ts';
import type { KeptClick } from '../platform/kept-request.ts';
import type { Answering } from './answering.ts';
import { createTeamsGate, type TeamsRegistration } from './authenticate.ts';
import { createTeamsConnector, type TeamsConnector } from './connector.ts';
import {
  answerActivity,
  answerForeigner,
  type Handling,
  json,
  type RawRequest,
  type RawResponse,
} from './handle.ts';
import { teamsLimits } from './limits.ts';
import type { TeamsMemory } from './memory.ts';
import { createMessenger } from './messenger.ts';
import { isObject, type JsonObject, textOf, type Where, whereOf } from './parse.ts';
import { createPoster, type Poster } from './poster.ts';
import { resumeClicks } from './press.ts';
import { createSharedPlaces } from './shared-places.ts';

/** Why a request is not answered with data. */
export type TeamsRefusal =
  | { kind: 'token' }
  | { kind: 'address'; serviceUrl: string }
  | { kind: 'other-tenant'; team: string; user: string };

/** What the Teams app needs. */
export interface TeamsAppOptions extends Omit<Answering, 'messenger' | 'shared' | 'answerWithinMs'> {
  /** Null = nothing is authenticated: for development, on this machine alone. */
  registration: TeamsRegistration | null;
  /** The tenant whose people we answer; null = any, where nothing is authenticated. */
  tenantId: string | null;
  /** Whether the connector may be called at this address. */
  mayCall(serviceUrl: string): boolean;
  /** Where Teams answers that never wrote to us; null = nowhere. */
  serviceUrl: string | null;
  /** Who may decide what a button names, by their names in the directory. */
  deciders(button: string): Promise<readonly string[]>;
  /** Counts and audits what was refused. */
  onRefused?(refusal: TeamsRefusal): Promise<void>;
  answerWithinMs?: number;
}

export interface TeamsApp {
  /** Handles one HTTP request to `/api/messages`. */
  handle(request: RawRequest): Promise<RawResponse>;
  /** Resolves when every accepted request has been answered. */
  drain(): Promise<void>;
  /** Posts for everybody; only the guardrail may ask for it. */
  poster: Poster;
  /** Answers kept presses that an end of the process interrupted; returns how many. */
  resumeClicks(rows: readonly KeptClick[]): Promise<number>;
}

/** The Teams app: what comes in is authenticated on its bytes, and answered to the person who asked alone. */
export function createTeamsApp(options: TeamsAppOptions): TeamsApp {
  const { registration, tenantId, memory, log, clock } = options;
  const gate = createTeamsGate(registration);
  const connector: TeamsConnector = createTeamsConnector({
    authorization: (isRefused) => gate.authorization(isRefused),
    botId: registration?.appId ?? 'holdfast',
    tenantId,
    mayCall: options.mayCall,
  });
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.catch((error: unknown) => log.error(describeError(error), 'a Teams request failed'));
    running.add(tracked);
    void tracked.then(() => running.delete(tracked));
    return tracked;
  };
  const own: Handling = {
    ...options,
    answerWithinMs: options.answerWithinMs ?? teamsLimits.answerWithinMs,
    messenger: createMessenger(connector, memory, log),
    shared: createSharedPlaces(connector, clock, log),
    track,
  };
  async function refuse(refusal: TeamsRefusal): Promise<void> {
    log.warn({ security: refusal }, 'a Teams request was refused');
    await options.onRefused?.(refusal);
  }

  async function handle({ headers, rawBody }: RawRequest): Promise<RawResponse> {
    const activity = readActivity(rawBody);
    if (typeof activity === 'number') return json({ error: 'This is no activity.' }, activity);
    const serviceUrl = textOf(activity, 'serviceUrl');
    if (!(await gate.accepts(activity, String(headers.authorization ?? '')))) {
      await refuse({ kind: 'token' });
      return json({ error: 'The token was not issued for this bot.' }, 401);
    }
    if (!options.mayCall(serviceUrl)) {
      await refuse({ kind: 'address', serviceUrl: serviceUrl.slice(0, 200) });
      return json({ error: 'This service address is not answered.' }, 403);
    }
    const where = whereOf(activity);
    if (where !== null && tenantId !== null && where.person.tenant !== tenantId) {
      const { tenant: team, user } = where.person;
      await refuse({ kind: 'other-tenant', team, user });
      return answerForeigner(activity, where, own);
    }
    if (where !== null) await remember(where, memory);
    return await answerActivity(activity, own);
  }

  return {
    async handle(request) {
      try {
        return await handle(request);
      } catch (error) {
        log.error(describeError(error), 'a Teams request failed');
        // Teams delivers a message again after this; a press shows that it failed.
        return json({ error: 'Holdfast cannot take this now.' }, 503);
      }
    },
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
    poster: createPoster({ ...options, connector }),
    resumeClicks: (rows) => resumeClicks(rows, own),
  };
}

/** The activity of a request; a number = the status of the refusal. */
function readActivity(rawBody: Buffer): JsonObject | number {
  if (rawBody.length > teamsLimits.requestBytes) return 413;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
  } catch {
    return 400;
  }
  const parsed = parseStrictJson(text, teamsLimits.requestDepth);
  if (!parsed.ok || !isObject(parsed.value) || typeof parsed.value.type !== 'string') return 400;
  return parsed.value;
}

/** Where we are and whom we met, from every authentic activity. */
async function remember({ person, place }: Where, memory: TeamsMemory): Promise<void> {
  const { id, kind, name, serviceUrl, tenant } = place;
  await memory.notePlace({ id, kind, name, serviceUrl, tenant });
  await memory.notePerson({
    user: person.user,
    tenant: person.tenant,
    chatId: person.chatId,
    serviceUrl,
    place: kind === 'personal' ? id : null,
  });
}
