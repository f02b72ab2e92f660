import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { FrictionEntry, InvitationKind } from '../../domain/onboarding.ts';
import type { JudgedItem } from './judge-checklist.ts';
import { workingIntegrations } from './measure-set-up.ts';
import { milestonesOf, type OnboardingFacts, ofType } from './onboarding-facts.ts';

/** One thing that a step of the execution checklist wants. */
export interface ExecutionCheck {
  /** Names it within its account, and is what a person ticks where no record can tell. */
  id: string;
  label: string;
  state: 'done' | 'missing' | 'by-person';
  /** What was found, or what to do. */
  reason: string;
  evidence: readonly StoredEvent[];
}

/** One of the seven steps for every new customer. */
export interface ExecutionStep {
  number: number;
  title: string;
  /** Missing = something is; by a person = all that is left, people have to say. */
  state: ExecutionCheck['state'];
  checks: ExecutionCheck[];
}

/** What is known besides the facts of the onboarding. */
export interface ExecutionFacts {
  facts: OnboardingFacts;
  checklist: readonly JudgedItem[];
  /** Ids that people ticked. */
  ticked: ReadonlySet<string>;
  /** The name of the member who looks after the account; null = nobody here */
  ownerName: string | null;
  /** Null = not one component of the score is known */
  score: number | null;
  friction: readonly Pick<FrictionEntry, 'isOpen' | 'owner' | 'shipOn'>[];
  /** What was proposed as invitation. */
  invited: ReadonlySet<InvitationKind>;
}

/**
 * Walks the seven steps of the execution checklist, each verified from what is known.
 * Source: seeds, "Execution Checklist (per new customer)"
 */
export function walkExecution(known: ExecutionFacts): ExecutionStep[] {
  const steps: [string, ExecutionCheck[]][] = [
    ['Run the launch checklist', launchChecks(known)],
    ['Enable guided set-up and the first-value recipe; set hypercare SLAs', guidedChecks(known)],
    ['Turn on health scoring and alerts; subscribe CSM and exec', scoringChecks(known)],
    ['Configure the adoption playbook; schedule training and office hours', adoptionChecks(known)],
    ['Publish the health dashboard and the ROI view', dashboardChecks(known)],
    ['Start the friction log; route weekly fixes', frictionChecks(known)],
    ['Schedule the day-30 business review', reviewChecks(known)],
  ];
  return steps.map(([title, checks], index) => ({
    number: index + 1,
    title,
    state: stateOf(checks),
    checks,
  }));
}

function stateOf(checks: readonly ExecutionCheck[]): ExecutionCheck['state'] {
  if (checks.some(({ state }) => state === 'missing')) return 'missing';
  return checks.some(({ state }) => state === 'by-person') ? 'by-person' : 'done';
}

function launchChecks(known: ExecutionFacts): ExecutionCheck[] {
  const { events } = known.facts;
  const integrations = workingIntegrations(events);
  const templates = known.checklist.filter(({ item }) => item.section === 'templates');
  const metrics = known.checklist.filter(({ item }) => item.section === 'metrics');
  return [
    shown('step-1-sso', 'SSO', milestonesOf(events, 'sso_live'), 'the milestone sso live has not come'),
    shown(
      'step-1-integrations',
      'Integrations',
      integrations.map(({ since }) => since),
      'no integration is connected',
    ),
    ofSection('step-1-templates', 'Templates', templates),
    said('step-1-owner', 'Owner', known.ownerName, 'the contract names nobody who is a member here'),
    ofSection('step-1-metrics', 'Metrics to watch', metrics),
  ];
}

function guidedChecks(known: ExecutionFacts): ExecutionCheck[] {
  const { events, account } = known.facts;
  const recipes = [...ofType(events, 'recipe.completed'), ...milestonesOf(events, 'first_value')];
  return [
    byPerson(known, 'step-2-guided', 'Guided set-up', 'turn it on in the product, then tick it'),
    shown(
      'step-2-recipe',
      'First-value recipe',
      recipes,
      'no recipe was completed and no first value reached',
    ),
    said(
      'step-2-hypercare',
      'Hypercare SLAs',
      account.startsOn && `run from ${dayWords(account.startsOn)} to day 30`,
      'no contract says when the account started',
    ),
  ];
}

