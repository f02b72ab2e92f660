import type { ChatRequest } from '../reply.ts';
import { createTeamsApp, type TeamsApp, type TeamsAppOptions } from '../teams/app.ts';
import type { KnownMessage, KnownPerson, KnownPlace, TeamsMemory } from '../teams/memory.ts';
import type { PlaygroundOptions } from './playground.ts';
import { createTeamsClient, type TeamsClient } from './teams-client.ts';
import { startTeamsService, type TeamsService } from './teams-service.ts';
import { createTenant, tenantIds } from './teams-tenant.ts';

/** The real Teams app, in a tenant of this process. */
export interface TeamsPlayground {
  app: TeamsApp;
  client: TeamsClient;
  service: TeamsService;
  memory: TeamsMemory;
  close(): Promise<void>;
}

export interface TeamsPlaygroundOptions extends PlaygroundOptions {
  /** Who may decide what a button names, by member id. */
  deciders?(button: string): Promise<readonly string[]>;
  /** Changes to the app, for tests. */
  app?: Partial<TeamsAppOptions>;
}

/** Keys of kept presses begin so. */
const teamsPlaygroundKeys = 'playground-teams:';

/** Starts the tenant, its connector and the Teams app that lives in it. */
export async function startTeamsPlayground(options: TeamsPlaygroundOptions): Promise<TeamsPlayground> {
  const { members, clock, ids } = options;
  const service = await startTeamsService(createTenant(members, clock));
  const memory = createMemory();
  const run = `${teamsPlaygroundKeys}${ids.secret().slice(0, 16)}:`;
  const app = createTeamsApp({
    ...options,
    registration: null,
    tenantId: tenantIds.tenant,
    mayCall: (serviceUrl) => serviceUrl === service.url,
    serviceUrl: service.url,
    memory,
    answer: (asked: ChatRequest) =>
      options.answer({ ...asked, platform: 'local', team: 'local', user: memberOf(asked.user) }),
    firstDelivery: (key) => options.firstDelivery(run + key),
    keepClick: (key, request) => options.keepClick(run + key, request),
    clickDone: (key) => options.clickDone(run + key),
    deciders: async (button) => (await (options.deciders?.(button) ?? [])).map((id) => `directory-${id}`),
    ...options.app,
  });
  return {
    app,
    service,
    memory,
    client: createTeamsClient({ app, service, clock, ids }),
    close: async () => {
      await app.drain();
      await service.close();
    },
  };
}

function memberOf(user: string): string {
  return user.replace(/^directory-/, '');
}

/** What the app has to remember, for as long as this process lives. */
function createMemory(): TeamsMemory {
  const places = new Map<string, KnownPlace>();
  const people = new Map<string, KnownPerson>();
  const messages = new Map<string, KnownMessage>();
  const nameOf = (place: string, message: string): string => JSON.stringify([place, message]);
  return {
    notePlace: async (place) => void places.set(place.id, place),
    findPlace: async (id) => places.get(id) ?? null,
    notePerson: async (person) =>
      void people.set(person.user, {
        ...person,
        place: person.place ?? people.get(person.user)?.place ?? null,
      }),
    findPeople: async (users) => users.flatMap((user) => people.get(user) ?? []),
    noteMessage: async (message) => {
      const name = nameOf(message.place, message.message);
      messages.set(name, { ...message, key: messages.get(name)?.key ?? message.key });
    },
    findMessage: async (place, message) => messages.get(nameOf(place, message)) ?? null,
    messagesOfKey: async (key) =>
      [...messages.values()].filter((one) => one.key === key).sort((one, other) => one.part - other.part),
  };
}
