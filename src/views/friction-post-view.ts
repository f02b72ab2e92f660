import { counted } from '../domain/counted.ts';
import type { FrictionCause } from '../rules/onboarding/rank-friction.ts';
import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View } from './view.ts';
import { type Names, who } from './who.ts';

/** The week's worst causes of friction, with who mends each until when. */
export function frictionPostView(
  { on, causes }: { on: string; causes: readonly FrictionCause[] },
  names: Names = new Map(),
): View {
  const open = causes.filter(({ owners, shipOn }) => owners.length === 0 || shipOn === null).length;
  const routed = open === 0 ? 'all have owner and date' : `${open} without owner or date`;
  const summary = `Friction of onboarding, week of ${formatDay(on)}: ${counted(causes.length, 'cause')}, ${routed}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: shortenLine(summary, 140) },
      { kind: 'list', items: causes.map((cause) => causeItem(cause, names)) },
      {
        kind: 'note',
        spans: [
          { text: 'Route one: ' },
          { text: 'onboarding ACCOUNT --friction KEY --owner MEMBER --ship-on DATE', code: true },
          { text: ' in a terminal.' },
        ],
      },
    ],
  };
}

function causeItem({ key, title, accounts, count, owners, shipOn }: FrictionCause, names: Names): Span[] {
  const fixers = owners.length === 0 ? 'no owner' : owners.map((owner) => who(owner, names)).join(', ');
  const until = shipOn === null ? 'no date' : `due ${formatDay(shipOn)}`;
  return [
    { text: shortenLine(title, 110), strong: true },
    { text: `: ${counted(accounts.length, 'account')}, ${counted(count, 'time')} · ${fixers}, ${until}` },
    { text: ` (${shortenLine(key, 80)})`, quiet: true },
  ];
}