function scoringChecks(known: ExecutionFacts): ExecutionCheck[] {
  const { score } = known;
  return [
    said(
      'step-3-score',
      'Health score',
      score === null ? null : String(score),
      'not one component is known yet',
    ),
    byPerson(
      known,
      'step-3-subscribed',
      'CSM and exec subscribed',
      'subscribe both to the weekly update, then tick it',
    ),
  ];
}

function adoptionChecks({ facts, invited }: ExecutionFacts): ExecutionCheck[] {
  const { account, events } = facts;
  const about = account.icp && account.useCase && `${account.icp}, ${account.useCase}`;
  const trained = milestonesOf(events, 'champion_trained');
  return [
    said('step-4-playbook', 'ICP and use case', about, 'the contract does not name both'),
    trained.length > 0
      ? shown('step-4-training', 'Champion training', trained, '')
      : said(
          'step-4-training',
          'Champion training',
          invited.has('champion-training') ? 'was proposed as an invitation' : null,
          'nobody has been invited',
        ),
    said(
      'step-4-office-hours',
      'Office hours',
      invited.has('office-hours') ? 'were proposed as an invitation' : null,
      'nobody has been invited',
    ),
  ];
}

function dashboardChecks(known: ExecutionFacts): ExecutionCheck[] {
  const { events } = known.facts;
  return [
    shown(
      'step-5-dashboard',
      'Health dashboard',
      milestonesOf(events, 'dashboard_shipped', 'report_shipped'),
      'no dashboard or report was shipped',
    ),
    shown('step-5-roi', 'ROI view', ofType(events, 'value.measured'), 'no value has been measured'),
    byPerson(
      known,
      'step-5-status',
      'Status shown in the product',
      'turn it on in the product, then tick it',
    ),
  ];
}

function frictionChecks(known: ExecutionFacts): ExecutionCheck[] {
  const open = known.friction.filter(({ isOpen }) => isOpen);
  const routed = open.filter(({ owner, shipOn }) => owner !== null && shipOn !== null);
  const entries = counted(known.friction.length, 'entry', 'entries');
  const words = `${entries}, ${open.length} open, ${routed.length} of them with owner and date`;
  return [
    said('step-6-log', 'Friction log', entries, ''),
    said('step-6-routed', 'Fixes routed', routed.length === open.length ? words : null, words),
    byPerson(known, 'step-6-tracked', 'Expansion and advocacy tracked', 'note candidates, then tick it'),
  ];
}

function reviewChecks({ facts, invited }: ExecutionFacts): ExecutionCheck[] {
  const held = milestonesOf(facts.events, 'business_review');
  return [
    held.length > 0
      ? shown('step-7-review', 'Business review', held, '')
      : said(
          'step-7-review',
          'Business review',
          invited.has('business-review') ? 'was proposed as an invitation' : null,
          'nobody has been invited',
        ),
  ];
}

function shown(id: string, label: string, evidence: readonly StoredEvent[], missing: string): ExecutionCheck {
  const isDone = evidence.length > 0;
  const reason = isDone ? `shown by ${evidence.length === 1 ? 'a record' : 'records'}` : missing;
  return { id, label, state: isDone ? 'done' : 'missing', reason, evidence: evidence.slice(0, 3) };
}

function said(id: string, label: string, words: string | null, missing: string): ExecutionCheck {
  return { id, label, state: words === null ? 'missing' : 'done', reason: words ?? missing, evidence: [] };
}

function byPerson({ ticked }: ExecutionFacts, id: string, label: string, next: string): ExecutionCheck {
  const isDone = ticked.has(id);
  return {
    id,
    label,
    state: isDone ? 'done' : 'by-person',
    reason: isDone ? 'a person said so' : next,
    evidence: [],
  };
}

/** A section of the launch checklist: done when each of its items is. */
function ofSection(id: string, label: string, items: readonly JudgedItem[]): ExecutionCheck {
  const open = items.filter(({ isDone }) => !isDone);
  const isDone = items.length > 0 && open.length === 0;
  const missing = open.map(({ item }) => item.title).join(', ') || 'the checklist has no such items';
  const evidence = items.flatMap((each) => each.evidence).slice(0, 3);
  return {
    id,
    label,
    state: isDone ? 'done' : 'missing',
    reason: isDone ? 'every item is done' : `open: ${missing}`,
    evidence,
  };
}

/** The checks that a person ticks. */
export const tickableChecks: readonly string[] = [
  'step-2-guided',
  'step-3-subscribed',
  'step-5-status',
  'step-6-tracked',
];
