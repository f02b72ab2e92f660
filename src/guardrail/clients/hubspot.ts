import type { Action } from '../../domain/action.ts';
import type { Clock } from '../../domain/clock.ts';
import { startOfDay } from '../../domain/utc-day.ts';
import type { CallOutcome, Connector, LookupOutcome } from '../connector.ts';
import { type Grant, requireGrant } from '../grant.ts';
import { callHttp, type HttpRequest, type HttpVendor, previewOf } from './http-call.ts';
import {
  type Failure,
  failureOf,
  fieldOf,
  idOf,
  listOf,
  notHappened,
  readFailureOf,
  unsureOf,
} from './http-outcome.ts';

/** What HubSpot is reached with. */
export interface HubspotSettings {
  token: string;
  /** Name of the unique company property that holds our account id. */
  accountProperty: string;
}

/** A task belongs to a company. Source: HubSpot, "Associations v4", default association type ids. */
const taskToCompany = 192;
/** More than one answer holds; then a look-up does not claim to have seen all. */
const tasksPerRead = 100;

interface Company {
  id: string;
  json: unknown;
}

/**
 * Companies and tasks in HubSpot. Neither has idempotency keys: a field's value tells whether it was set, and a task
 * carries its key in its text.
 * Source: HubSpot, "Companies" (idProperty; an empty text clears), "Tasks", "Error handling" (429).
 */
export function createHubspot(settings: HubspotSettings, clock: Clock): Connector {
  const vendor: HttpVendor = {
    name: 'HubSpot',
    origin: 'https://api.hubapi.com',
    secretHeaders: { authorization: `Bearer ${settings.token}` },
  };
  const hubspot = { vendor, clock, accountProperty: settings.accountProperty };
  return {
    name: 'hubspot',
    delivery: () => 'lookup',
    preview: (action) => ({ connector: 'hubspot', ...previewOf(vendor, changeOf(hubspot, action, ID, KEY)) }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      return await perform(hubspot, grant, signal);
    },
    lookup: async (grant, signal) => {
      requireGrant(grant);
      const company = await readCompany(hubspot, grant.action, signal);
      if ('kind' in company) return unsureOf(company);
      if (grant.action.kind === 'crm.update') return lookUpField(grant.action, company);
      return await lookUpTask(hubspot, grant, company, signal);
    },
    readBefore: async (action, signal) => {
      if (action.kind !== 'crm.update') return null;
      const company = await readCompany(hubspot, action, signal);
      if ('kind' in company) throw new Error(`HubSpot does not say what stands there: ${company.reason}`);
      return { to: valueIn(company, action) };
    },
  };
}

/** What stands in a preview where the id is looked up, or the key made, only later. */
const ID = 'COMPANY';
const KEY = 'KEY';

interface Hubspot {
  vendor: HttpVendor;
  clock: Clock;
  accountProperty: string;
}

async function perform(hubspot: Hubspot, grant: Grant, signal: AbortSignal): Promise<CallOutcome> {
  const { vendor, clock } = hubspot;
  const { action } = grant;
  if (action.kind !== 'crm.update' && action.kind !== 'task.create') {
    return notHappened(`HubSpot cannot carry out ${action.kind}`, true);
  }
  const company = await readCompany(hubspot, action, signal);
  if ('kind' in company) return company;
  const drift = driftOf(action, company);
  if (drift) return drift;
  const answer = await callHttp(vendor, changeOf(hubspot, action, company.id, grant.key), signal);
  const failure = failureOf(vendor, answer, clock);
  if (failure) return failure;
  const id = answer.kind === 'answered' ? idOf(fieldOf(answer.json, 'id')) : null;
  const receipt = action.kind === 'crm.update' ? { company: company.id } : { company: company.id, task: id };
  return { kind: 'done', receipt };
}

