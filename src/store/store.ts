import type { Kysely } from 'kysely';
import * as accountNotes from './account-notes.ts';
import { findTicketRecords, latestContractRecords, openTicketsAmong } from './account-records.ts';
import * as accountUpdates from './account-updates.ts';
import {
  accountsWithEventsAfter,
  findAccountNow,
  findAccounts,
  findAccountsNow,
  listAccounts,
  noteAccounts,
  readRegions,
  writeContracts,
} from './accounts.ts';
import { findTicketState, hasHeardOf } from './action-subjects.ts';
import * as activity from './activity.ts';
import * as adoptionFacts from './adoption-facts.ts';
import * as alertPosts from './alert-posts.ts';
import * as alertTimers from './alert-timers.ts';
import * as alerts from './alerts.ts';
import { addAnswerShare } from './answer-shares.ts';
import { addAnswer, findAnswer, giveVerdict, listAnswers, listVerdicts, readQuestions } from './answers.ts';
import * as approvalCards from './approval-cards.ts';
import * as articleTold from './article-told.ts';
import * as artifacts from './artifacts.ts';
import { appendAudit, appendAudits, erasePersonal, readAudit, readPersonal } from './audit.ts';
import {
  readCheckpointFacts,
  readCheckpoints,
  readLastCheckpoint,
  writeCheckpoint,
} from './audit-checkpoints.ts';
import * as auditSeals from './audit-seals.ts';
import { noteObservation, readAutonomyLevels, readObservations, writeAutonomyLevel } from './autonomy.ts';
import * as books from './books.ts';
import { forgetClicks, keepClick, listOpenClicks, markClickDone } from './clicks.ts';
import { addConfiguration, readConfiguration } from './configurations.ts';
import * as consoleSessions from './console-sessions.ts';
import * as conversations from './conversations.ts';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { addDeadLetters, countDeadLetters, listDeadLetters, resolveDeadLetters } from './dead-letters.ts';
import { forgetDeliveries, noteDelivery } from './deliveries.ts';
import * as digests from './digests.ts';
import * as entitlements from './entitlements.ts';
import {
  accountsReceivingSince,
  advanceSequence,
  appendEvents,
  findEvent,
  findKeys,
  findNeighbours,
  firstDaysKnownAt,
  lastSequence,
  latestByType,
  latestEvents,
  listOpenedTickets,
  lockSequence,
  readContractEvents,
  readEvents,
} from './events.ts';
import * as findingEvidence from './finding-evidence.ts';
import { countHealthFacts } from './health-facts.ts';
import { clearImportProgress, readImportProgress, writeImportProgress } from './imports.ts';
import * as issueLinks from './issue-links.ts';
import { addIssueNotice, listIssueNotices, readStandings, writeStandings } from './issue-standings.ts';
import {
  beginJobRun,
  finishJobRun,
  forgetJobRuns,
  introduceJob,
  listFailedRuns,
  listJobRuns,
  listLastRuns,
} from './job-runs.ts';
import { latestJudgements } from './judgements.ts';
import { listKillSwitches, writeKillSwitch } from './kill-switches.ts';
import { compareAll, nearestChunks, readPassages, writeChunks } from './knowledge-chunks.ts';
import {
  countKnowledge,
  findDocument,
  listDocumentStates,
  listDocuments,
  removeDocuments,
  shareDocument,
  unshareDocument,
  writeDocument,
} from './knowledge-documents.ts';
import * as knowledgeSources from './knowledge-sources.ts';
import * as macroChoices from './macro-choices.ts';
import * as memberSettings from './member-settings.ts';
import { findMember, findMemberByIdentity, listMembers, writeMembers } from './members.ts';
import * as nudges from './nudges.ts';
import * as onboarding from './onboarding.ts';
import * as outages from './outages.ts';
import {
  beginCalls,
  claimEffects,
  countOutbox,
  findEffect,
  holdLanes,
  lapsedEffects,
  lockEffects,
  lookAgainAt,
  removeEffects,
  requeueEffects,
  takeOverEffects,
} from './outbox.ts';
import * as packUse from './pack-use.ts';
import * as plays from './plays.ts';
import { addPolicyChange, countPolicyChanges, listPolicyChanges } from './policy-changes.ts';
import { keepPolicyVersion, lastPolicyVersion } from './policy-versions.ts';
import { readPortfolio } from './portfolio.ts';
import { addProfileVersion, listProfileVersions } from './profile-versions.ts';
import * as proposalRefusals from './proposal-refusals.ts';
import {
  countProposed,
  countWaiting,
  dueProposals,
  findCompensation,
  findProposal,
  findProposalVersion,
  listProposals,
  lockConcessions,
  lockProposals,
  stopTimers,
  sumPercent,
} from './proposals.ts';
import * as register from './register.ts';
import * as replies from './replies.ts';
import { addRollups, addUsage, readRollups } from './rollups.ts';
import * as savedViews from './saved-views.ts';
import type { Schema } from './schema.ts';
import { forgetHistory, forgetOtherBases, readHistory, writeHistory } from './score-history.ts';
import { addScoreOverride, latestScoreOverrides, listScoreOverrides } from './score-overrides.ts';
import * as scores from './scores.ts';
import {
  listSearchable,
  readKnowledgeMark,
  readSearchable,
  writeDocumentVectors,
} from './searchable-documents.ts';
import { addSentiment, listSentiments } from './sentiments.ts';
import { lockSetting, readSetting, writeSetting } from './settings.ts';
import * as simulatedTime from './simulated-time.ts';
import * as slaNotices from './sla-notices.ts';
import * as slackInstallations from './slack-installations.ts';
import { readChangedTickets } from './solved-tickets.ts';
import { refreshStatistics } from './statistics.ts';
import * as teams from './teams.ts';
import * as ticketEvents from './ticket-events.ts';
import { listTicketLinks, readTickets, tallyTicketLinks, writeTicketLink } from './ticket-links.ts';
import { addTriage, correctTriage, listTriage, noteTriageProposal } from './triage.ts';
import * as tuning from './tuning.ts';
import * as valueReport from './value-report.ts';
import { writeProposals } from './write-proposals.ts';

