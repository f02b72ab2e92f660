import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Action } from '../../domain/action.ts';
import type { ArtifactReader } from '../../domain/artifact.ts';
import { type CalendarWriter, calendarFileName } from '../../domain/meeting.ts';
import { attachmentsOf, meetingOf } from '../actions/message-customer.ts';
import type { CallOutcome, Connector } from '../connector.ts';
import { type Grant, requireGrant } from '../grant.ts';
import { type MailParts, type MailWriter, mailSourceOf, setMail } from '../mail-writer.ts';
import { type Attachment, areRead, readAttachments } from './attachments.ts';
import { composeMail } from './compose-mail.ts';
import { notHappened } from './http-outcome.ts';

/** The mail server, and who writes. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the start. */
  url: string;
  /** The sender's bare address. */
  from: string;
}

const timeoutMs = 30_000;

/**
 * E-mail: as text, or as text and HTML of the same words, with a calendar file where it invites to a meeting, and the
 * artifacts that were approved with it. SMTP knows no keys and no look-up. What is known is when the server began to read the message:
 * everything before was never sent, a refusal afterwards is none, and a lost answer leaves it unknown. That needs one
 * connection for each message, so there is no pool.
 */
export function createSmtp(
  settings: SmtpSettings,
  {
    writeCalendar,
    writeMail,
    readArtifact,
  }: {
    writeCalendar?: CalendarWriter | undefined;
    writeMail?: MailWriter | undefined;
    readArtifact?: ArtifactReader | undefined;
  } = {},
): Connector {
  const server = serverOf(settings.url);
  return {
    name: 'smtp',
    delivery: () => 'none',
    preview: (action) => ({
      connector: 'smtp',
      target: `e-mail through ${server.host}:${server.port}`,
      request: { from: settings.from, ...mailOf(action), ...wordsShown(action), ...attachmentShown(action) },
    }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      if (grant.action.kind !== 'message.customer' && grant.action.kind !== 'message.member') {
        return notHappened(`E-mail cannot carry out ${grant.action.kind}`, true);
      }
      if (signal.aborted) return notHappened('it was stopped before it began', false);
      if (meetingOf(grant.action) && !writeCalendar)
        return notHappened('this process writes no calendar files', true);
      const source = mailSourceOf(grant.action);
      const parts = source && (await setMail(source, writeMail));
      if (typeof parts === 'string') return notHappened(parts, true);
      const files = await readAttachments(grant.action, readArtifact);
      if (!areRead(files)) return files;
      return await send(server, settings.from, grant, signal, { writeCalendar, parts, files });
    },
  };
}

interface SmtpServer {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; pass: string } | null;
}

/** @throws {TypeError} when the address is none of SMTP */
function serverOf(address: string): SmtpServer {
  const url = new URL(address);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') {
    throw new TypeError(`${url.protocol} is no protocol for e-mail`);
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth: url.username
      ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
      : null,
  };
}

function mailOf({ params }: Action): { to: string[]; subject: string } {
  return { to: (params.to as readonly string[]).map(String), subject: String(params.subject) };
}

/** What a dry run shows of the words: the view that they are set from, or themselves. */
function wordsShown(action: Action): { text: string; html?: string } {
  const source = mailSourceOf(action);
  if (source === null) return { text: String(action.params.body) };
  const text = source.kind === 'view' ? source.view.summary : source.body;
  return { text, html: 'the same words, set as a page' };
}

/** What a dry run shows of the file; the meeting itself stands among the parameters. */
function attachmentShown(action: Action): { attachment?: string; files?: string[] } {
  const files = attachmentsOf(action).map(({ fileName, bytes }) => `${fileName}, ${bytes} bytes`);
  return {
    ...(meetingOf(action) ? { attachment: `${calendarFileName}, text/calendar; method=REQUEST` } : {}),
    ...(files.length > 0 ? { files } : {}),
  };
}

