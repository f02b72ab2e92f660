import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureArbitrary, pictureOf } from '../../../test/support/pictures.ts';
import { inertText } from '../../domain/inert-text.ts';
import { type ProposalState, proposalStates } from '../../domain/proposal.ts';
import { describeAction } from '../../guardrail/describe-action.ts';
import { approvalView } from '../../views/approval-view.ts';
import { approvalsListView, approvalsPageSize } from '../../views/approvals-list-view.ts';
import { fullTextForm } from '../../views/full-text-form.ts';
import { checkBlocks } from '../playground/check-blocks.ts';
import { renderView, type SlackMessage } from './render.ts';

const now = new Date('2026-11-21T10:00:00Z');
const linkTo = (path: string) => `http://127.0.0.1:3000${path}`;

/** Every text a person reads in the blocks, in order. */
function shownIn(part: unknown): string {
  if (Array.isArray(part)) return part.map(shownIn).join('');
  if (part === null || typeof part !== 'object') return '';
  return Object.entries(part)
    .map(([key, value]) => (key === 'text' && typeof value === 'string' ? value : shownIn(value)))
    .join('');
}

function expectInert(messages: readonly SlackMessage[]): void {
  const source = JSON.stringify(messages);
  expect(source).not.toContain('"mrkdwn"');
  expect(source).not.toContain('"type":"markdown"');
  expect(source).not.toMatch(/"type":"(user|broadcast|channel|usergroup|emoji|link)"/);
}

test('TB16 TD11 TD12 a card of any proposal in any state is one message within all limits, and nothing in it is live', () => {
  fc.assert(
    fc.property(pictureArbitrary, (picture) => {
      const messages = renderView(approvalView(picture, describeAction(picture.action), now), linkTo);
      expect(messages).toHaveLength(1);
      expect(checkBlocks(messages[0]?.blocks)).toEqual([]);
      expectInert(messages);
      const list = renderView(
        approvalsListView(
          { scope: 'open', pictures: Array(approvalsPageSize).fill(picture), total: 40, page: 2, pages: 4 },
          now,
        ),
        linkTo,
      );
      for (const { blocks } of list) expect(checkBlocks(blocks)).toEqual([]);
      expectInert(list);
    }),
    { numRuns: 400 },
  );
});

test('TB16 every leaf is on the card to its last character, or the card says so and the full text has it', () => {
  let cut = 0;
  fc.assert(
    fc.property(pictureArbitrary, (picture) => {
      const fields = describeAction(picture.action);
      const card = shownIn(
        renderView(approvalView(picture, fields, now), linkTo).map(({ blocks }) => blocks),
      );
      const form = fullTextForm(picture, fields);
      const full = shownIn(
        renderView({ summary: 's', blocks: form.intro }, linkTo).map(({ blocks }) => blocks),
      );
      expect(full).toContain(inertText(picture.text));
      expect(full).toContain(picture.proposal.digest);
      expect(card).toContain(picture.proposal.digest.slice(0, 12));
      const missing = fields.filter(({ value }) => value.trim() !== '' && !card.includes(inertText(value)));
      if (missing.length === 0) return;
      cut++;
      expect(card).toContain('Not all of it fits here');
      expect(card).toContain('Full text');
    }),
    { numRuns: 400 },
  );
  expect(cut).toBeGreaterThan(0);
});

test('a long text cannot push a recipient off the card', () => {
  const action = {
    ...pictureOf().action,
    params: { body: 'A very long text. '.repeat(3_000), to: ['dana@acme.example'], subject: 'Renewal' },
  };
  const picture = pictureOf({}, { action });
  const card = shownIn(renderView(approvalView(picture, describeAction(action), now), linkTo)[0]?.blocks);
  expect(card).toContain('dana@acme.example');
  expect(card).toMatch(/the first [\d,]+ of 54,000 characters/);
});

const buttonsIn = (state: ProposalState, extra = {}) => {
  const picture = pictureOf({ state, decidedBy: 'manager1', reason: 'No budget' }, extra);
  const [message] = renderView(approvalView(picture, describeAction(picture.action), now), linkTo);
  const actions = message?.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])) ?? [];
  return actions.map((each) => ('action_id' in each ? each.action_id?.split(':')[1] : undefined));
};

