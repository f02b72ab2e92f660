import type { Kysely } from 'kysely';
import {
  accountsWithEventsAfter,
  findAccountNow,
  findAccounts,
  listAccounts,
  noteAccounts,
  readRegions,
  writeContracts,
} from './accounts.ts';
import { appendAudit, readAudit } from './audit.ts';
import { addConfiguration, readConfiguration } from './configurations.ts';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { addDeadLetters, countDeadLetters, listDeadLetters, resolveDeadLetters } from './dead-letters.ts';
import { forgetDeliveries, noteDelivery } from './deliveries.ts';
import {
  accountsReceivingSince,
  advanceSequence,
  appendEvents,
  findEvent,
  findKeys,
  findNeighbours,
  lastSequence,
  latestByType,
  latestEvents,
  lockSequence,
  readContractEvents,
  readEvents,
} from './events.ts';
import { countHealthFacts } from './health-facts.ts';
import { clearImportProgress, readImportProgress, writeImportProgress } from './imports.ts';
import { findMember, findMemberByIdentity, listMembers, writeMembers } from './members.ts';
import { addProfileVersion, listProfileVersions } from './profile-versions.ts';
import { addRollups, addUsage, readRollups } from './rollups.ts';
import type { Schema } from './schema.ts';
import { forgetHistory, forgetOtherBases, readHistory, writeHistory } from './score-history.ts';
import { readScores, writeScores } from './scores.ts';
import { readSetting, writeSetting } from './settings.ts';
import { refreshStatistics } from './statistics.ts';

/** Every operation on the store; the same inside a transaction. */
const operations = {
  accountsReceivingSince,
  accountsWithEventsAfter,
  addConfiguration,
  addDeadLetters,
  addProfileVersion,
  addRollups,
  addUsage,
  advanceSequence,
  appendAudit,
  appendEvents,
  clearImportProgress,
  countDeadLetters,
  countHealthFacts,
  findAccountNow,
  findAccounts,
  findEvent,
  findKeys,
  findMember,
  findMemberByIdentity,
  findNeighbours,
  forgetDeliveries,
  forgetHistory,
  forgetOtherBases,
  lastSequence,
  latestByType,
  latestEvents,
  listAccounts,
  listDeadLetters,
  listMembers,
  listProfileVersions,
  lockSequence,
  noteAccounts,
  noteDelivery,
  readAudit,
  readConfiguration,
  readContractEvents,
  readEvents,
  readHistory,
  readImportProgress,
  readRegions,
  readRollups,
  readScores,
  readSetting,
  refreshStatistics,
  resolveDeadLetters,
  writeContracts,
  writeHistory,
  writeImportProgress,
  writeMembers,
  writeScores,
  writeSetting,
};

type Operations = typeof operations;
type Bound<T> = T extends (database: Kysely<Schema>, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** The store's operations, bound to a connection or to an open transaction. */
export type StoreTransaction = { [Name in keyof Operations]: Bound<Operations[Name]> };

/** The only place that holds data. */
export interface Store extends StoreTransaction {
  engine: Database['kind'];
  /** Runs several operations as one: all of them happen, or none. */
  transaction<T>(work: (store: StoreTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the store and brings its schema up to date.
 * @throws {HoldfastError} HF_DATABASE_UNAVAILABLE, HF_DATABASE_UNSUITABLE or HF_DATABASE_NEWER
 */
export async function openStore(location: DatabaseLocation): Promise<Store> {
  return createStore(await openDatabase(location));
}

/** The store over an open database. */
export function createStore(database: Database): Store {
  return {
    ...bind(database.queries),
    engine: database.kind,
    transaction: (work) => database.queries.transaction().execute((transaction) => work(bind(transaction))),
    close: () => database.close(),
  };
}

function bind(database: Kysely<Schema>): StoreTransaction {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: unknown[]) =>
      (operation as (database: Kysely<Schema>, ...rest: unknown[]) => unknown)(database, ...rest),
  ]);
  return Object.fromEntries(bound) as StoreTransaction;
}
