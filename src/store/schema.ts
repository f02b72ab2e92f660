import type { ColumnType, Generated } from 'kysely';
import type { CopilotAnswer, Passage } from '../domain/answer.ts';
import type { RollupCounter } from '../domain/rollup.ts';
import type { ConsoleSchema } from './schema/console.ts';
import type { NudgeSchema } from './schema/nudges.ts';
import type { OnboardingSchema } from './schema/onboarding.ts';
import type { PlaysSchema } from './schema/plays.ts';
import type { SlaSchema } from './schema/sla.ts';
import type { TeamsSchema } from './schema/teams.ts';

type SnakeCase<T extends string> = T extends `${infer Head}${infer Tail}`
  ? `${Head extends Uppercase<Head> ? `_${Lowercase<Head>}` : Head}${SnakeCase<Tail>}`
  : '';

/** Written as JSON text, read as the parsed value: both drivers take text for jsonb. */
type Json<T> = ColumnType<T, string, string>;

/** The tables as the query builder sees them. Dates without time are text, whole numbers are numbers. */
export interface Schema
  extends ConsoleSchema,
    OnboardingSchema,
    PlaysSchema,
    SlaSchema,
    NudgeSchema,
    TeamsSchema {
  ingest_sequence: { only_row: Generated<boolean>; last_seq: number };
  accounts: {
    id: string;
    name: string;
    region: string | null;
    first_seen_on: string;
    last_event_at: Date;
    contract: Json<unknown>;
  };
  event_keys: { source: string; event_id: string; body_hash: Uint8Array; seq: number };
  events: {
    seq: number;
    source: string;
    event_id: string;
    account_id: string;
    type: string;
    at: Date;
    user_id: string | null;
    region: string | null;
    feeds: string | null;
    dimensions: Json<Record<string, string>>;
    payload: Json<Record<string, unknown>>;
    received_at: Date;
  };
  rollups: { account_id: string; day: string } & Record<SnakeCase<RollupCounter>, number>;
  usage_days: { account_id: string; day: string; user_id: string; feature: string; uses: number };
  dead_letters: {
    id: Generated<number>;
    source: string;
    line: number | null;
    reason: string;
    code: string;
    body: Uint8Array;
    body_truncated: boolean;
    received_at: Date;
    resolved_at: Date | null;
  };
  import_progress: {
    file_key: string;
    lines_done: number;
    accepted: number;
    duplicates: number;
    rejected: number;
    updated_at: Date;
  };
  policy_versions: { id: string; turn: number; loaded_at: Date; files: Json<unknown> };
  profile_versions: {
    id: string;
    version: string;
    author: string;
    changed_on: string;
    loaded_at: Date;
    body: Json<unknown>;
  };
  configurations: { id: string; loaded_at: Date; body: Json<unknown> };
  health_scores: {
    account_id: string;
    as_of: Date;
    known_seq: number;
    profile_id: string;
    profile_version: string;
    scorer_version: string;
    score_hundredths: number | null;
    band: string | null;
    body: string;
    computed_at: Date;
  };
  score_history: {
    account_id: string;
    day: string;
    basis: string;
    score_hundredths: number | null;
    band: string | null;
  };
  members: { id: string; name: string; role: string; email: string | null; origin: string };
  member_identities: { platform: string; team: string; user_id: string; member_id: string };
  audit: {
    seq: Generated<number>;
    at: Date;
    actor: string;
    action: string;
    account_id: string | null;
    body: Uint8Array;
  };
  audit_seals: { seq: number; entry: number; hash: Uint8Array };
  audit_unsealed: { entry: number };
  audit_checkpoints: {
    seq: number;
    hash: Uint8Array;
    at: Date;
    key_id: string;
    signature: Uint8Array;
    body: string;
  };
  audit_personal: { commitment: string; salt: Uint8Array; value: string };
  policy_changes: {
    proposal_id: string;
    turn: Generated<number>;
    file: string;
    content: string;
    by_member: string;
    at: Date;
  };
  proposals: {
    id: string;
    version: number;
    revision: number;
    state: string;
    kind: string;
    account_id: string | null;
    connector: string;
    origin: string;
    requester: string;
    digest: string;
    body: Uint8Array;
    life: Json<unknown>;
    proposed_at: Date;
    expires_at: Date;
    timer_at: Date | null;
    updated_at: Date;
    percent: number;
    card_due_at: Date | null;
  };
  proposal_versions: {
    proposal_id: string;
    version: number;
    digest: string;
    body: Uint8Array;
    author: string;
    written_at: Date;
  };
  action_grants: {
    proposal_id: string;
    version: number;
    digest: string;
    approvers: Json<string[]>;
    granted_at: string;
    expires_at: string;
    mac: string;
  };
  outbox: {
    proposal_id: string;
    version: number;
    state: string;
    kind: string;
    account_id: string | null;
    connector: string;
    origin: string;
    fence: number;
    attempts: number;
    next_at: Date;
    worker: string | null;
    leased_until: Date | null;
    lane: string | null;
    away: Generated<number>;
  };
  connector_outages: { connector: string; since: Date; tries: number; next_at: Date };
  outbox_lanes: { lane: string; free_at: Date };
  kill_switches: { scope: string; is_on: boolean; by_member: string; reason: string; at: Date };
  delegations: {
    id: string;
    from_member: string;
    to_member: string;
    starts_at: Date;
    ends_at: Date;
    by_member: string;
    reason: string;
    revoked_at: Date | null;
  };
  role_grants: { proposal_id: string; member_id: string; role: string; ends_at: Date | null };
  autonomy_levels: { kind: string; level: string; by_member: string; reason: string; at: Date };
  autonomy_observations: {
    proposal_id: string;
    kind: string;
    as_proposed: boolean;
    by_person: boolean;
    at: Date;
  };
  approval_cards: {
    proposal_id: string;
    platform: string;
    channel: string;
    message: string;
    revision: number;
    halted: boolean;
    reminded: boolean;
    escalated: boolean;
    told: string | null;
  };
  deliveries: { key: string; received_at: Date };
  clicks: { key: string; request: Json<unknown>; received_at: Date; done_at: Date | null };
  job_runs: {
    name: string;
    slot: Date;
    origin: string;
    outcome: string;
    attempts: number;
    started_at: Date;
    finished_at: Date | null;
    detail: string | null;
  };
  settings: { key: string; value: Json<unknown> };
  score_overrides: {
    proposal_id: string;
    account_id: string;
    score_hundredths: number;
    reason: string;
    by_member: string;
    by_name: string;
    starts_at: Date;
    until_at: Date;
  };
  sentiments: {
    proposal_id: string;
    account_id: string;
    sentiment: string;
    reason: string;
    by_member: string;
    by_name: string;
    at: Date;
    until_at: Date;
  };
  conversations: { key: string; account_id: string | null; question: string | null; at: Date };
  answers: {
    id: string;
    at: Date;
    asked_by: string | null;
    audience: string;
    account_id: string | null;
    ticket_id: string | null;
    topic: string | null;
    question: string;
    outcome: string;
    confidence_micros: number;
    answer: Json<CopilotAnswer>;
    found: Json<Passage[]>;
    writing: Json<Record<string, unknown>> | null;
  };
  answer_verdicts: {
    answer_id: string;
    by_member: string;
    verdict: string;
    document_id: string | null;
    note: string;
    at: Date;
  };
  knowledge_documents: {
    id: string;
    source: string;
    key: string;
    kind: string;
    title: string;
    body: string;
    audience: string;
    regions: string[] | null;
    product_area: string | null;
    status: string | null;
    versions_from: number[] | null;
    versions_to: number[] | null;
    account_id: string | null;
    shared_by: string | null;
    shared_at: Date | null;
    url: string | null;
    updated_at: Date | null;
    meta: Json<Record<string, unknown>>;
    content_hash: string;
    indexed_with: string;
    chunk_count: number;
    fetched_at: Date;
    indexed_at: Date;
  };
  reply_drafts: {
    proposal_id: string;
    macro_id: string | null;
    founded: Json<readonly string[]>;
    promises: Json<readonly string[]>;
    agreed_by: string;
  };
  macro_choices: { answer_id: string; macro_id: string; by_member: string; at: Date };
  document_vectors: { document_id: string; title: string; text: string; encoder: string };
  knowledge_chunks: {
    document_id: string;
    ordinal: number;
    heading: string;
    text: string;
    starts_at: number;
    ends_at: number;
    embedding: string | null;
    encoder: string | null;
  };
  knowledge_sources: {
    name: string;
    settings: string;
    mark: Json<unknown>;
    revision: number;
    read_at: Date;
    failure: string | null;
    problems: Json<string[]>;
  };
  issue_matching: { only_row: Generated<boolean>; matched_seq: number; knowledge_digest: string };
  issue_links: {
    issue_id: string;
    seq: number;
    account_id: string;
    method: string;
    confidence_percent: number;
    state: string;
    auto: boolean;
    reason: string;
    fingerprint: string | null;
    decided_by: string | null;
    decided_at: Date | null;
  };
  issue_standings: {
    issue_id: string;
    read_status: string;
    read_fixed_in: string | null;
    status: string;
    fixed_in: string | null;
    turn: number;
    by_member: string;
    at: Date;
  };
  issue_notices: { issue_id: string; turn: number; account_id: string; proposal_id: string; at: Date };
  triage_suggestions: {
    seq: number;
    account_id: string;
    ticket_id: string;
    field: string;
    value: string;
    confidence_percent: number;
    reason: string;
    rule_ids: Json<unknown>;
    made_at: Date;
    proposal_id: string | null;
    corrected_to: string | null;
    corrected_by: string | null;
    corrected_at: Date | null;
  };
  ticket_links: {
    seq: number;
    other_seq: number;
    state: string;
    confidence_percent: number;
    by_member: string;
    at: Date;
  };
  article_fixes_told: { answer_id: string; by_member: string; proposal_id: string; at: Date };
  article_reports_told: {
    answer_id: string;
    by_member: string;
    document_id: string;
    proposal_id: string;
    at: Date;
  };
  answer_shares: { answer_id: string; channel: string; proposal_id: string };
  alert_posts: {
    alert_id: string;
    proposal_id: string;
    channel: string;
    posted_at: Date;
    head: string | null;
    revision: number;
    alert_revision: number;
  };
  alert_floods: { proposal_id: string; channel: string; at: Date };
}