test('each state offers what can be done in it, and every button carries the same sealed value', () => {
  expect(Object.fromEntries(proposalStates.map((state) => [state, buttonsIn(state)]))).toEqual({
    proposed: ['approve', 'reject', 'edit', 'full-text'],
    approved: ['cancel', 'full-text'],
    executing: ['full-text'],
    unknown: ['settle-done', 'settle-failed', 'full-text'],
    done: ['full-text'],
    failed: ['full-text'],
    rejected: ['full-text'],
    expired: ['full-text'],
    cancelled: ['full-text'],
  });
  expect(buttonsIn('done', { canUndo: true })).toEqual(['undo', 'full-text']);
  const picture = pictureOf();
  const view = approvalView(picture, describeAction(picture.action), now);
  const values = view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  for (const { value } of values) expect(value).toBe(picture.button);
});

test('a settled card says who, when and what came of it', () => {
  const textOf = (change: Parameters<typeof pictureOf>[0], extra: Parameters<typeof pictureOf>[1] = {}) => {
    const picture = pictureOf(change, extra);
    return shownIn(renderView(approvalView(picture, describeAction(picture.action), now), linkTo)[0]?.blocks);
  };
  const approvals = [
    { member: 'manager1', actingFor: null, at: '2026-11-21T08:00:00.000Z', mac: '' },
    { member: 'manager2', actingFor: 'exec1', at: '2026-11-21T09:00:00.000Z', mac: '' },
  ];
  const finishedAt = '2026-11-21T09:01:00.000Z';
  expect(textOf({ approvals: approvals.slice(0, 1) })).toContain('1 of 2 approved: Helena Strand');
  expect(textOf({ state: 'done', approvals, finishedAt, receipt: { id: 'm-1' } })).toMatch(
    /Done on 21 Nov 2026, 09:01 UTC.*Helena Strand, Omar Haddad for Grace Lin on 21 Nov 2026, 09:00 UTC.*Receipt: id {2}m-1/s,
  );
  expect(textOf({ state: 'failed', approvals, finishedAt, reason: 'mailbox unknown' })).toMatch(
    /Failed.*mailbox unknown/s,
  );
  expect(
    textOf({ state: 'rejected', decidedBy: 'manager1', decidedAt: finishedAt, reason: 'Too early' }),
  ).toMatch(/Rejected by Helena Strand on 21 Nov 2026, 09:01 UTC; nothing was done.*Too early/s);
  expect(textOf({ state: 'expired', expiresAt: '2026-11-21T09:00:00.000Z' })).toMatch(/Expired .*1 h ago/);
  expect(textOf({ state: 'unknown', approvals })).toContain('nobody knows what came of it');
  expect(textOf({}, { haltedBy: 'everything' })).toContain('The kill switch for everything is on');
  expect(textOf({ autonomy: 'shadow' })).toContain('nothing will run');
  expect(textOf({ version: 2, author: 'manager1' }, { previous: pictureOf().action })).toMatch(
    /by Helena Strand; this is version 2.*other than Priya Shah and Helena Strand/s,
  );
});

test('a ticket leads to its record, and what a rule says of it stands beside, however long its words are', () => {
  const suggestion = {
    field: 'tag' as const,
    value: 'churn-risk',
    confidencePercent: 80,
    ruleIds: ['leaves'],
  };
  const ticket = {
    subject: 'Word '.repeat(600),
    url: '/evidence/events/7',
    suggestions: [],
    handOffUrl: '/evidence/hand-offs/7',
  };
  const suggestions = [{ ...suggestion, reason: 'the writer says that they leave: “leave”. '.repeat(90) }];
  const action = { ...pictureOf().action, params: { body: 'x'.repeat(20_000) } };
  const picture = pictureOf({}, { action, ticket: { ...ticket, suggestions } });
  const messages = renderView(approvalView(picture, describeAction(action), now), linkTo);
  expect(messages).toHaveLength(1);
  expect(checkBlocks(messages[0]?.blocks)).toEqual([]);
  expect(JSON.stringify(messages)).toContain('"url":"http://127.0.0.1:3000/evidence/events/7"');
  expect(JSON.stringify(messages)).toContain('"url":"http://127.0.0.1:3000/evidence/hand-offs/7"');
  const card = shownIn(messages[0]?.blocks);
  expect(card).toContain('Tag churn-risk  80 % sure: the writer says');
  expect(card).toContain('rule leaves');
});
