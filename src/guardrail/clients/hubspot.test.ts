import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectorContract } from '../../../test/suites/connector-contract.ts';
import { grantFor } from '../../../test/support/grants.ts';
import {
  type SeenRequest,
  type VendorAnswer,
  type VendorApi,
  vendorApi,
} from '../../../test/support/vendor-api.ts';
import type { Action } from '../../domain/action.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createHubspot } from './hubspot.ts';

const token = 'pat-eu1-canary';
const clock = createManualClock(new Date('2026-11-25T10:00:00.000Z'));
const { signal } = new AbortController();
const update: Action = {
  kind: 'crm.update',
  account: 'acme',
  params: { field: 'tier', to: 'gold' },
  connector: 'hubspot',
  before: { to: 'silver' },
};
const task: Action = {
  kind: 'task.create',
  account: 'acme',
  params: { title: 'Call Ada', assignee: 'csm1', dueOn: '2026-12-01' },
  connector: 'hubspot',
  before: {},
};

interface Hub {
  api: VendorApi;
  company: Record<string, string | null>;
  tasks: { id: string; properties: Record<string, string>; associations: unknown }[];
  changes: number;
  moreTasks: boolean;
}

/** One company, known as `acme` by the unique property `holdfast_account_id`. */
function openHub(): Hub {
  const hub: Hub = {
    api: undefined as never,
    company: { tier: 'silver' },
    tasks: [],
    changes: 0,
    moreTasks: false,
  };
  const handle = ({ method, uri, body }: SeenRequest): VendorAnswer => {
    const url = new URL(uri, 'https://api.hubapi.com');
    const missing = {
      status: 404,
      body: { status: 'error', message: 'resource not found', category: 'OBJECT_NOT_FOUND' },
    };
    if (method === 'GET' && url.pathname === '/crm/v3/objects/companies/acme') {
      if (url.searchParams.get('idProperty') !== 'holdfast_account_id') return missing;
      const field = url.searchParams.get('properties') ?? 'name';
      return {
        status: 200,
        body: {
          id: '512',
          properties: { [field]: hub.company[field] ?? null },
          ...(hub.tasks.length > 0 || hub.moreTasks
            ? {
                associations: {
                  tasks: {
                    results: hub.tasks.map(({ id }) => ({ id, type: 'company_to_task' })),
                    ...(hub.moreTasks
                      ? { paging: { next: { after: '500', link: 'https://evil.example' } } }
                      : {}),
                  },
                },
              }
            : {}),
        },
      };
    }
    if (method === 'PATCH' && url.pathname === '/crm/v3/objects/companies/512') {
      Object.assign(hub.company, (body as { properties: object }).properties);
      hub.changes += 1;
      return { status: 200, body: { id: '512', properties: hub.company } };
    }
    if (method === 'POST' && url.pathname === '/crm/v3/objects/tasks') {
      const { properties, associations } = body as Hub['tasks'][number];
      hub.tasks.push({ id: String(900 + hub.tasks.length), properties, associations });
      hub.changes += 1;
      return { status: 201, body: { id: hub.tasks.at(-1)?.id } };
    }
    if (method === 'POST' && url.pathname === '/crm/v3/objects/tasks/batch/read') {
      const { inputs } = body as { inputs: { id: string }[] };
      const results = hub.tasks.filter(({ id }) => inputs.some((input) => input.id === id));
      return { status: 200, body: { status: 'COMPLETE', results } };
    }
    return missing;
  };
  hub.api = vendorApi('https://api.hubapi.com', {
    authorization: `Bearer ${token}`,
    isRead: ({ method, uri }) => method === 'GET' || uri.endsWith('/batch/read'),
    handle,
  });
  return hub;
}

const settings = { token, accountProperty: 'holdfast_account_id' };

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

connectorContract('HubSpot', {
  open: async () => {
    nock.cleanAll();
    const hub = openHub();
    return {
      connector: createHubspot(settings, clock),
      effects: () => hub.changes,
      requests: () => hub.api.seen.length,
      loseAnswers: () => {
        hub.api.losesAnswers = true;
      },
    };
  },
  actions: [update, task],
  secrets: [token],
});

