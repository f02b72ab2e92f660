import { counted } from '../domain/counted.ts';
import type {
  FrictionEntry,
  InvitationKind,
  OnboardingOutcome,
  OnboardingStatus,
  RecoveryWay,
} from '../domain/onboarding.ts';
import { formatDay } from './format.ts';
import { onboardingButton } from './onboarding-button.ts';
import {
  evidenceSpans,
  invitationLabels,
  statusTones,
  statusWords,
  verdictWords,
  wayLabels,
} from './onboarding-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';
import { type Names, who } from './who.ts';

/** What the card of an onboarding needs. */
export interface ShownOnboarding {
  account: { id: string; name: string; owner: string | null };
  startsOn: string;
  startIsContracted: boolean;
  day: number;
  status: OnboardingStatus;
  reason: string;
  idleHours: number;
  outcomes: readonly OnboardingOutcome[];
  checklist: {
    template: string | null;
    items: readonly {
      id: string;
      title: string;
      done: boolean;
      doneBy: string | null;
      byPerson: boolean;
      evidence: readonly { url: string }[];
    }[];
  };
  friction: readonly FrictionEntry[];
  recovery: readonly { key: string; title: string; ways: readonly RecoveryWay[] }[];
  toInvite: readonly InvitationKind[];
}

const nameLength = 60;
const titleLength = 110;
const frictionShown = 5;
const recoveriesShown = 3;
const ticksShown = 4;

/** How an account's onboarding goes: goals with evidence, what is left to do, what got in the way, and the way on. */
export function onboardingView(onboarding: ShownOnboarding, names: Names = new Map()): View {
  const { account, day, status, outcomes } = onboarding;
  const title = `${shortenLine(account.name, nameLength)}: onboarding, day ${day}, ${statusWords[status]}`;
  const passed = outcomes.filter(({ verdict }) => verdict === 'pass').length;
  return {
    summary: `${title}, ${passed} of ${outcomes.length} goals reached`,
    blocks: [
      { kind: 'heading', text: title, tone: statusTones[status] },
      { kind: 'facts', facts: standing(onboarding, names) },
      ...recoveryBlocks(onboarding),
      outcomeTable(outcomes),
      ...frictionBlocks(onboarding.friction, names),
      ...checklistBlocks(onboarding),
      { kind: 'buttons', buttons: nextButtons(onboarding) },
      { kind: 'note', spans: [{ text: noteOf(onboarding) }] },
    ],
  };
}

