import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryParams, actionsMadeAt as now } from '../../../test/support/arbitrary-actions.ts';
import type { Account } from '../../domain/account.ts';
import { type Action, type ActionKindName, actionKindNames } from '../../domain/action.ts';
import type { View } from '../../views/view.ts';
import type { ActionFacts } from '../action-kind.ts';
import { actionKinds, findActionKind } from './index.ts';
import { type StoredView, storedViewSchema } from './stored-view.ts';

const acme: Account = {
  id: 'acme',
  name: 'Acme',
  status: 'active',
  churnReason: null,
  segment: null,
  tier: null,
  icp: null,
  useCase: null,
  seats: null,
  arr: null,
  startsOn: null,
  renewsOn: null,
  owner: null,
  domains: ['acme.example', 'EU.acme.example'],
  aliases: [],
  externalIds: [],
  region: null,
  firstSeenOn: '2026-01-01',
};
const facts: ActionFacts = { account: acme, origin: 'member', subject: 'open', now };

/** One set of parameters that each kind accepts. */
const samples: Readonly<Record<ActionKindName, Record<string, unknown>>> = {
  'message.post': { channel: 'C0123', view: { summary: 'Hi', blocks: [{ kind: 'divider' }] } },
  'message.member': {
    to: ['rui@brightweir.example'],
    subject: 'Acme',
    view: { summary: 'Hi', blocks: [{ kind: 'divider' }] },
  },
  'message.customer': { to: ['ada@acme.example'], subject: 'Renewal', body: 'Hello' },
  'ticket.reply': { ticketId: '7', body: 'Hello' },
  'ticket.note': { ticketId: '7', body: 'Ask Ben first' },
  'ticket.tag': { ticketId: '7', tags: ['vip'] },
  'ticket.escalate': { ticketId: '7', tier: 2 },
  'task.create': { title: 'Call Ada' },
  'crm.update': { field: 'tier', to: 'gold' },
  'nudge.send': { user: 'u1', nudge: 'Try SSO' },
  'job.retry': { job: 'sync-1' },
  'playbook.start': { playbook: 'stalled-adoption' },
  'concession.grant': { percent: 9, reason: 'Outage', expiresOn: '2026-12-31' },
  'score.override': { scoreHundredths: 7_250, reason: 'New sponsor', until: '2026-12-31' },
  'sentiment.set': { sentiment: 'poor', reason: 'Angry call', until: '2026-12-31' },
  'rule.change': { file: 'policies/concessions.cedar', content: 'permit (principal, action, resource);' },
  'role.grant': { member: 'csm1', role: 'manager' },
  'kill.flip': { scope: 'all', on: true },
};

function accepts(kind: ActionKindName, params: unknown): boolean {
  return actionKinds.get(kind)!.schema.safeParse(params).success;
}

function problem(kind: ActionKindName, params: Record<string, unknown>, changed: Partial<ActionFacts> = {}) {
  const found = actionKinds.get(kind)!;
  return found.check?.(found.schema.parse(params), { ...facts, ...changed }) ?? null;
}