/** Every operation on the store; the same inside a transaction. */
const operations = {
  accountsReceivingSince,
  accountsWithEventsAfter,
  addAnswer,
  addAnswerShare,
  addConfiguration,
  addDeadLetters,
  addIssueNotice,
  addPolicyChange,
  addProfileVersion,
  addRollups,
  addScoreOverride,
  addSentiment,
  addTriage,
  addUsage,
  advanceSequence,
  appendAudit,
  appendAudits,
  appendEvents,
  beginCalls,
  beginJobRun,
  claimEffects,
  clearImportProgress,
  compareAll,
  correctTriage,
  countDeadLetters,
  countHealthFacts,
  countKnowledge,
  countOutbox,
  countPolicyChanges,
  countProposed,
  countWaiting,
  dueProposals,
  erasePersonal,
  findAccountNow,
  findAccountsNow,
  findAccounts,
  findAnswer,
  findCompensation,
  findDocument,
  findEffect,
  findEvent,
  findKeys,
  findMember,
  findMemberByIdentity,
  findNeighbours,
  firstDaysKnownAt,
  findProposal,
  findProposalVersion,
  findTicketRecords,
  findTicketState,
  finishJobRun,
  forgetClicks,
  forgetDeliveries,
  forgetHistory,
  forgetJobRuns,
  forgetOtherBases,
  giveVerdict,
  hasHeardOf,
  holdLanes,
  introduceJob,
  keepClick,
  keepPolicyVersion,
  lapsedEffects,
  lastPolicyVersion,
  lastSequence,
  latestByType,
  latestContractRecords,
  latestEvents,
  latestJudgements,
  latestScoreOverrides,
  listAccounts,
  listAnswers,
  listDeadLetters,
  listDocumentStates,
  listDocuments,
  listIssueNotices,
  listFailedRuns,
  listJobRuns,
  listKillSwitches,
  listLastRuns,
  listMembers,
  listOpenClicks,
  listPolicyChanges,
  listProfileVersions,
  listOpenedTickets,
  listProposals,
  listScoreOverrides,
  listSentiments,
  listSearchable,
  listTicketLinks,
  listTriage,
  listVerdicts,
  lockConcessions,
  lockEffects,
  lockProposals,
  lockSequence,
  lockSetting,
  lookAgainAt,
  markClickDone,
  nearestChunks,
  noteAccounts,
  noteDelivery,
  noteObservation,
  noteTriageProposal,
  openTicketsAmong,
  readAudit,
  readAutonomyLevels,
  readChangedTickets,
  readCheckpointFacts,
  readCheckpoints,
  readConfiguration,
  readContractEvents,
  readEvents,
  readHistory,
  readImportProgress,
  readKnowledgeMark,
  readLastCheckpoint,
  readObservations,
  readPassages,
  readPersonal,
  readPortfolio,
  readRegions,
  readQuestions,
  readRollups,
  readSearchable,
  readSetting,
  readStandings,
  readTickets,
  refreshStatistics,
  removeDocuments,
  removeEffects,
  requeueEffects,
  resolveDeadLetters,
  shareDocument,
  stopTimers,
  sumPercent,
  takeOverEffects,
  unshareDocument,
  tallyTicketLinks,
  writeAutonomyLevel,
  writeCheckpoint,
  writeChunks,
  writeContracts,
  writeDocument,
  writeDocumentVectors,
  writeHistory,
  writeImportProgress,
  writeKillSwitch,
  writeMembers,
  writeProposals,
  writeSetting,
  writeStandings,
  writeTicketLink,
  ...activity,
  ...alertPosts,
  ...outages,
  ...conversations,
  ...packUse,
  ...accountNotes,
  ...alertTimers,
  ...books,
  ...accountUpdates,
  ...digests,
  ...tuning,
  ...alerts,
  ...approvalCards,
  ...consoleSessions,
  ...savedViews,
  ...articleTold,
  ...artifacts,
  ...auditSeals,
  ...entitlements,
  ...issueLinks,
  ...knowledgeSources,
  ...findingEvidence,
  ...macroChoices,
  ...simulatedTime,
  ...memberSettings,
  ...onboarding,
  ...plays,
  ...adoptionFacts,
  ...nudges,
  ...register,
  ...replies,
  ...proposalRefusals,
  ...scores,
  ...slaNotices,
  ...slackInstallations,
  ...teams,
  ...ticketEvents,
  ...valueReport,
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
  /** Whether `close` was called: what fails afterwards is no trouble. */
  isClosed(): boolean;
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
  let closed = false;
  return {
    ...bind(database.queries),
    engine: database.kind,
    transaction: (work) => database.queries.transaction().execute((transaction) => work(bind(transaction))),
    close: () => {
      closed = true;
      return database.close();
    },
    isClosed: () => closed,
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