/** The calendar file; the same grant gives the same bytes. */
function calendarPart(
  { action, grantedAt }: Grant,
  from: string,
  writeCalendar: CalendarWriter | undefined,
): { method: string; filename: string; content: string } | undefined {
  const meeting = meetingOf(action);
  if (!meeting || !writeCalendar) return undefined;
  const request = { meeting, to: mailOf(action).to, writtenAt: new Date(grantedAt) };
  const content = writeCalendar({ ...request, organizer: meeting.organizer ?? from });
  return { method: 'REQUEST', filename: calendarFileName, content };
}

/** The same effect has the same Message-ID, so that a reader's program can recognise a copy. */
function messageIdOf(key: string, from: string): string {
  return `<${key}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

async function send(
  server: SmtpServer,
  from: string,
  grant: Grant,
  signal: AbortSignal,
  {
    writeCalendar,
    parts,
    files,
  }: { writeCalendar: CalendarWriter | undefined; parts: MailParts | null; files: readonly Attachment[] },
): Promise<CallOutcome> {
  const mail = mailOf(grant.action);
  const words = parts ?? { text: String(grant.action.params.body) };
  const messageId = messageIdOf(grant.key, from);
  const composed = await composeMail({
    from,
    to: mail.to,
    subject: mail.subject,
    messageId,
    words,
    files,
    calendar: calendarPart(grant, from, writeCalendar),
  });
  const attempt = { reading: false };
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    // Over a network nothing leaves unencrypted, whatever the server offers.
    requireTLS: !server.secure && !isLoopback(server.host),
    name: 'holdfast',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  const stop = (): void => connection.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const info = await deliver(connection, server, { from, to: mail.to }, readOnDemand(composed, attempt));
    const rejected = new Set((info.rejected ?? []).map(String));
    // By their place, as the card names it: receipts stand in the audit, which keeps no addresses.
    const refused = mail.to.flatMap((address, at) => (rejected.has(address) ? [`To ${at + 1}`] : []));
    return { kind: 'done', receipt: { messageId, accepted: mail.to.length - refused.length, refused } };
  } catch (error) {
    return outcomeOf(error, attempt.reading);
  } finally {
    signal.removeEventListener('abort', stop);
    connection.close();
  }
}

/** The message as a stream that the connection begins to read only after the server has agreed to DATA. */
function readOnDemand(message: Buffer, attempt: { reading: boolean }): Readable {
  return new Readable({
    read() {
      attempt.reading = true;
      this.push(message);
      this.push(null);
    },
  });
}

interface Envelope {
  from: string;
  to: string[];
}

function deliver(
  connection: SMTPConnection,
  server: SmtpServer,
  envelope: Envelope,
  message: Readable,
): Promise<{ rejected?: readonly unknown[] | undefined }> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.once('end', () => reject(Object.assign(new Error('closed'), { code: 'ECONNECTION' })));
    connection.connect((refusal) => {
      if (refusal) return reject(refusal);
      const transmit = (): void =>
        connection.send(envelope, message, (error, info) => {
          if (error || !info) reject(error ?? new Error('no answer'));
          else resolve(info);
        });
      if (!server.auth) return transmit();
      connection.login({ credentials: server.auth }, (error) => (error ? reject(error) : transmit()));
    });
  });
}

/** A reply with a code of 500 and more, to a command that came before or to the whole message, will not change by itself. */
function outcomeOf(error: unknown, reading: boolean): CallOutcome {
  const { code, command, responseCode, response } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    response?: string;
  };
  const said = response ? `: ${response.replace(/[\p{Cc}\p{Z}]+/gu, ' ').slice(0, 200)}` : '';
  const reason = `the mail server did not take it (${code ?? 'unknown'}${command ? ` at ${command}` : ''})${said}`;
  const isRefusal = code === 'EMESSAGE' && responseCode !== undefined && responseCode >= 400;
  if (reading && !isRefusal) {
    return {
      kind: 'unknown',
      reason: `the mail server read it and then did not answer (${code ?? 'unknown'})`,
    };
  }
  const isFinal = code === 'EAUTH' || (responseCode !== undefined && responseCode >= 500);
  const isOutOfReach = code !== undefined && outOfReach.has(code) && responseCode === undefined;
  return { ...notHappened(reason, isFinal), ...(isOutOfReach ? { away: 'unreachable' as const } : {}) };
}

const outOfReach: ReadonlySet<string> = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS']);

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
