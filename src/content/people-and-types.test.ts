import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HoldfastError } from '../errors.ts';
import { type Content, loadContent } from './content.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-content-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function load(name: 'events.yaml' | 'members.yaml', text: string): Promise<Content> {
  const overrides = await mkdtemp(join(folder, 'config-'));
  await writeFile(join(overrides, name), text);
  return await loadContent(overrides);
}

async function refusal(name: 'events.yaml' | 'members.yaml', text: string): Promise<string> {
  try {
    await load(name, text);
    return 'accepted';
  } catch (error) {
    expect((error as HoldfastError).code).toBe('HF_CONTENT_INVALID');
    return (error as HoldfastError).message.replace(/^\S*\/(?=(events|members)\.yaml:)/, '');
  }
}

describe('events.yaml', () => {
  it('registers types with what they feed and what they need', async () => {
    const { customTypes } = await load(
      'events.yaml',
      'eventTypes:\n  - name: message.received\n    feeds: none\n  - name: call.logged\n    feeds: sponsor\n    required: {caller: string, minutes: number, paid: boolean}\n',
    );
    expect([...customTypes.values()]).toEqual([
      { name: 'message.received', feeds: 'none', required: {} },
      {
        name: 'call.logged',
        feeds: 'sponsor',
        required: { caller: 'string', minutes: 'number', paid: 'boolean' },
      },
    ]);
  });

  it('may be absent', async () => {
    expect((await loadContent(null)).customTypes.size).toBe(0);
  });

  it.each([
    ['no name', 'eventTypes:\n  - feeds: none\n', 'events.yaml:2: eventTypes.0.name: '],
    [
      'a name in capitals',
      'eventTypes:\n  - name: Message.received\n    feeds: none\n',
      'events.yaml:2: eventTypes.0.name: noun.verb',
    ],
    ['a name without a verb', 'eventTypes:\n  - name: message\n    feeds: none\n', 'noun.verb'],
    ['a prototype’s name', 'eventTypes:\n  - name: __proto__\n    feeds: none\n', 'noun.verb'],
    [
      'an unknown signal',
      'eventTypes:\n  - name: a.b\n    feeds: mood\n',
      'events.yaml:3: eventTypes.0.feeds: ',
    ],
    [
      'an unknown kind of value',
      'eventTypes:\n  - name: a.b\n    feeds: none\n    required: {x: date}\n',
      'events.yaml:4: eventTypes.0.required.x: ',
    ],
    ['a further key', 'eventTypes:\n  - name: a.b\n    feeds: none\n    color: red\n', 'eventTypes.0: '],
    [
      'a built-in name',
      'eventTypes:\n  - name: user.session\n    feeds: none\n',
      "events.yaml:2: event type 'user.session' exists already",
    ],
    [
      'one name twice',
      'eventTypes:\n  - name: a.b\n    feeds: none\n  - name: a.b\n    feeds: use\n',
      "events.yaml:4: event type 'a.b' exists already",
    ],
    ['a list', '- a\n', 'events.yaml:1: '],
    ['nothing in it', '', 'events.yaml:1: '],
    ['broken YAML', 'eventTypes: [\n', 'events.yaml:'],
  ])('is refused with %s', async (_, text, message) => {
    expect(await refusal('events.yaml', text)).toContain(message);
  });
});

describe('members.yaml', () => {
  const ann = '  - id: ann\n    name: Ann\n    role: csm\n';

  it('names people, their roles and who they are on each platform', async () => {
    const { directory } = await load(
      'members.yaml',
      `newcomers: refuse\nmembers:\n${ann}    email: ann@example.com\n    identities:\n      - {platform: slack, team: T1, user: U1}\n      - {platform: teams, team: t, user: u}\n`,
    );
    expect(directory).toEqual({
      newcomers: 'refuse',
      members: [
        {
          id: 'ann',
          name: 'Ann',
          role: 'csm',
          email: 'ann@example.com',
          identities: [
            { platform: 'slack', team: 'T1', user: 'U1' },
            { platform: 'teams', team: 't', user: 'u' },
          ],
        },
      ],
    });
  });

  it('may be absent or name nobody: then newcomers are customer success managers', async () => {
    expect((await loadContent(null)).directory).toEqual({ newcomers: 'csm', members: [] });
    expect((await load('members.yaml', 'newcomers: agent\n')).directory).toEqual({
      newcomers: 'agent',
      members: [],
    });
  });

  it.each([
    [
      'an unknown role',
      'members:\n  - id: ann\n    name: Ann\n    role: boss\n',
      'members.yaml:4: members.0.role: ',
    ],
    [
      'an id with capitals',
      'members:\n  - id: Ann\n    name: Ann\n    role: csm\n',
      'members.yaml:2: members.0.id: lower-case',
    ],
    ['no name', 'members:\n  - id: ann\n    role: csm\n', 'members.yaml:2: members.0.name: '],
    ['a further key', `mebmers: []\nmembers:\n${ann}`, 'members.yaml:1: '],
    ['an unknown newcomer role', 'newcomers: guest\n', 'members.yaml:1: newcomers: '],
    [
      'an unknown platform',
      `members:\n${ann}    identities: [{platform: irc, team: t, user: u}]\n`,
      'members.0.identities.0.platform: ',
    ],
    ['one id twice', `members:\n${ann}${ann}`, 'members.yaml:5: member ann stands under ann too'],
    [
      'one identity under two members',
      `members:\n${ann}    identities: [{platform: slack, team: T1, user: U1}]\n  - id: bob\n    name: Bob\n    role: agent\n    identities: [{platform: slack, team: T1, user: U1}]\n`,
      'members.yaml:6: identity slack/T1/U1 stands under ann too',
    ],
    ['a list', '- ann\n', 'members.yaml:1: '],
  ])('is refused with %s', async (_, text, message) => {
    expect(await refusal('members.yaml', text)).toContain(message);
  });
});
