import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type Content, loadContent } from '../content/content.ts';
import { readKnowledge } from '../content/knowledge.ts';
import { readKnownVectors } from '../content/known-vectors.ts';
import { readPrompts } from '../content/prompts.ts';
import { createApiEmbedder } from '../copilot/api-embedder.ts';
import type { Embedder } from '../copilot/embedder.ts';
import { createEncoder } from '../copilot/encoder/encoder.ts';
import { searchKnowledge } from '../copilot/knowledge-search.ts';
import { knowVectors } from '../copilot/known-vectors.ts';
import { createOpenAiModel } from '../copilot/model/openai-model.ts';
import { rememberVectors } from '../copilot/recent-vectors.ts';
import { type Clock, createClock } from '../domain/clock.ts';
import { createIds, type Ids } from '../domain/ids.ts';
import type { Member } from '../domain/member.ts';
import { openAiUrl } from '../domain/model.ts';
import { HoldfastError } from '../errors.ts';
import type { Links } from '../http/links.ts';
import { createLog, type Log } from '../log.ts';
import { keepConfiguration } from '../services/configuration.ts';
import type { Services } from '../services/context.ts';
import { keepProfiles } from '../services/keep-profiles.ts';
import { holdBack } from '../services/model-halted.ts';
import type { AnswerWriter } from '../services/rewrite-answer.ts';
import { storedKnowledge } from '../services/stored-knowledge.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../store/database.ts';
import { folderUnusable } from '../store/folder-lock.ts';
import { vectorDimensions } from '../store/knowledge-chunks.ts';
import { createStore, type Store } from '../store/store.ts';
import { type Directory, keepMembers } from './keep-members.ts';
import { readOrCreateKeys } from './keys.ts';
import { openSources } from './knowledge.ts';
import { makeFolder } from './make-folder.ts';
import { openArtifacts } from './open-artifacts.ts';
import { type OpenDoor, openDoor } from './open-door.ts';
import { createFileReader } from './own-knowledge.ts';
import { hasRealChat } from './real-chat.ts';

/** The channel of the playground's workspace. */
const playgroundAlerts = 'C0ALERTS';

/** What exists before any data is open. */
export interface Ground {
  config: Config;
  clock: Clock;
  ids: Ids;
  log: Log;
}

/** Everything that a use case needs, with what it stands on. */
export interface OpenServices extends Services {
  config: Config;
  database: Database;
  door: OpenDoor;
}

export function layGround(config: Config): Ground {
  return {
    config,
    clock: createClock(config.clockStartsAt ?? undefined),
    ids: createIds(),
    log: createLog(config.logLevel),
  };
}

/**
 * Makes the data folder.
 * @throws {HoldfastError} HF_FILE_UNREADABLE when it cannot be made
 */
export async function makeHome(home: string): Promise<void> {
  try {
    await makeFolder(home);
  } catch (error) {
    throw folderUnusable(home, 'cannot be made', error);
  }
}

/**
 * Opens the store, reads the content, and brings profiles and members up to date. On the embedded engine the caller
 * holds the folder's lock.
 * @param decidesMembers - nobody is a member whom this process's content does not name. A terminal may lack the
 * server's HOLDFAST_CONFIG, so without one of its own it takes nobody's role
 * @param links - of the server in this process, if there is one
 */
export async function openServices(
  ground: Ground,
  { decidesMembers, links }: { decidesMembers: boolean; links?: Pick<Links, 'linkTo'> },
): Promise<OpenServices> {
  const content = await readContent(ground.config.overrides);
  const database = await openDatabase(locationOf(ground.config)).catch((error: unknown) => {
    const { home, database } = ground.config;
    throw database.kind === 'embedded' ? folderUnusable(home, 'cannot be used', error) : error;
  });
  const store = createStore(database);
  const embedder = rememberVectors(await openEmbedder(ground.config, store));
  const knowledge = searchKnowledge({
    readFiles: createFileReader({ read: () => readKnowledge(ground.config.overrides), log: ground.log }),
    readOurs: async () => (await readKnowledge(null)).documents,
    stored: storedKnowledge(store),
    embedder,
  });
  try {
    const sources = openSources(ground.config, content.knowledgeSources, store, ground.clock);
    const indexing = { sources, embedder };
    const { linkKey } = await readOrCreateKeys(ground.config.keysFile, ground.ids);
    const artifacts = openArtifacts(ground.config, linkKey, ground.clock, links);
    const door = await openDoor(ground, store, content, {
      storage: artifacts.storage,
      ...(links ? { links } : {}),
    });
    const writer = await openWriter(ground.config);
    const services = {
      ...ground,
      content,
      knowledge,
      indexing,
      artifacts,
      database,
      store,
      door,
      channels: channelsOf(ground.config),
      ...(writer ? { writer } : {}),
    };
    await keepProfiles(services);
    await keepConfiguration(services);
    const onlyIntoEmpty = !decidesMembers && ground.config.overrides === null;
    await keepMembers(services, await readDirectory(ground.config, content), { onlyIntoEmpty });
    return services;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The playground has a channel of its own for what Holdfast says by itself. */
function channelsOf(config: Config): Services['channels'] {
  return { alerts: config.channels.alerts ?? (hasRealChat(config) ? null : playgroundAlerts) };
}

async function openWriter({ model, overrides }: Config): Promise<AnswerWriter | null> {
  if (model === null) return null;
  return { model: createOpenAiModel(model), settings: model, prompts: await readPrompts(overrides) };
}

/** The encoder that installs with Holdfast knows the vectors of our own texts by heart. */
async function openEmbedder({ embedding }: Config, store: Store): Promise<Embedder> {
  if (embedding === null) return knowVectors(createEncoder(), await readKnownVectors());
  const { name: model, url, key } = embedding;
  const baseUrl = url ?? openAiUrl;
  const api = createApiEmbedder({ baseUrl, apiKey: key ?? 'none', model, dimensions: vectorDimensions });
  return holdBack(api, store);
}

/**
 * Our content with the operator's over it.
 * @throws {HoldfastError} HF_CONFIG_INVALID when there is no such folder: its rules would silently not be in force
 */
export async function readContent(overrides: string | null): Promise<Content> {
  const found = overrides === null ? null : await stat(overrides).catch(() => null);
  if (overrides !== null && !found?.isDirectory()) {
    throw new HoldfastError('HF_CONFIG_INVALID', `HOLDFAST_CONFIG is '${overrides}', which is no folder`);
  }
  return await loadContent(overrides);
}

function locationOf({ database, home }: Config): DatabaseLocation {
  if (database.kind === 'embedded') return { kind: 'embedded', home };
  return { kind: 'server', url: database.url, migrationUrl: database.migrationUrl };
}

/**
 * The people that the operator wrote down; without any, and without a real chat, the demo company's. Without a real
 * chat each can be chosen in the playground, under their own id.
 */
export async function readDirectory(config: Config, content: Content): Promise<Directory> {
  const written = content.directory.members;
  if (hasRealChat(config)) return { members: written, origin: 'file' };
  const isDemo = written.length === 0;
  const members = isDemo ? (await import('../../demo/members.ts')).demoMembers : written;
  return { members: members.map(withLocalIdentity), origin: isDemo ? 'demo' : 'file' };
}

function withLocalIdentity(member: Member): Member {
  const local = { platform: 'local' as const, team: 'local', user: member.id };
  return { ...member, identities: [...member.identities, local] };
}
