import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectorContract } from '../../../test/suites/connector-contract.ts';
import { grantFor } from '../../../test/support/grants.ts';
import { type MailServer, startMailServer } from '../../../test/support/mail-server.ts';
import { calendarInvitation } from '../../artifacts/calendar-invitation.ts';
import type { Action } from '../../domain/action.ts';
import { createSmtp } from './smtp.ts';

const from = 'holdfast@ours.example';
const mail = (params: Action['params'] = {}): Action => ({
  kind: 'message.customer',
  account: 'acme',
  params: {
    to: ['ada@acme.example', 'bob@acme.example'],
    subject: 'Renewal',
    body: 'Hello Ada,\nsee you.',
    ...params,
  },
  connector: 'smtp',
  before: {},
});
const { signal } = new AbortController();
const open: MailServer[] = [];
let server: MailServer;

async function start(auth?: { user: string; pass: string }): Promise<MailServer> {
  const started = await startMailServer(auth ?? null);
  open.push(started);
  return started;
}

beforeEach(async () => {
  server = await start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

connectorContract('e-mail', {
  open: async () => {
    const own = await start({ user: 'u', pass: 'pa55-w0rd' });
    return {
      connector: createSmtp({ url: own.url.replace('//', '//u:pa55-w0rd@'), from }),
      effects: () => own.mails.length,
      requests: () => own.connections,
      loseAnswers: () => {
        own.mode = 'drop after DATA';
      },
    };
  },
  actions: [mail()],
  secrets: ['pa55-w0rd'],
});

describe('e-mail', () => {
  const send = (action = mail(), url = server.url) =>
    createSmtp({ url, from }).perform(grantFor(action), signal);
  const header = (name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(server.mails[0]?.raw ?? '')?.[1];

  test('TD17: goes to exactly the addresses that were granted, as plain text', async () => {
    expect(await send()).toEqual({
      kind: 'done',
      receipt: { messageId: '<hf-p1-1@ours.example>', accepted: 2, refused: [] },
    });
    const [received] = server.mails;
    expect([received?.from, received?.to]).toEqual([from, ['ada@acme.example', 'bob@acme.example']]);
    expect(header('To')).toBe('ada@acme.example, bob@acme.example');
    expect(header('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(header('Message-ID')).toBe('<hf-p1-1@ours.example>');
    expect(received?.raw).not.toMatch(/^(?:cc|bcc|reply-to|x-mailer):/im);
    expect(received?.raw.split('\r\n\r\n')[1]).toBe('Hello Ada,\r\nsee you.\r\n');
  });

  const invitation = {
    uid: 'acme.review@holdfast',
    title: 'Review',
    description: 'Figures',
    minutes: 60,
    weeks: 1,
    startsAt: '2026-12-10T09:00:00.000Z',
  };

  test('invites with a calendar file that asks to accept, and is the same each time', async () => {
    const smtp = createSmtp({ url: server.url, from }, { writeCalendar: calendarInvitation });
    const action = mail({ invitation: { ...invitation, organizer: 'csm@ours.example' } });
    expect(await smtp.perform(grantFor(action), signal)).toMatchObject({ kind: 'done' });
    const raw = server.mails[0]?.raw ?? '';
    expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/m);
    expect(raw).toMatch(/filename=invite\.ics/);
    const file = (/BEGIN:VCALENDAR[\s\S]*?END:VCALENDAR/.exec(raw)?.[0] ?? '').replaceAll('\r\n ', '');
    for (const line of ['METHOD:REQUEST', 'UID:acme.review@holdfast', 'DTSTART:20261210T090000Z'])
      expect(file).toContain(line);
    expect(file).toMatch(/ORGANIZER[^\n]*mailto:csm@ours\.example/i);
    expect(file).toMatch(/ATTENDEE[^\n]*mailto:ada@acme\.example/i);
    expect(smtp.preview(action).request).toMatchObject({
      attachment: 'invite.ics, text/calendar; method=REQUEST',
    });
    await smtp.perform(grantFor(action), signal);
    const attached = (text = '') =>
      /filename=invite\.ics\r\n[\w-]+: base64([A-Za-z0-9+/=\r\n]+)/.exec(text)?.[1];
    expect(Buffer.from(attached(raw) ?? '', 'base64').toString()).toContain('METHOD:REQUEST');
    expect(attached(server.mails[1]?.raw)).toBe(attached(raw));
  });

  test('that invites goes nowhere without its file', async () => {
    expect(await send(mail({ invitation }))).toMatchObject({ kind: 'not_happened', permanent: true });
    expect(server.mails).toEqual([]);
  });

  test('TD17: no subject or body becomes a header or a second message', async () => {
    const subject = 'Hi\r\nBcc: eve@evil.example\r\n\r\nOther body';
    const body = 'x\n.\nMAIL FROM:<eve@evil.example>\nRCPT TO:<eve@evil.example>\nDATA\n.\n';
    await send(mail({ subject, body }));
    expect(server.mails).toHaveLength(1);
    const [received] = server.mails;
    expect(received?.to).toEqual(['ada@acme.example', 'bob@acme.example']);
    expect(received?.raw.split('\r\n\r\n')[0]).not.toMatch(/^(?:bcc|cc):/im);
    expect(received?.raw.split('\r\n\r\n').slice(1).join('\r\n\r\n')).toContain(
      'MAIL FROM:<eve@evil.example>',
    );
  });

  test('neither a file nor an address in the text is read', async () => {
    await send(mail({ subject: '/etc/passwd', body: 'file:///etc/passwd' }));
    expect(server.mails[0]?.raw.split('\r\n\r\n')[1]?.trim()).toBe('file:///etc/passwd');
  });

  test('a server that is not there has not got it', async () => {
    const { url } = server;
    await server.close();
    expect(await send(mail(), url)).toMatchObject({ kind: 'not_happened', permanent: false });
  });

  test('a wrong password is a refusal that no repetition mends, and is not repeated in the reason', async () => {
    const locked = await start({ user: 'u', pass: 'right' });
    const outcome = await send(mail(), locked.url.replace('//', '//u:wr0ng-one@'));
    expect(outcome).toMatchObject({ kind: 'not_happened', permanent: true });
    expect(JSON.stringify(outcome)).not.toContain('wr0ng-one');
    expect(locked.mails).toEqual([]);
  });

  test('nobody was written to when every recipient is refused', async () => {
    server.refused = new Set(['ada@acme.example', 'bob@acme.example']);
    expect(await send()).toMatchObject({
      kind: 'not_happened',
      permanent: true,
      reason: expect.stringContaining('550'),
    });
    expect(server.mails).toEqual([]);
  });

  test('TC15: the receipt says whom the server refused while it took the others, by their place on the card', async () => {
    server.refused = new Set(['bob@acme.example']);
    expect(await send()).toMatchObject({
      kind: 'done',
      receipt: { accepted: 1, refused: ['To 2'] },
    });
  });

  test('TE12: the receipt goes into the audit, so no address stands in it', async () => {
    server.refused = new Set(['bob@acme.example']);
    expect(JSON.stringify(await send())).not.toContain('bob@');
  });

  test.each([
    ['refuse the message', true],
    ['refuse for now', false],
    ['drop before DATA', false],
  ] as const)('%s: it is known that nothing was sent (for good: %j)', async (mode, permanent) => {
    server.mode = mode;
    expect(await send()).toMatchObject({ kind: 'not_happened', permanent });
    expect(server.mails).toEqual([]);
  });

  test('TC3: a connection that breaks once the server has read the message leaves it unknown', async () => {
    server.mode = 'drop after DATA';
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(server.mails).toHaveLength(1);
  });

  test('TC3: being stopped while a silent server is awaited leaves it unknown', async () => {
    const stop = new AbortController();
    server.mode = 'fall silent';
    server.onSilence = () => stop.abort();
    expect(await createSmtp({ url: server.url, from }).perform(grantFor(mail()), stop.signal)).toMatchObject({
      kind: 'unknown',
    });
    expect(server.mails).toHaveLength(1);
  });

  test('TE13: a server that is not on loopback has to offer TLS before a password or a name is said', async () => {
    const locked = await start({ user: 'u', pass: 'right' });
    // This machine, by an address that is not one of loopback.
    const url = locked.url.replace('//127.0.0.1', '//u:right@0.0.0.0');
    expect(await send(mail(), url)).toMatchObject({
      kind: 'not_happened',
      reason: expect.stringContaining('STARTTLS'),
    });
    expect([locked.connections, locked.logins, locked.mails]).toEqual([1, 0, []]);
  });

  test('an address of another protocol is refused at once', () => {
    expect(() => createSmtp({ url: 'http://mail.example', from })).toThrow(/no protocol for e-mail/);
  });

  test('carries out nothing but messages to customers', async () => {
    const other: Action = { ...mail(), kind: 'ticket.reply', params: { ticketId: '7', body: 'x' } };
    expect(await send(other)).toMatchObject({ kind: 'not_happened', permanent: true });
    expect(server.connections).toBe(0);
  });
});
