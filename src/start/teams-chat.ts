import { isLoopbackUrl } from '../domain/setting-texts.ts';
import { readSlackPlace } from '../domain/slack-place.ts';
import { isTeamsAddress, type TeamsSettings } from '../domain/teams-settings.ts';
import type { Links } from '../http/links.ts';
import { countTeamsRefusal } from '../http/metrics.ts';
import type { Services } from '../services/context.ts';
import { recordTeamsRefusal } from '../services/record-refusal.ts';
import { type Chat, keeping, pictureAware } from './chat.ts';
import { decidersOf } from './deciders.ts';

/** Where Teams answers everybody who never wrote to us. Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
const globalAddress = 'https://smba.trafficmanager.net/teams/';

/**
 * Connects Teams.
 * @param clickKey - seals what is kept of deciding presses, hexadecimal
 */
export async function connectTeams(
  { registration }: TeamsSettings,
  services: Services,
  links: Links,
  clickKey: string,
): Promise<Chat> {
  const [{ createTeamsApp }, { answerChat }] = await Promise.all([
    import('../bot/teams/app.ts'),
    import('../bot/router.ts'),
  ]);
  const { store, clock, log, ids } = services;
  const isLocal = registration === null;
  const app = createTeamsApp({
    registration,
    tenantId: registration?.tenantId ?? null,
    mayCall: isLocal ? isLocalAddress : isTeamsAddress,
    serviceUrl: isLocal ? null : globalAddress,
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => store.noteDelivery(key, clock.now()),
    ...keeping(services, clickKey),
    memory: {
      notePlace: (place) => store.noteTeamsPlace(place, clock.now()),
      findPlace: (id) => store.findTeamsPlace(id),
      notePerson: (person) => store.noteTeamsPerson(person, clock.now()),
      findPeople: (users) => store.findTeamsPeople(users),
      noteMessage: (message) => store.noteTeamsMessage(message, clock.now()),
      findMessage: (place, message) => store.findTeamsMessage(place, message),
      messagesOfKey: (key) => store.teamsMessagesOfKey(key),
    },
    deciders: async (button) =>
      (await decidersOf(services, button))
        .flatMap(({ identities }) => identities.filter(({ platform }) => platform === 'teams'))
        .map(({ user }) => user),
    onRefused: async (refusal) => {
      countTeamsRefusal(refusal.kind);
      // Anybody can send a token that is none, so only what Teams signed fills the audit.
      if (refusal.kind === 'other-tenant') await recordTeamsRefusal(services, refusal.kind, refusal);
    },
    linkTo: pictureAware(links, isLocal || links.baseUrl.startsWith('https://')),
    log,
    clock,
    ids,
  });
  return {
    slackEvents: null,
    teamsMessages: (request) => app.handle(request),
    startPage: null,
    pages: [],
    poster: app.poster,
    resume: async () => app.resumeClicks(await store.listOpenClicks('teams:')),
    close: () => app.drain(),
  };
}

function isLocalAddress(text: string): boolean {
  return URL.canParse(text) && text.startsWith('http://') && isLoopbackUrl(text);
}

/** Two platforms of one installation: each place is served by its own. */
export function joinChats(first: Chat, second: Chat): Chat {
  const posterOf = (channel: string) => (isTeamsPlace(channel) ? second.poster : first.poster);
  return {
    slackEvents: first.slackEvents,
    teamsMessages: second.teamsMessages,
    startPage: first.startPage,
    pages: [...first.pages, ...second.pages],
    poster: {
      post: (channel, view, where) => posterOf(channel).post(channel, view, where),
      update: (channel, message, view) => posterOf(channel).update(channel, message, view),
      lookup: (channel, key, since, thread) => posterOf(channel).lookup(channel, key, since, thread),
    },
    resume: async () => (await first.resume()) + (await second.resume()),
    close: async () => {
      await first.close();
      await second.close();
    },
  };
}

/** A conversation of Teams has a colon in its name, a person is an id of its directory; nothing of Slack's is, but for its workspace. */
function isTeamsPlace(channel: string): boolean {
  if (readSlackPlace(channel).team !== null) return false;
  return channel.includes(':') || /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(channel);
}