/** The one request that changes something. */
function changeOf(hubspot: Hubspot, action: Action, company: string, key: string): HttpRequest {
  const { params } = action;
  if (action.kind === 'crm.update') {
    return {
      method: 'PATCH',
      path: ['crm', 'v3', 'objects', 'companies', company],
      body: { properties: { [String(params.field)]: params.to } },
    };
  }
  const assignee = typeof params.assignee === 'string' ? `For ${params.assignee}. ` : '';
  const dueAt = typeof params.dueOn === 'string' ? startOfDay(params.dueOn) : hubspot.clock.now();
  return {
    method: 'POST',
    path: ['crm', 'v3', 'objects', 'tasks'],
    body: {
      properties: {
        hs_task_subject: params.title,
        hs_task_body: `${assignee}${markOf(key)}`,
        hs_task_status: 'NOT_STARTED',
        hs_timestamp: dueAt.toISOString(),
      },
      associations: [
        {
          to: { id: company },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: taskToCompany }],
        },
      ],
    },
  };
}

/** The company of an account, by the property that holds our id. */
async function readCompany(
  { vendor, clock, accountProperty }: Hubspot,
  action: Action,
  signal: AbortSignal,
): Promise<Company | Failure> {
  if (action.account === null) return notHappened('it is about no account', true);
  const field = action.kind === 'crm.update' ? { properties: String(action.params.field) } : {};
  const answer = await callHttp(
    vendor,
    {
      method: 'GET',
      path: ['crm', 'v3', 'objects', 'companies', action.account],
      query: { idProperty: accountProperty, associations: 'tasks', ...field },
    },
    signal,
  );
  const failure = readFailureOf(vendor, answer, clock);
  if (failure) return failure;
  const json = answer.kind === 'answered' ? answer.json : null;
  const id = idOf(fieldOf(json, 'id'));
  return id ? { id, json } : notHappened('HubSpot answered without the id of a company', false);
}

/** A value as HubSpot keeps it: null and the empty text are one. */
function valueIn({ json }: Company, { params }: Action): string | null {
  const value = fieldOf(json, 'properties', String(params.field));
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Somebody else changed the field since it was proposed: then the approval was for another change. */
function driftOf(action: Action, company: Company): Failure | null {
  if (action.kind !== 'crm.update' || !Object.hasOwn(action.before, 'to')) return null;
  const now = valueIn(company, action);
  if (now === (action.before.to || null)) return null;
  return notHappened(`${action.params.field} was changed in HubSpot since this was proposed`, true);
}

function lookUpField(action: Action, company: Company): LookupOutcome {
  const now = valueIn(company, action);
  if (now === (action.params.to || null)) return { kind: 'happened', receipt: { company: company.id } };
  if (Object.hasOwn(action.before, 'to') && now === (action.before.to || null)) return { kind: 'absent' };
  return { kind: 'unsure', reason: `${action.params.field} has a third value in HubSpot` };
}

/** Reads the company's tasks themselves: HubSpot's search finds new records only after a while. */
async function lookUpTask(
  { vendor, clock }: Hubspot,
  { key }: Grant,
  { id, json }: Company,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const tasks = listOf(json, 'associations', 'tasks', 'results').flatMap((task) => {
    const taskId = idOf(fieldOf(task, 'id'));
    return taskId ? [{ id: taskId }] : [];
  });
  const isCut = fieldOf(json, 'associations', 'tasks', 'paging', 'next') !== undefined;
  for (let from = 0; from < tasks.length; from += tasksPerRead) {
    const body = { properties: ['hs_task_body'], inputs: tasks.slice(from, from + tasksPerRead) };
    const path = ['crm', 'v3', 'objects', 'tasks', 'batch', 'read'];
    const answer = await callHttp(vendor, { method: 'POST', path, body }, signal);
    const failure = readFailureOf(vendor, answer, clock);
    if (failure) return unsureOf(failure);
    const found = listOf(answer.kind === 'answered' ? answer.json : null, 'results').find((task) =>
      String(fieldOf(task, 'properties', 'hs_task_body') ?? '').includes(markOf(key)),
    );
    if (found) return { kind: 'happened', receipt: { company: id, task: idOf(fieldOf(found, 'id')) } };
  }
  return isCut ? { kind: 'unsure', reason: 'the company has more tasks than were read' } : { kind: 'absent' };
}

/** In brackets, so that no key is the beginning of another. */
function markOf(key: string): string {
  return `[${key}]`;
}
