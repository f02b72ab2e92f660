import { expect, test } from 'vitest';
import type { Asked, ChatRequest, Reply } from '../bot/reply.ts';
import { createManualClock } from '../domain/clock.ts';
import { answerOnce } from './teams-side.ts';

const request = (asked: Asked): ChatRequest => ({
  platform: 'local',
  team: 'local',
  user: 'csm1',
  channel: 'D0csm1',
  place: 'direct',
  thread: null,
  asked,
});
const said = (text: string) => request({ kind: 'message', text });

function sides() {
  const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
  let asked = 0;
  const answer = async (): Promise<Reply> => ({ view: { summary: `${++asked}`, blocks: [] }, trace: 't' });
  return { ...answerOnce(answer, clock), clock, count: () => asked };
}

test('what is said on both sides is done once, and both get the same reply', async () => {
  const { slack, teams, count } = sides();
  const replies = await Promise.all([slack(said('override acme 45')), teams(said('override acme 45'))]);
  expect(replies[0]).toBe(replies[1]);
  expect(count()).toBe(1);
});

test('the same words said again are done again, and so is what only one side hears', async () => {
  const { slack, teams, count, clock } = sides();
  await slack(said('help'));
  await slack(said('help'));
  expect(count()).toBe(2);
  await teams(said('help'));
  expect(count()).toBe(2);
  await slack(said('book'));
  clock.set(new Date('2026-11-21T10:01:00Z'));
  await teams(said('book'));
  expect(count()).toBe(4);
});

test('a press is of the side on which it was made', async () => {
  const { slack, teams, count } = sides();
  const press = request({ kind: 'click', action: 'why', value: 'acme' });
  await Promise.all([slack(press), teams(press)]);
  expect(count()).toBe(2);
});
