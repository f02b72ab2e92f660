import type { ConnectorName } from '../domain/action.ts';
import { counted } from '../domain/counted.ts';
import type { Outage } from '../domain/outage.ts';
import { formatInstant } from './format.ts';

/** What people call a platform. */
export const platformNames: Readonly<Record<ConnectorName, string>> = {
  holdfast: 'Holdfast itself',
  outbox: 'The file outbox',
  chat: 'The chat',
  smtp: 'The mail server',
  hubspot: 'HubSpot',
  zendesk: 'Zendesk',
  intercom: 'Intercom',
};

/** An outage of a platform in one line: since when, how much waits, and that nobody has to do anything about it. */
export function outageWords({ connector, since, waiting }: Outage, now: Date): string {
  const begun = `${platformNames[connector]} has taken nothing since ${formatInstant(since.toISOString())}`;
  const lasting = `for ${lengthWords(now.getTime() - since.getTime())}`;
  if (waiting === 0) return `${begun}, ${lasting}; nothing waits for it`;
  const goes = waiting === 1 ? 'goes' : 'go';
  const what = `${counted(waiting, 'action')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return `${begun}, ${lasting}: ${what} and ${goes} out when it answers, if within a day`;
}

function lengthWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return counted(minutes, 'minute');
  return `${Math.floor(minutes / 60)} hours`;
}