function standing(
  { reason, idleHours, account, friction }: ShownOnboarding,
  names: Names,
): { label: string; value: Span[] }[] {
  const open = friction.filter(({ isOpen }) => isOpen).length;
  return [
    { label: 'Why', value: [{ text: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` }] },
    {
      label: 'Last progress',
      value: [
        {
          text:
            idleHours < 48 ? `${counted(idleHours, 'hour')} ago` : `${Math.floor(idleHours / 24)} days ago`,
        },
      ],
    },
    { label: 'Owner', value: [{ text: who(account.owner, names, 'nobody yet') }] },
    { label: 'Friction', value: [{ text: open === 0 ? 'nothing open' : `${open} open` }] },
  ];
}

function outcomeTable(outcomes: readonly OnboardingOutcome[]): ViewBlock {
  return {
    kind: 'table',
    columns: [{ label: 'Day', align: 'right' }, { label: 'Goal' }, { label: 'Result' }, { label: 'Why' }],
    rows: outcomes.map(({ day, label, verdict, reason, evidence }) => [
      [{ text: String(day) }],
      [{ text: label }],
      [{ text: verdictWords[verdict], strong: verdict === 'fail', quiet: verdict === 'unknown' }],
      [{ text: reason }, ...evidenceSpans(evidence)],
    ]),
  };
}

/** What failed, each with its ways out; every button proposes and none does anything by itself. */
function recoveryBlocks({ account, recovery }: ShownOnboarding): ViewBlock[] {
  if (recovery.length === 0) return [];
  const left = recovery.length - recoveriesShown;
  return [
    { kind: 'text', spans: [{ text: 'What failed, and how to fix it', strong: true }] },
    ...recovery.slice(0, recoveriesShown).flatMap(({ key, title, ways }): ViewBlock[] => [
      { kind: 'text', spans: [{ text: shortenLine(title, titleLength) }] },
      {
        kind: 'buttons',
        buttons: ways.map((way) => ({
          action: 'onboarding-recover',
          label: wayLabels[way],
          value: onboardingButton({ account: account.id, key, way }),
        })),
      },
    ]),
    ...(left > 0
      ? [{ kind: 'note' as const, spans: [{ text: `${left} more failed. Fix these first.` }] }]
      : []),
  ];
}

function frictionBlocks(friction: readonly FrictionEntry[], names: Names): ViewBlock[] {
  if (friction.length === 0) return [];
  const shown = friction.slice(0, frictionShown);
  const rest = friction.length - shown.length;
  return [
    {
      kind: 'text',
      spans: [
        { text: 'Friction log', strong: true },
        ...(rest > 0 ? [{ text: `, ${rest} more entries`, quiet: true }] : []),
      ],
    },
    { kind: 'list', items: shown.map((entry) => frictionItem(entry, names)) },
  ];
}

function frictionItem(
  { title, isOpen, count, lastAt, owner, shipOn, evidence }: FrictionEntry,
  names: Names,
): Span[] {
  const times = count > 1 ? ` · ${counted(count, 'time')}` : '';
  const fixer =
    owner === null
      ? isOpen
        ? ' · no owner'
        : ''
      : ` · ${who(owner, names)}, ${shipOn ? `due ${formatDay(shipOn)}` : 'no date'}`;
  return [
    { text: isOpen ? 'Open: ' : 'Fixed: ', strong: isOpen, quiet: !isOpen },
    { text: shortenLine(title, titleLength) },
    { text: `${times} · ${formatDay(lastAt)}${fixer}`, quiet: true },
    ...evidenceSpans(evidence),
  ];
}

function checklistBlocks({ account, checklist }: ShownOnboarding): ViewBlock[] {
  const { items } = checklist;
  if (items.length === 0) return [];
  const done = items.filter((item) => item.done).length;
  const tickable = items.filter((item) => item.byPerson && !item.done).slice(0, ticksShown);
  return [
    {
      kind: 'text',
      spans: [{ text: 'Launch checklist', strong: true }, { text: `, ${done} of ${items.length} done` }],
    },
    {
      kind: 'list',
      items: items.map((item): Span[] => [
        { text: item.done ? '✓ ' : '○ ', strong: item.done },
        { text: item.title },
        ...(item.doneBy === 'person' ? [{ text: ' (ticked by hand)', quiet: true }] : []),
        ...evidenceSpans(item.evidence),
      ]),
    },
    ...(tickable.length === 0
      ? []
      : [
          {
            kind: 'buttons' as const,
            buttons: tickable.map(({ id, title }) => ({
              action: 'onboarding-tick' as const,
              label: shortenLine(`Done: ${title}`, 70),
              value: onboardingButton({ account: account.id, key: id, way: 'done' }),
            })),
          },
        ]),
  ];
}

function nextButtons({ account, toInvite }: ShownOnboarding): ViewButton[] {
  return [
    { action: 'onboard', label: 'Walk the seven steps', value: account.id, tone: 'primary' },
    ...toInvite.map(
      (kind): ViewButton => ({
        action: 'onboarding-invite',
        label: `Invite: ${invitationLabels[kind]}`,
        value: onboardingButton({ account: account.id, key: kind, way: 'invite' }),
      }),
    ),
    { action: 'health', label: 'Health', value: account.id },
  ];
}

function noteOf({ startsOn, startIsContracted, checklist }: ShownOnboarding): string {
  const start = startIsContracted
    ? `Day 0 is ${formatDay(startsOn)}, when the contract starts.`
    : `Day 0 is ${formatDay(startsOn)}, the first event: no contract says when it starts.`;
  const template = checklist.template === null ? '' : ` Checklist of the segment ${checklist.template}.`;
  return `${start} Days are UTC and count whole.${template}`;
}