describe('the registry of actions', () => {
  test('has every kind under its own name, and none under another', () => {
    expect([...actionKinds.keys()]).toEqual([...actionKindNames]);
    expect([...actionKinds].filter(([name, { kind }]) => name !== kind)).toEqual([]);
    expect([findActionKind('crm.update')?.kind, findActionKind('crm.delete')]).toEqual(['crm.update', null]);
    expect([findActionKind('constructor'), findActionKind('__proto__')]).toEqual([null, null]);
  });

  test('changes in our own store go there alone; everything else has the file outbox to fall back on', () => {
    const homes = [...actionKinds.values()].map(({ kind, connectors }) => [kind, connectors.at(-1)]);
    const own = [
      'playbook.start',
      'score.override',
      'sentiment.set',
      'rule.change',
      'role.grant',
      'kill.flip',
    ];
    expect(homes).toEqual(actionKindNames.map((name) => [name, own.includes(name) ? 'holdfast' : 'outbox']));
  });

  test.each(actionKindNames)('%s accepts its sample, and its check has nothing against it', (kind) => {
    const known = kind === 'message.member' ? ({ subject: 'known' } as const) : {};
    expect([accepts(kind, samples[kind]), problem(kind, samples[kind], known)]).toEqual([true, null]);
  });

  test.each(actionKindNames)('TD16: %s refuses every parameter that it does not name', (kind) => {
    for (const extra of ['cc', 'bcc', 'webhook_url', 'approved', 'Account', 'constructor']) {
      expect(accepts(kind, { ...samples[kind], [extra]: true }), extra).toBe(false);
    }
    expect(accepts(kind, JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(samples[kind]).slice(1)}`))).toBe(
      false,
    );
  });

  test.each(actionKindNames)('%s refuses any parameter left out, null or of another type', (kind) => {
    for (const key of Object.keys(samples[kind])) {
      const { [key]: _, ...rest } = samples[kind];
      expect([key, accepts(kind, rest)]).toEqual([key, false]);
      expect([key, accepts(kind, { ...rest, [key]: null })]).toEqual([key, false]);
      expect([key, accepts(kind, { ...rest, [key]: { $gt: '' } })]).toEqual([key, false]);
    }
  });

  test.each(actionKindNames)('INV8: the summary of %s is one line of at most 150 characters', (kind) => {
    const found = actionKinds.get(kind)!;
    fc.assert(
      fc.property(arbitraryParams(kind), fc.string({ unit: 'grapheme', maxLength: 80 }), (params, name) => {
        const parsed = found.schema.parse(params);
        expect(parsed).toEqual(params); // nothing is changed on the way in, or other bytes would be approved
        const summary = found.summary(parsed, { ...acme, name });
        expect(summary.length).toBeLessThanOrEqual(150);
        expect(summary).toMatch(/^[^\p{Cc}\u2028\u2029]+$/u);
        expect(summary.isWellFormed()).toBe(true);
        expect(['low', 'medium', 'high']).toContain(found.risk(parsed));
        expect(Object.values(found.measures?.(parsed) ?? {}).every(Number.isSafeInteger)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a summary names what matters in plain words', () => {
    const lines = actionKindNames.map((kind) => {
      const found = actionKinds.get(kind)!;
      return found.summary(found.schema.parse(samples[kind]), acme);
    });
    expect(lines).toEqual([
      'Post to the channel C0123: Hi',
      'E-mail 1 person at Acme: Renewal',
      'E-mail 1 member of ours: Acme',
      'Reply to Acme in ticket 7: Hello',
      'Internal note in ticket 7 of Acme: Ask Ben first',
      'Tag ticket 7 of Acme: vip',
      'Escalate ticket 7 of Acme to tier 2',
      'Create a task about Acme: Call Ada',
      'Set tier to gold in the CRM record of Acme',
      'Nudge u1 at Acme: Try SSO',
      'Run job sync-1 of Acme again',
      'Start playbook stalled-adoption for Acme',
      'Grant Acme 9 % off until 2026-12-31: Outage',
      'Set the health score of Acme to 72.50 until 2026-12-31: New sponsor',
      'Set the sentiment for Acme to poor until 2026-12-31: Angry call',
      'Replace policies/concessions.cedar by a text of 1 line',
      'Give csm1 the role manager for good',
      'Halt: every action',
    ]);
  });
});

describe('recipients', () => {
  const mail = (to: string[]) => ({ to, subject: 'Hi', body: 'Hello' });

  test.each([
    'ada@acme.example,eve@evil.example',
    'ada@acme.example eve@evil.example',
    'ada@acme.example\neve@evil.example',
    'ada@acme.example\r\nBcc: eve@evil.example',
    'Ada <ada@acme.example>',
    '"ada@acme.example" <eve@evil.example>',
    '<ada@acme.example>',
    'ada@acme.example;',
    'ada@acme.example(eve@evil.example)',
    '"ada, eve"@acme.example',
    'eve@evil.example@acme.example',
    'eve%evil.example@acme.example@',
    'ada@[127.0.0.1]',
    'ada@localhost',
    'аda@acme.example',
    'ada@аcme.example',
    'ada@acme.example\u200B',
    ' ada@acme.example',
    'ada@acme..example',
    '.ada@acme.example',
    'ada@-acme.example',
    '',
  ])('TD17: refuses %j as one address', (address) => {
    expect(accepts('message.customer', mail([address]))).toBe(false);
  });

  test('refuses nobody, more than twenty, and the same address twice', () => {
    const many = Array.from({ length: 21 }, (_, at) => `a${at}@acme.example`);
    expect(
      [[], many, ['ada@acme.example', 'ADA@acme.example']].map((to) => accepts('message.customer', mail(to))),
    ).toEqual([false, false, false]);
    expect(accepts('message.customer', mail(many.slice(1)))).toBe(true);
  });

  test('TD16: may only be at a domain of the customer record', () => {
    const one = (to: string) => problem('message.customer', mail(['ada@acme.example', to]));
    expect(one('eve@evil.example')).toBe(
      'eve@evil.example is at no domain of Acme (acme.example, EU.acme.example)',
    );
    expect(one('bob@sub.acme.example')).toMatch(/at no domain/);
    expect(one('bob@acme.example.evil.example')).toMatch(/at no domain/);
    expect([one('bob@ACME.example'), one('bob@eu.acme.example')]).toEqual([null, null]);
    expect(problem('message.customer', mail(['a@b.example']), { account: { ...acme, domains: [] } })).toBe(
      'a@b.example is at no domain of Acme (none)',
    );
  });

  test('a customer that has left gets no mail, nudge, playbook or discount', () => {
    const gone = { account: { ...acme, status: 'ended' as const } };
    for (const kind of ['message.customer', 'nudge.send', 'playbook.start', 'concession.grant'] as const) {
      expect(problem(kind, samples[kind], gone)).toBe('Acme is no longer a customer');
      expect(problem(kind, samples[kind], { account: null })).toBe('The account is not known');
    }
  });

  describe('files that a letter brings', () => {
    const sha256 = 'ab'.repeat(32);
    const file = { artifactId: 'f1', fileName: 'acme-qbr-v1.pdf', sha256, bytes: 1000 };
    const kept = { id: 'f1', account: 'acme', kind: 'qbr', audience: 'customer' as const, sha256 };
    const brings = (
      attachments: object[] | undefined,
      artifacts: (typeof kept)[] | undefined,
      ids = ['f1'],
    ) =>
      problem(
        'message.customer',
        { ...mail(['a@acme.example']), artifactIds: ids, ...(attachments ? { attachments } : {}) },
        artifacts ? { artifacts } : {},
      );

    test('INV11: go with it when they are those that were shown, made for this customer', () => {
      expect(brings([file], [kept])).toBeNull();
      expect(brings(undefined, undefined, [])).toBeNull();
    });

    test.each<[string, Parameters<typeof brings>, RegExp]>([
      ['that nobody looked up', [undefined, [kept]], /not looked up/],
      ['of which one was exchanged', [[{ ...file, artifactId: 'f2' }], [kept]], /not looked up/],
      ['that are not there', [[file], []], /no artifact 'f1'/],
      ['about somebody else', [[file], [{ ...kept, account: 'other' }]], /another customer/],
      ['for our own people', [[file], [{ ...kept, audience: 'internal' as never }]], /--for customer/],
      ['that drifted', [[file], [{ ...kept, sha256: 'cd'.repeat(32) }]], /not the file that was shown/],
      ['that are too large', [[{ ...file, bytes: 15_000_001 }], [kept]], /16 MB/],
    ])('INV11: %s are refused', (_what, given, reason) => {
      expect(brings(...given)).toMatch(reason);
    });
  });
});

describe('tickets', () => {
  test.each(['ticket.reply', 'ticket.note', 'ticket.tag', 'ticket.escalate'] as const)(
    'TC24: %s needs a ticket that is open',
    (kind) => {
      expect(problem(kind, samples[kind], { subject: 'closed' })).toBe('Ticket 7 of Acme is closed');
      expect(problem(kind, samples[kind], { subject: 'elsewhere' })).toMatch(/another customer's/);
    },
  );

  test.each(['ticket.note', 'ticket.tag', 'nudge.send', 'job.retry'] as const)(
    'INV12: %s of what nobody has heard of may be named by a person, and not by a model',
    (kind) => {
      expect(problem(kind, samples[kind], { subject: 'unheard' })).toBeNull();
      expect(problem(kind, samples[kind], { subject: 'unheard', origin: 'agent' })).toMatch(/^Acme has no /);
    },
  );

  test.each(['ticket.reply', 'ticket.note', 'ticket.tag', 'ticket.escalate'] as const)(
    'INV11: %s names its ticket by an id that is no path and hides nothing',
    (kind) => {
      const named = (ticketId: string) => accepts(kind, { ...samples[kind], ticketId });
      const ids = ['7', '04712', 'T-acme-032', 'SUP_12.4', 'INC:9', 'zendesk 7', 'Störung-1', '\uFF34-1'];
      expect(ids.filter((id) => !named(id))).toEqual([]);
      const hostile = [
        ...[
          '../T-1',
          '..',
          'T..1',
          'T/1',
          'T\\1',
          'T\uFF0F1',
          'T\uFF0E\uFF0E1',
          'T\u20251',
          'T?x=1',
          'T#1',
          'T%2F1',
        ],
        ...['T\u0000', 'T\n1', 'T\u200B1', '\u202E1-T', 'T\u{E0041}', ' T-1', 'T-1 ', ''],
      ];
      expect(hostile.filter(named)).toEqual([]);
    },
  );

  test('are escalated to tiers that exist', () => {
    const tiers = [1, 2, 4, 5, 2.5, '2'].map((tier) => accepts('ticket.escalate', { ticketId: '7', tier }));
    expect(tiers).toEqual([false, true, true, false, false, false]);
  });
});

describe('numbers and ends', () => {
  test('TB19: a concession is a whole number from 1 to 30, whatever a policy says', () => {
    const sizes = [0, 1, 30, 31, 9.5, -9, '9', 1e3, Number.NaN].map((percent) =>
      accepts('concession.grant', { ...samples['concession.grant'], percent }),
    );
    expect(sizes).toEqual([false, true, true, false, false, false, false, false, false]);
    expect(accepts('score.override', { ...samples['score.override'], scoreHundredths: 10_001 })).toBe(false);
  });

  test.each([
    ['concession.grant', 'expiresOn'],
    ['score.override', 'until'],
    ['sentiment.set', 'until'],
    ['role.grant', 'until'],
    ['task.create', 'dueOn'],
  ] as const)('%s: %s is a real day that is not over and not years away', (kind, key) => {
    const at = (day: string) => ({ ...samples[kind], [key]: day });
    for (const unreal of ['2026-02-30', '2026-13-01', '26-12-31', '2026-12-31T00:00:00Z', 'tomorrow', '']) {
      expect(accepts(kind, at(unreal)), unreal).toBe(false);
    }
    expect(problem(kind, at('2026-11-24'))).toBe(`${key} is 2026-11-24, which is over`);
    expect(problem(kind, at('2026-11-25'))).toBeNull();
    expect(problem(kind, at('2036-01-01'))).toMatch(/later than/);
    // Judged again at execution, with another now.
    expect(problem(kind, at('2026-12-31'), { now: new Date('2027-01-01T00:00:00Z') })).toMatch(/is over/);
  });
});

describe('names of files and scopes', () => {
  test.each([
    '../policies/a.cedar',
    'policies/../secrets.cedar',
    'policies//a.cedar',
    '/policies/a.cedar',
    'policies/a.cedar/..',
    'policies/.a.cedar',
    'policies/A.cedar',
    'policies/a.json',
    'policies/a.cedar\n',
    'policies\\a.cedar',
    'policies/sub/a.cedar',
  ])('TE18: rule.change refuses the file %j', (file) => {
    expect(accepts('rule.change', { file, content: 'x' })).toBe(false);
  });

  test.each([
    ['all', true],
    ['model', true],
    ['account:acme', true],
    ['account:a:b', true],
    ['kind:ticket.reply', true],
    ['connector:smtp', true],
    ['kind:ticket.delete', false],
    ['connector:ftp', false],
    ['account:', false],
    ['account: acme', false],
    ['everything', false],
    ['ALL', false],
    ['', false],
  ])('kill.flip of the scope %j: %j', (scope, accepted) => {
    expect(accepts('kill.flip', { scope, on: true })).toBe(accepted);
  });

  test('to halt is harmless, to let run again is not', () => {
    const { risk, measures } = actionKinds.get('kill.flip')!;
    expect([risk({ scope: 'all', on: true }), risk({ scope: 'all', on: false })]).toEqual(['low', 'high']);
    expect(measures?.({ scope: 'all', on: false })).toEqual({ on: 0 });
  });
});

describe('a stored view', () => {
  const withLink = (link: string) => ({
    summary: 'Hi',
    blocks: [{ kind: 'text', spans: [{ text: 'look', link }] }],
  });

  test('is a view', () => {
    const stored: StoredView = storedViewSchema.parse(withLink('/evidence/acme/score?day=2026-11-01'));
    const view: View = stored;
    expect(view).toEqual(withLink('/evidence/acme/score?day=2026-11-01'));
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/evidence/../console',
    '/evidence//evil.example',
    'evidence/acme',
    'javascript:alert(1)',
    '/evidence/a b',
    '/evidence/\u202Eacme',
    '/',
  ])('TD9: refuses the link %j', (link) => {
    expect(storedViewSchema.safeParse(withLink(link)).success).toBe(false);
  });

  test('TD13 INV12: carries no button that decides, and no block that we do not draw', () => {
    const button = (action: string) => ({
      summary: 'Hi',
      blocks: [{ kind: 'buttons', buttons: [{ action, label: 'Approve', value: 'p1.1.mac' }] }],
    });
    expect(storedViewSchema.safeParse(button('health')).success).toBe(true);
    expect(storedViewSchema.safeParse(button('approve')).success).toBe(false);
    expect(storedViewSchema.safeParse({ summary: 'Hi', blocks: [{ kind: 'image', url: 'x' }] }).success).toBe(
      false,
    );
  });
});

describe('undo', () => {
  const undo = (kind: ActionKindName, params: Action['params'], before: Action['before'] = {}) =>
    actionKinds.get(kind)!.undo?.({ kind, account: 'acme', params, connector: 'outbox', before }) ?? null;

  test('a CRM field goes back to what stood there, and is cleared where nothing did', () => {
    const params = { field: 'tier', to: 'gold' };
    expect(undo('crm.update', params, { to: 'silver' })?.params).toEqual({ field: 'tier', to: 'silver' });
    expect(undo('crm.update', params, { to: null })?.params).toEqual({ field: 'tier', to: '' });
    expect(undo('crm.update', params)).toBeNull();
  });

  test('a kill switch is flipped back', () => {
    expect(undo('kill.flip', { scope: 'all', on: true })).toEqual({
      kind: 'kill.flip',
      params: { scope: 'all', on: false },
    });
  });

  test('an override gives way to the one before it; the first one only ends', () => {
    const earlier = { scoreHundredths: 5_000, reason: 'Before', until: '2026-12-01' };
    expect(undo('score.override', samples['score.override'] as Action['params'], earlier)?.params).toEqual(
      earlier,
    );
    expect(undo('score.override', samples['score.override'] as Action['params'])).toBeNull();
  });

  test('what was sent, said or granted cannot be taken back, and no kind pretends that it can', () => {
    const final = actionKindNames.filter((kind) => actionKinds.get(kind)!.undo === undefined);
    expect(final).toEqual([
      'message.post',
      'message.customer',
      'message.member',
      'ticket.reply',
      'ticket.note',
      'ticket.tag',
      'ticket.escalate',
      'task.create',
      'nudge.send',
      'job.retry',
      'playbook.start',
      'concession.grant',
    ]);
  });

  test('an e-mail to our own people goes to members alone, and has nothing to press', () => {
    const sample = samples['message.member'];
    for (const subject of ['unheard', 'open', null] as const)
      expect(problem('message.member', sample, { subject })).toMatch(/no member with this address/);
    const button = { action: 'health', label: 'Health', value: 'acme' };
    const view = { summary: 'Hi', blocks: [{ kind: 'buttons', buttons: [button] }] };
    expect(problem('message.member', { ...sample, view }, { subject: 'known' })).toMatch(/has no buttons/);
  });

  test('a letter that is set as a page says where it can be stopped, goes to nobody who stopped it, and no other letter does', () => {
    const mail = { to: ['ada@acme.example'], subject: 'Your week', body: 'Hello' };
    const optOut = `/letters/aw${'0'.repeat(30)}`;
    expect(problem('message.customer', { ...mail, format: 'letter', optOut })).toBeNull();
    expect(problem('message.customer', { ...mail, format: 'letter' })).toMatch(/can stop it/);
    expect(problem('message.customer', { ...mail, optOut })).toMatch(/can stop it/);
    expect(
      problem('message.customer', { ...mail, format: 'letter', optOut }, { subject: 'opted-out' }),
    ).toMatch(/wants no weekly letters/);
    for (const other of [
      '/evidence/scores/acme',
      'https://evil.example',
      `/letters/aw${'0'.repeat(29)}/../x`,
    ])
      expect(accepts('message.customer', { ...mail, format: 'letter', optOut: other }), other).toBe(false);
    expect(accepts('message.customer', { ...mail, html: '<b>Hi</b>' })).toBe(false);
  });

  test('a role that was granted is taken back at once, by whomever, and that is final', () => {
    const back = undo('role.grant', { member: 'csm1', role: 'manager', until: '2026-12-31' });
    expect(back).toEqual({ kind: 'role.grant', params: { member: 'csm1', role: 'manager', until: 'now' } });
    const kind = actionKinds.get('role.grant')!;
    const params = kind.schema.parse(back?.params);
    expect(kind.summary(params, null)).toBe('Take the granted role manager back from csm1');
    expect([kind.check?.(params, facts), kind.gainers?.(params)]).toEqual([null, []]);
    expect(undo('role.grant', params)).toBeNull();
  });

  test('every undo is itself an action that its schema accepts', () => {
    for (const kind of actionKindNames) {
      const params = samples[kind] as Action['params'];
      const made = undo(kind, params, { ...params, content: 'old', to: 'old' });
      if (made) expect([kind, accepts(made.kind, made.params)]).toEqual([kind, true]);
    }
  });
});
