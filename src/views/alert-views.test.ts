import { describe, expect, test } from 'vitest';
import { alertOf, alertsOf, findingOf, seenOf } from '../../test/support/alerts.ts';
import type { Alert } from '../domain/alert.ts';
import { floodView } from './alert-flood-view.ts';
import { type AlertCard, alertView } from './alert-view.ts';
import { alertsListView } from './alerts-list-view.ts';
import { accountRisksView, risksView } from './risks-view.ts';
import { textOf, type View } from './view.ts';

const names = new Map([
  ['csm1', 'Priya Shah'],
  ['csm2', 'Tobias Adeyemi'],
]);
const play = {
  id: 'silence',
  action: 'Write to the last users',
  first: 'See their last day',
  why: 'The standard playbook for this.',
};
const cardOf = (alert: Alert, given: Partial<AlertCard> = {}): View =>
  alertView({ alert, play, names, worth: null, today: '2026-11-23', ...given });

/** What is read, line by line; buttons in brackets. */
function linesOf({ blocks }: View): string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [block.text];
      case 'text':
      case 'note':
        return [textOf(block.spans)];
      case 'list':
        return block.items.map(textOf);
      case 'facts':
        return block.facts.map(({ label, value }) => `${label}: ${textOf(value)}`);
      case 'buttons':
        return [block.buttons.map(({ label }) => `[${label}]`).join(' ')];
      case 'picker':
        return [`(${block.options.map(({ label }) => label).join(', ')})`];
      default:
        return [];
    }
  });
}

describe('the card of an alert', () => {
  test('says what is wrong, what is at stake and what to do, as orders, with names', () => {
    expect(linesOf(cardOf(alertOf('a1')))).toEqual([
      'Acme: gone quiet',
      'High. Nobody was there for 21 days.',
      ...['ARR at risk: EUR 48,000', 'Renewal: 31 Jan 2027, in 69 days', 'Health: 41.50, red'],
      'Owner: Priya Shah',
      'Recommended play: Write to the last users. First step: See their last day. The standard playbook for this.',
      'Nobody is on it yet.',
      "[Run the play] [I'm on it] [Assign] [Snooze] [Not useful]",
      '[Add to register]',
      'Open since 23 Nov 2026, 09:00 UTC · rule no-login',
    ]);
  });

  test('of an account without contract, owner or score says so in place of each', () => {
    const { picture } = seenOf();
    const bare = {
      ...picture,
      arr: null,
      renewsOn: null,
      score: null,
      band: null,
      tier: null,
      segment: null,
    };
    const lines = linesOf(cardOf(alertOf('a1', { picture: bare, owner: null })));
    for (const line of [
      'ARR at risk: not on record',
      'Renewal: not on record',
      'Health: unknown',
      'Owner: nobody yet',
    ])
      expect(lines).toContain(line);
  });

  test('of a customer who pays nothing says that nothing is at risk', () => {
    const picture = { ...seenOf().picture, arr: { amount: 0, currency: 'USD' } };
    expect(linesOf(cardOf(alertOf('a1', { picture })))).toContain('ARR at risk: none');
  });

  test('a name of two hundred characters leaves room for the matter', () => {
    const picture = { ...seenOf().picture, accountName: 'N'.repeat(200) };
    const [heading = ''] = linesOf(cardOf(alertOf('a1', { picture })));
    expect(heading).toMatch(/^N{79}…: gone quiet$/);
  });

  test('names who is on it and which play runs, and leads to the play', () => {
    const running = { playbook: play.action, proposalId: 'p1', by: 'csm2' };
    const lines = linesOf(cardOf(alertOf('a1', { state: 'acknowledged', assignee: 'csm2', play: running })));
    expect(lines).toContain('Tobias Adeyemi started the play "Write to the last users".');
    expect(lines).toContain('[See the play] [Assign] [Snooze] [Not useful] [Add to register]');
    expect(lines.join()).not.toContain('Recommended play');
  });
});

describe('many alerts', () => {
  const of = (account: string, rule: string, severity: 'critical' | 'low', title: string): Alert =>
    alertOf(`${account}-${rule}`, { account, finding: findingOf({ account, rule, severity, title }) });

  test('are one message by account, the worst first, with what is at stake, in the tone of the worst', () => {
    const acme = [of('acme', 'a', 'low', 'Plan limit close'), of('acme', 'b', 'critical', 'Gone quiet')];
    const other = {
      ...of('other', 'a', 'low', 'Plan limit close'),
      picture: { ...seenOf().picture, accountName: 'Other' },
    };
    const view = floodView([other, ...acme]);
    expect(view.blocks[0]).toMatchObject({ text: '3 alerts for 2 accounts', tone: 'bad' });
    expect(linesOf(view)).toEqual([
      '3 alerts for 2 accounts',
      '1 critical, 2 low. Each card is in the thread, the most severe first.',
      'Acme: Gone quiet (critical), Plan limit close (low) · EUR 48,000 · renews 31 Jan 2027',
      'Other: Plan limit close (low) · EUR 48,000 · renews 31 Jan 2027',
    ]);
  });

  test('of five hundred accounts name eight, and say how many more', () => {
    const lines = linesOf(floodView(alertsOf(500)));
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 492 more accounts in the thread');
  });

  test('in a list say how grave each is by a word and a shape, where its line begins', () => {
    const grave = (['critical', 'high', 'medium', 'low'] as const).map((severity) =>
      alertOf(severity, { finding: findingOf({ severity }) }),
    );
    const lines = linesOf(alertsListView({ alerts: grave, scope: 'closed', names, more: false })).slice(1);
    expect(lines.map((line) => line.slice(0, line.indexOf('  ')))).toEqual([
      '⛔ Critical',
      '🔺 High',
      '🔶 Medium',
      '⚪ Low',
    ]);
  });

  test('in a list carry their buttons, and beyond ten a line each', () => {
    const view = alertsListView({ alerts: alertsOf(12), scope: 'all', names, more: true });
    const lines = linesOf(view);
    expect(lines.filter((line) => line.startsWith('['))).toEqual(
      Array(10).fill("[I'm on it] [See the play] [Assign] [Snooze] [Not useful]"),
    );
    expect(lines.at(-1)).toContain('More are open');
    const closed = alertsListView({ alerts: alertsOf(1), scope: 'closed', names, more: false });
    expect(linesOf(closed).join()).not.toContain('[');
  });
});

describe('what the rules see', () => {
  const account = {
    id: 'acme',
    name: 'Acme',
    aliases: [],
    domains: [],
    status: 'active' as const,
    tier: null,
    segment: null,
    owner: null,
    arr: { amount: 0, currency: 'USD' },
    renewsOn: null,
    startsOn: null,
  } as unknown as Parameters<typeof risksView>[0][number]['account'];
  const critical = findingOf({ severity: 'critical' });

  test('of many accounts leads to what to do for each, and says nothing where nothing is known', () => {
    const other = { ...account, id: 'other', name: 'Other' };
    const view = risksView([
      { account, findings: [critical] },
      { account: other, findings: [findingOf({ severity: 'low' })] },
    ]);
    expect(view.blocks[0]).toMatchObject({ text: '2 accounts at risk', tone: 'bad' });
    expect(linesOf(view)).toContain('Acme: Gone quiet (critical)');
    expect(linesOf(view)).toContain('(Acme, Other)');
  });

  test('of one account leads to its play', () => {
    const urlOf = (): string => '/evidence/findings/acme?rule=no-login';
    const lines = linesOf(accountRisksView({ account, findings: [critical], urlOf }));
    expect(lines.at(-1)).toBe('[See the play] [Health] [Timeline]');
  });
});
