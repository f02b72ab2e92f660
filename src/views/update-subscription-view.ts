import type { UpdatesPack } from '../domain/account-week.ts';
import { said } from './said.ts';
import { shortenLine } from './shorten-line.ts';
import type { View } from './view.ts';

const days: Readonly<Record<UpdatesPack['executive']['day'], string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

interface When {
  schedule: UpdatesPack['executive'];
  zone: string;
}

/** From now on somebody gets updates. @param of - `Acme`, or `every customer of segment smb` */
export function subscribedToUpdatesView(of: string, by: 'chat' | 'mail', { schedule, zone }: When): View {
  const way = by === 'chat' ? 'here in chat' : 'by e-mail';
  const at = `${days[schedule.day]} at ${String(schedule.hour).padStart(2, '0')}:00 (${zone})`;
  return said(
    `Each ${at} you get the update of ${shortenLine(of, 120)}, ${way}. The same words with "off" end it.`,
  );
}

/** Somebody gets updates no more. */
export function unsubscribedView(of: string, had: boolean): View {
  const name = shortenLine(of, 120);
  return said(had ? `No more updates of ${name}.` : `You get no updates of ${name}; nothing was changed.`);
}

/** What somebody is subscribed to. @param of - each with how it comes */
export function updateListView(of: readonly { name: string; by: 'chat' | 'mail' }[]): View {
  if (of.length === 0) return said('You get no updates. Ask for them with: /cs update acme subscribe');
  return {
    summary: 'Your weekly updates',
    blocks: [
      { kind: 'heading', text: 'Your weekly updates' },
      {
        kind: 'list',
        items: of
          .slice(0, 40)
          .map(({ name, by }) => [
            { text: `${shortenLine(name, 120)}, ${by === 'chat' ? 'in chat' : 'by e-mail'}` },
          ]),
      },
    ],
  };
}

/** A weekly letter as it would be proposed, or why there is none. */
export function letterDraftView(
  name: string,
  draft: { to: readonly string[]; subject: string; body: string } | { reason: string },
): View {
  const heading = `Weekly letter to ${shortenLine(name, 100)}`;
  if ('reason' in draft) return said(`${heading}: none, because ${draft.reason}.`);
  return {
    summary: `${heading}: ${draft.subject}`,
    blocks: [
      { kind: 'heading', text: heading },
      {
        kind: 'facts',
        facts: [
          { label: 'To', value: [{ text: draft.to.join(', ') }] },
          { label: 'Subject', value: [{ text: draft.subject }] },
        ],
      },
      { kind: 'quote', spans: [{ text: draft.body }] },
      { kind: 'note', spans: [{ text: 'This is a draft of now; nothing is proposed or sent.' }] },
    ],
  };
}