describe('HubSpot', () => {
  const connect = () => createHubspot(settings, clock);

  test('sets one property of the company that holds our account id', async () => {
    const { api } = openHub();
    expect(await connect().perform(grantFor(update), signal)).toEqual({
      kind: 'done',
      receipt: { company: '512' },
    });
    expect(api.seen.at(-1)).toMatchObject({
      method: 'PATCH',
      uri: '/crm/v3/objects/companies/512',
      body: { properties: { tier: 'gold' } },
    });
  });

  test('INV11: does not overwrite what somebody changed since it was proposed', async () => {
    const hub = openHub();
    hub.company.tier = 'platinum';
    expect(await connect().perform(grantFor(update), signal)).toEqual({
      kind: 'not_happened',
      reason: 'tier was changed in HubSpot since this was proposed',
      permanent: true,
      retryAfterMs: null,
    });
    expect(hub.changes).toBe(0);
  });

  test('reads what a change would replace; nothing and the empty text are one', async () => {
    const hub = openHub();
    const read = () => connect().readBefore?.(update, signal);
    expect(await read()).toEqual({ to: 'silver' });
    for (const empty of [null, '']) {
      hub.company.tier = empty;
      expect(await read()).toEqual({ to: null });
    }
    hub.api.readFaults = [{ status: 500 }];
    await expect(read()).rejects.toThrow(/HubSpot does not say/);
    expect(await connect().readBefore?.(task, signal)).toBeNull();
  });

  test('clearing a field that is clear already is in place', async () => {
    const hub = openHub();
    hub.company.tier = null;
    const clear = grantFor({ ...update, params: { field: 'tier', to: '' }, before: {} });
    expect(await connect().lookup?.(clear, signal)).toMatchObject({ kind: 'happened' });
  });

  test('TC3: a third value tells neither yes nor no', async () => {
    const hub = openHub();
    hub.company.tier = 'platinum';
    expect(await connect().lookup?.(grantFor(update), signal)).toMatchObject({ kind: 'unsure' });
  });

  test('makes a task of the company, due on its day, with the key in its text', async () => {
    const hub = openHub();
    expect(await connect().perform(grantFor(task), signal)).toEqual({
      kind: 'done',
      receipt: { company: '512', task: '900' },
    });
    expect(hub.tasks[0]).toEqual({
      id: '900',
      properties: {
        hs_task_subject: 'Call Ada',
        hs_task_body: 'For csm1. [hf-p1-1]',
        hs_task_status: 'NOT_STARTED',
        hs_timestamp: '2026-12-01T00:00:00.000Z',
      },
      associations: [
        { to: { id: '512' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 192 }] },
      ],
    });
  });

  test('takes no key for another that begins alike', async () => {
    openHub();
    await connect().perform(grantFor(task, { version: 12 }), signal);
    expect(await connect().lookup?.(grantFor(task, { version: 1 }), signal)).toEqual({ kind: 'absent' });
    expect(await connect().lookup?.(grantFor(task, { version: 12 }), signal)).toMatchObject({
      kind: 'happened',
    });
  });

  test('does not say absent where it has not seen every task', async () => {
    const hub = openHub();
    hub.moreTasks = true;
    expect(await connect().lookup?.(grantFor(task), signal)).toMatchObject({ kind: 'unsure' });
    hub.api.readFaults = [{ status: 502 }];
    expect(await connect().lookup?.(grantFor(task), signal)).toMatchObject({ kind: 'unsure' });
  });

  test('an account that HubSpot does not know is a refusal for good', async () => {
    const { api } = openHub();
    const outcome = await connect().perform(grantFor({ ...update, account: 'nobody' }), signal);
    expect(outcome).toEqual({
      kind: 'not_happened',
      reason: 'HubSpot answered 404: resource not found',
      permanent: true,
      retryAfterMs: null,
    });
    expect(api.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  test.each(['../contacts/1', 'a/b', 'acme?x=1', 'acme#x', '..%2f', 'a\\b'])(
    'TE15: the account %j cannot become another address',
    async (account) => {
      const hub = openHub();
      await connect().perform(grantFor({ ...update, account }), signal);
      expect(hub.changes).toBe(0);
      for (const { uri } of hub.api.seen) expect(uri).toMatch(/^\/crm\/v3\/objects\/companies\/[^/?#\\]+\?/);
    },
  );

  test('an account named .. asks for nothing at all', async () => {
    const { api } = openHub();
    const outcome = await connect().perform(grantFor({ ...update, account: '..' }), signal);
    expect([outcome.kind, api.seen]).toEqual(['not_happened', []]);
  });

  test.each([
    ['the limit of requests', { status: 429, headers: { 'retry-after': '7' } }, 'not_happened', false, 7_000],
    ['a bad token', { status: 401, body: { message: `token ${token} is bad` } }, 'not_happened', true, null],
    [
      'a refused value',
      { status: 400, body: { message: 'Property values were not valid' } },
      'not_happened',
      true,
      null,
    ],
    ['a conflict', { status: 409 }, 'not_happened', false, null],
    ['a fault of the server', { status: 500 }, 'unknown', undefined, undefined],
    ['a full server', { status: 503, headers: { 'retry-after': '7' } }, 'unknown', undefined, undefined],
  ] as const)('%s is told from the others', async (_, answer, kind, permanent, retryAfterMs) => {
    const hub = openHub();
    hub.api.refusals = [answer];
    const outcome = await connect().perform(grantFor(task), signal);
    expect(outcome).toMatchObject({ kind, ...(permanent === undefined ? {} : { permanent, retryAfterMs }) });
    expect(JSON.stringify(outcome)).not.toContain(token);
    expect(hub.changes).toBe(0);
  });

  test('TC14: a fault before anything was changed is worth another try', async () => {
    const hub = openHub();
    hub.api.readFaults = [{ status: 500 }];
    expect(await connect().perform(grantFor(update), signal)).toMatchObject({
      kind: 'not_happened',
      permanent: false,
    });
    expect(hub.changes).toBe(0);
  });
});
