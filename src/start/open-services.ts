import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type Content, loadContent } from '../content/content.ts';
import { type Clock, createClock } from '../domain/clock.ts';
import { createIds, type Ids } from '../domain/ids.ts';
import type { Member } from '../domain/member.ts';
import { HoldfastError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { keepConfiguration } from '../services/configuration.ts';
import type { Services } from '../services/context.ts';
import { keepProfiles } from '../services/keep-profiles.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../store/database.ts';
import { folderUnusable } from '../store/folder-lock.ts';
import { createStore, type Store } from '../store/store.ts';
import { makeFolder } from './make-folder.ts';

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
 */
export async function openServices(ground: Ground): Promise<OpenServices> {
  const content = await readContent(ground.config.overrides);
  const database = await openDatabase(locationOf(ground.config)).catch((error: unknown) => {
    const { home, database } = ground.config;
    throw database.kind === 'embedded' ? folderUnusable(home, 'cannot be used', error) : error;
  });
  const services = { ...ground, content, database, store: createStore(database) };
  try {
    await keepProfiles(services);
    await keepConfiguration(services);
    await keepMembers(services.store, await readMembers(ground.config, content));
  } catch (error) {
    await services.store.close();
    throw error;
  }
  return services;
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
export async function readMembers(config: Config, content: Content): Promise<readonly Member[]> {
  if (config.slack) return content.directory.members;
  const written = content.directory.members;
  const members = written.length > 0 ? written : (await import('../../demo/members.ts')).demoMembers;
  return members.map((member) => ({
    ...member,
    identities: [...member.identities, { platform: 'local', team: 'local', user: member.id }],
  }));
}

async function keepMembers(store: Store, members: readonly Member[]): Promise<void> {
  if (members.length > 0) await store.transaction((transaction) => transaction.writeMembers(members));
}
