import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TeamsMessageRow, TeamsPerson, TeamsPlace } from '../../src/store/teams.ts';
import type { TestEngine } from '../support/stores.ts';
import { hostileTexts } from './store-contract.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const dayMs = 24 * 3_600_000;

/** The parts of a store that remember what people talk about, and where they are in Teams; run by every engine. */
export function storeChatContract(engine: TestEngine): void {
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });
  afterAll(() => close());

  describe('conversations', () => {
    it('are about what was noted last, an account and a list beside each other', async () => {
      expect(await store.findConversation('c1', now)).toBeNull();
      await store.noteConversation('c1', { account: 'acme' }, now);
      expect(await store.findConversation('c1', now)).toEqual({ account: 'acme', question: null });
      await store.noteConversation('c1', { question: 'red accounts' }, now);
      await store.noteConversation('c1', { account: 'bolt' }, now);
      expect(await store.findConversation('c1', now)).toEqual({ account: 'bolt', question: 'red accounts' });
      expect(await store.findConversation('c2', now)).toBeNull();
    });

    it('end after a week, or earlier where somebody asks for less', async () => {
      await store.noteConversation('c3', { account: 'acme' }, now);
      expect(await store.findConversation('c3', later(60_000), 60_000)).toBeNull();
      expect(await store.findConversation('c3', later(59_999), 60_000)).not.toBeNull();
      expect(await store.findConversation('c3', later(7 * dayMs - 1))).not.toBeNull();
      expect(await store.findConversation('c3', later(7 * dayMs))).toBeNull();
      await store.noteConversation('c4', { account: 'acme' }, later(1));
      await store.forgetConversations(later(7 * dayMs));
      expect(await store.findConversation('c3', now)).toBeNull();
      expect(await store.findConversation('c4', now)).not.toBeNull();
    });

    it('keep any words, but a character that no text can hold', async () => {
      for (const [index, text] of hostileTexts.entries()) {
        await store.noteConversation(`h${index}`, { question: text }, now);
        const kept = await store.findConversation(`h${index}`, now);
        expect(kept?.question).toBe(text.replaceAll('\u0000', ''));
      }
    });
  });

  describe('places of Teams', () => {
    const place: TeamsPlace = {
      id: '19:a@thread.tacv2',
      kind: 'channel',
      name: 'customer-success',
      serviceUrl: 'https://one.example/',
      tenant: 't1',
    };

    it('answer at the newest address, and keep the name that an activity does not say', async () => {
      expect(await store.findTeamsPlace(place.id)).toBeNull();
      await store.noteTeamsPlace(place, now);
      expect(await store.findTeamsPlace(place.id)).toEqual(place);
      await store.noteTeamsPlace({ ...place, name: null, serviceUrl: 'https://two.example/' }, later(1));
      expect(await store.findTeamsPlace(place.id)).toEqual({ ...place, serviceUrl: 'https://two.example/' });
      await store.noteTeamsPlace({ ...place, name: 'cs', kind: 'group' }, later(2));
      expect(await store.findTeamsPlace(place.id)).toMatchObject({ name: 'cs', kind: 'group' });
    });
  });

  describe('people of Teams', () => {
    const person = (user: string, more: Partial<TeamsPerson> = {}): TeamsPerson => ({
      user,
      tenant: 't1',
      chatId: `29:${user}`,
      place: null,
      serviceUrl: 'https://one.example/',
      ...more,
    });

    it('keep the chat that is known, whatever is heard of them later', async () => {
      await store.noteTeamsPerson(person('u1'), now);
      await store.noteTeamsPerson(person('u1', { place: 'a:1' }), now);
      await store.noteTeamsPerson(person('u1', { chatId: '29:new' }), later(1));
      expect(await store.findTeamsPeople(['u1'])).toEqual([person('u1', { place: 'a:1', chatId: '29:new' })]);
    });

    it('are found several at once, in one order, and nobody who was not asked for', async () => {
      for (const user of ['u3', 'u2', 'u4']) await store.noteTeamsPerson(person(user), now);
      expect((await store.findTeamsPeople(['u3', 'nobody', 'u2'])).map(({ user }) => user)).toEqual([
        'u2',
        'u3',
      ]);
      expect(await store.findTeamsPeople([])).toEqual([]);
    });

    it('of two tenants stay apart', async () => {
      await store.noteTeamsPerson(person('u5'), now);
      await store.noteTeamsPerson(person('u5', { tenant: 't2', chatId: '29:other' }), now);
      expect((await store.findTeamsPeople(['u5'])).map(({ tenant }) => tenant).sort()).toEqual(['t1', 't2']);
    });
  });

  describe('messages of ours in Teams', () => {
    const message = (id: string, more: Partial<TeamsMessageRow> = {}): TeamsMessageRow => ({
      place: '19:b@thread.tacv2',
      message: id,
      key: null,
      part: 1,
      parts: 1,
      card: '{"type":"AdaptiveCard"}',
      ...more,
    });

    it('are kept as they were drawn last, and stay parts of their post', async () => {
      await store.noteTeamsMessage(message('m1', { key: 'post', part: 1, parts: 2 }), now);
      await store.noteTeamsMessage(message('m2', { key: 'post', part: 2, parts: 2 }), now);
      await store.noteTeamsMessage(message('m1', { part: 1, parts: 2, card: '{"changed":true}' }), later(1));
      expect(await store.findTeamsMessage('19:b@thread.tacv2', 'm1')).toEqual(
        message('m1', { key: 'post', parts: 2, card: '{"changed":true}' }),
      );
      expect((await store.teamsMessagesOfKey('post')).map((one) => one.message)).toEqual(['m1', 'm2']);
      expect(await store.findTeamsMessage('19:elsewhere@thread.tacv2', 'm1')).toBeNull();
      expect(await store.teamsMessagesOfKey('nothing')).toEqual([]);
    });

    it('are forgotten sixty days after they were drawn last', async () => {
      await store.noteTeamsMessage(message('m3'), now);
      await store.noteTeamsMessage(message('m4'), now);
      await store.noteTeamsMessage(message('m4'), later(1));
      await store.forgetTeamsMessages(later(60 * dayMs));
      expect(await store.findTeamsMessage('19:b@thread.tacv2', 'm3')).not.toBeNull();
      await store.forgetTeamsMessages(later(60 * dayMs + 1));
      expect(await store.findTeamsMessage('19:b@thread.tacv2', 'm3')).toBeNull();
      expect(await store.findTeamsMessage('19:b@thread.tacv2', 'm4')).not.toBeNull();
    });
  });
}
