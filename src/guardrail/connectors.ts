import type { ArtifactReader } from '../domain/artifact.ts';
import type { Clock } from '../domain/clock.ts';
import type { CalendarWriter } from '../domain/meeting.ts';
import { createFileOutbox } from './clients/file-outbox.ts';
import { createHubspot, type HubspotSettings } from './clients/hubspot.ts';
import { createIntercom } from './clients/intercom.ts';
import { createSmtp, type SmtpSettings } from './clients/smtp.ts';
import { createZendesk, type ZendeskSettings } from './clients/zendesk.ts';
import type { Connector, Connectors } from './connector.ts';
import type { MailWriter } from './mail-writer.ts';
import { outboxFolderOf } from './outbox-record.ts';

/** What the operator configured; null = not there. */
export interface ConnectorSettings {
  smtp: SmtpSettings | null;
  hubspot: HubspotSettings | null;
  zendesk: ZendeskSettings | null;
  intercom: { token: string } | null;
}

/** What connectors need of this process. */
export interface ConnectorPorts {
  /** The data folder, absolute; the file outbox lies in it. */
  home: string;
  clock: Clock;
  /** Absent = letters that invite to a meeting stay where they are. */
  writeCalendar?: CalendarWriter | undefined;
  /** Absent = letters that are set as a page too stay where they are. */
  writeMail?: MailWriter | undefined;
  /** Absent = letters that bring artifacts stay where they are. */
  readArtifact?: ArtifactReader | undefined;
  /** Ways out that are made elsewhere: a chat platform that runs in this process. */
  others?: readonly Connector[];
}

/** Makes the ways out that are configured. The file outbox is always there. */
export function createConnectors(
  settings: ConnectorSettings,
  { home, clock, others = [], ...ports }: ConnectorPorts,
): Connectors {
  const { smtp, hubspot, zendesk, intercom } = settings;
  const made: Connector[] = [
    createFileOutbox(outboxFolderOf(home), clock, ports),
    ...(smtp ? [createSmtp(smtp, ports)] : []),
    ...(hubspot ? [createHubspot(hubspot, clock)] : []),
    ...(zendesk ? [createZendesk(zendesk, clock)] : []),
    ...(intercom ? [createIntercom(intercom, clock)] : []),
    ...others,
  ];
  return new Map(made.map((connector) => [connector.name, connector]));
}
