import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type Content, loadContent } from '../content/content.ts';
import { createPolicyReader, policyFolders } from '../content/policies.ts';
import type { Action } from '../domain/action.ts';
import { type Clock, createClock } from '../domain/clock.ts';
import { createIds, type Ids } from '../domain/ids.ts';
import type { Member } from '../domain/member.ts';
import { HoldfastError } from '../errors.ts';
import { createConnectors } from '../guardrail/connectors.ts';
import { readOwnBefore } from '../guardrail/effects/read-own-before.ts';
import { checkRuleChange, readRule } from '../guardrail/policy/check-rule-change.ts';
import { layerPolicies } from '../guardrail/policy/layered-reader.ts';
import { openPolicyKeeper } from '../guardrail/policy/policy-keeper.ts';
import { createLog, type Log } from '../log.ts';
import { keepConfiguration } from '../services/configuration.ts';
import type { Services } from '../services/context.ts';
import { keepPolicies } from '../services/keep-policies.ts';
import { keepProfiles } from '../services/keep-profiles.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../store/database.ts';
import { folderUnusable } from '../store/folder-lock.ts';
import { createStore, type Store } from '../store/store.ts';
import { type Directory, keepMembers } from './keep-members.ts';
import { type Keys, readOrCreateKeys } from './keys.ts';
import { makeFolder } from './make-folder.ts';
import { createDoor, type OpenDoor } from './open-door.ts';

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
 */
export async function openServices(
  ground: Ground,
  { decidesMembers }: { decidesMembers: boolean },
): Promise<OpenServices> {
  const content = await readContent(ground.config.overrides);
  const database = await openDatabase(locationOf(ground.config)).catch((error: unknown) => {
    const { home, database } = ground.config;
    throw database.kind === 'embedded' ? folderUnusable(home, 'cannot be used', error) : error;
  });
  const store = createStore(database);
  try {
    const services = { ...ground, content, database, store, door: await openDoor(ground, store) };
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

/** The door with this installation's keys, policies and connectors. */
async function openDoor({ config, ids, clock, log }: Ground, store: Store): Promise<OpenDoor> {
  const keys: Keys = await readOrCreateKeys(config.keysFile, ids);
  const files = createPolicyReader(policyFolders(config.overrides));
  const reader = { ...layerPolicies(files, store), peek: files.peek };
  const keeper = await openPolicyKeeper({
    reader,
    clock,
    versions: {
      last: () => store.lastPolicyVersion(),
      keep: (version) => keepPolicies({ store, clock }, version),
    },
    onProblem: (problem) => {
      if (problem === null) log.info('the policies are in order again');
      else log.error({ problem }, 'the policies are broken: nothing runs by itself');
    },
  });
  const connectors = createConnectors(config.connectors, { home: config.home, clock });
  return createDoor(
    keys,
    {
      policies: () => keeper.inForce(),
      checkRuleChange: (change) => checkRuleChange(reader, change),
      readOwnBefore: (action) => readBeforeHere(store, reader, action, clock.now()),
    },
    connectors.values(),
  );
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
  if (config.slack) return { members: written, origin: 'file' };
  const isDemo = written.length === 0;
  const members = isDemo ? (await import('../../demo/members.ts')).demoMembers : written;
  return { members: members.map(withLocalIdentity), origin: isDemo ? 'demo' : 'file' };
}

function withLocalIdentity(member: Member): Member {
  const local = { platform: 'local' as const, team: 'local', user: member.id };
  return { ...member, identities: [...member.identities, local] };
}

/** What an action of our own would replace: in the store, or among the policy files. */
async function readBeforeHere(
  store: Store,
  reader: Parameters<typeof readRule>[0],
  action: Action,
  now: Date,
): Promise<Action['before']> {
  if (action.kind !== 'rule.change') return await readOwnBefore(store, action, now);
  const content = await readRule(reader, String(action.params.file));
  return content === null ? {} : { content };
}
