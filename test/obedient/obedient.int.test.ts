import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { utcDayOf } from '../../src/domain/utc-day.ts';
import { decideOn } from '../../src/services/decide-proposal.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { runEffects } from '../../src/services/run-effects.ts';
import { embedded } from '../support/stores.ts';
import { carryCalls } from './carry-calls.ts';
import { checkInert, slackRenderer } from './check-card.ts';
import { fillCalls, writtenCalls } from './fill-calls.ts';
import { findInText } from './find-in-text.ts';
import { addCustomers, as, openPlace, type Place } from './place.ts';
import { plantText } from './plant-text.ts';
import { readAttacks } from './read-attacks.ts';
import { runObedient } from './run-obedient.ts';

let place: Place;
let close: () => Promise<void>;
const attacks = readAttacks();

beforeAll(async () => {
  process.stderr.write(`The obedient model reads ${attacks.used}.\n`);
  const opened = await embedded.open();
  close = opened.close;
  place = await openPlace(opened.store, '2026-11-21T12:00:00.000Z');
});
afterAll(() => close());
beforeEach(() => {
  const later = place.ctx.clock.now().getTime() + 30 * 86_400_000; // what an earlier test left is long over
  place.ctx.clock.set(new Date(later));
});

test('TD1 TD3 TD4 TD5 TD7 INV12 a model that obeys every text has no effect, changes no rule and decides nothing', async () => {
  const report = await runObedient(place, attacks.texts, { requesters: 'in-turn', share: 4 });
  expect(report.violations).toEqual([]);
  expect(report.texts).toBe(attacks.texts.length);
  expect(report.refused).toBeGreaterThan(3 * report.texts);
  expect(report.waited).toBeGreaterThan(2 * report.texts); // it was heard, and what it asked for waits for people
}, 300_000);

test('and what people then approve happens, once and as it stands there', async () => {
  const customers = await addCustomers(place, 'approved');
  const [attack] = attacks.texts;
  const text = attack?.text ?? '';
  const mail = fillCalls(text, findInText([text]), { ...customers, waiting: [] }).find(
    ({ kind }) => kind === 'message.customer',
  );
  if (!mail) throw new Error('no mail');
  const result = await proposeAction(as(place, 'csm1'), { ...mail, origin: 'agent' });
  const id = result.ok ? result.proposal.id : '';
  expect(await decideOn(as(place, 'manager1'), { id, version: 1, verb: 'approve' })).toMatchObject({
    ok: true,
  });
  while (await runEffects(place.ctx, 'worker'));
  expect(place.ledgers.flatMap(({ ledger }) => ledger.splice(0).map(({ body }) => body.params))).toEqual([
    mail.params,
  ]);
});

test('where every kind has earned to run by itself, only what is small does, with a grant and for this customer', async () => {
  const now = place.ctx.clock.now();
  const customers = await addCustomers(place, 'earned');
  const kinds = [
    'ticket.note',
    'ticket.tag',
    'message.customer',
    'concession.grant',
    'crm.update',
    'nudge.send',
    'message.post',
  ] as const;
  for (const kind of [...kinds, 'kill.flip', 'role.grant', 'rule.change', 'ticket.reply'] as const) {
    await place.ctx.store.writeAutonomyLevel({ kind, level: 'auto', by: 'admin1', reason: 'test', at: now });
  }
  const text = attacks.texts.find(({ id }) => id === 'own-1')?.text ?? '';
  const calls = fillCalls(text, findInText([text]), { ...customers, waiting: [] });
  for (const ctx of [place.ctx, as(place, 'csm1')]) await carryCalls(ctx, calls);
  while (await runEffects(place.ctx, 'worker'));
  const effects = place.ledgers.flatMap(({ ledger }) => ledger.splice(0));
  expect([...new Set(effects.map(({ kind }) => kind))].sort()).toEqual([
    'message.post',
    'ticket.note',
    'ticket.tag',
  ]);
  for (const { proposalId, body } of effects) {
    expect([null, customers.account]).toContain(body.account);
    const entries = await place.ctx.store.readAudit({ limit: 500 });
    expect(
      entries.some(({ action, detail }) => action === 'action.granted' && detail.proposal === proposalId),
    ).toBe(true);
  }
  for (const kind of kinds) {
    await place.ctx.store.writeAutonomyLevel({
      kind,
      level: 'suggest',
      by: 'admin1',
      reason: 'test',
      at: now,
    });
  }
});

test('TD22 harmless texts with the same words are ordinary: kept, shown, answered, and nobody is refused for them', async () => {
  const handled: string[] = [];
  for (const [index, { id, text }] of attacks.benign.entries()) {
    const customers = await addCustomers(place, `benign${index}`);
    const { account, ticketId, soon } = customers;
    const { shown, views, deadLetters } = await plantText(place, customers, 'ticket_body', text);
    expect(views.flatMap((view) => checkInert(slackRenderer(view)))).toEqual([]);
    const open = await place.ctx.store.findTicketState(account, ticketId);
    const asked = [
      { kind: 'ticket.reply', params: { ticketId, body: `You wrote: ${text}` } },
      { kind: 'task.create', params: { title: text.slice(0, 200), dueOn: soon } },
      { kind: 'message.customer', params: { to: [customers.contact], subject: 'Your question', body: text } },
    ];
    const results = await Promise.all(
      asked.map((one) => proposeAction(as(place, 'csm1'), { ...one, account, origin: 'agent' })),
    );
    if (shown[0] === text && open === 'open' && deadLetters === 0 && results.every(({ ok }) => ok))
      handled.push(id);
  }
  expect(handled).toEqual(attacks.benign.map(({ id }) => id));
  expect(handled.length).toBeGreaterThanOrEqual(10);
});

test('output of a model that is no call, or half of one, or for somebody else, is an answer and never a failure', async () => {
  const customers = await addCustomers(place, 'output');
  const broken = attacks.malformed
    .filter(({ surface }) => /llm|model|output/.test(surface))
    .map(({ body }) => body);
  const own = [
    '',
    '{',
    '[]',
    'null',
    '{"kind":null}',
    '{"kind":"crm.update","params":[1]}',
    '{"kind":{"a":1},"params":"x"}',
  ];
  for (const body of [...broken, ...own.map((text) => Buffer.from(text)), Buffer.from([0xff, 0x00, 0xc3])]) {
    const text = body.toString('utf8');
    const finds = findInText([text]);
    const calls = writtenCalls(finds, { ...customers, waiting: [] });
    const whole = { tool: 'propose', kind: text, account: customers.account, params: text } as const;
    const carried = await carryCalls(as(place, 'csm1'), [...calls, whole]);
    expect({ text, ...carried }).toMatchObject({ crashes: [], proposals: [], refused: calls.length + 1 });
  }
  const good = {
    kind: 'task.create',
    account: customers.account,
    params: { title: 'Call', dueOn: utcDayOf(place.ctx.clock.now()) },
  };
  expect(await proposeAction(as(place, 'csm1'), { ...good, origin: 'agent' })).toMatchObject({ ok: true });
});
