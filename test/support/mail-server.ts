import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** How the server behaves. */
export type MailServerMode =
  | 'accept'
  /** Reads the whole message, keeps it, and hangs up without an answer. */
  | 'drop after DATA'
  /** Hangs up at the first RCPT. */
  | 'drop before DATA'
  /** Reads the whole message, keeps it, and says nothing more. */
  | 'fall silent'
  | 'refuse the message'
  | 'refuse for now';

export interface MailServer {
  url: string;
  mode: MailServerMode;
  /** Refused at RCPT TO. */
  refused: Set<string>;
  connections: number;
  /** Attempts, right or wrong. */
  logins: number;
  /** Told when it has fallen silent. */
  onSilence: () => void;
  mails: { from: string; to: string[]; raw: string }[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback. With `auth`, it takes that password alone. */
export async function startMailServer(
  auth: { user: string; pass: string } | null = null,
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const options: SMTPServerOptions = {
    logger: false,
    ...(auth ? {} : { authOptional: true }),
    // Loopback has no certificate; a password in the clear is refused elsewhere.
    disabledCommands: auth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      state.logins += 1;
      if (username === auth?.user && password === auth?.pass) done(null, { user: username });
      else done(new Error('Wrong user or password'));
    },
    onConnect: (_session, done) => {
      state.connections += 1;
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      if (state.mode === 'drop before DATA') return hangUp();
      if (!state.refused.has(address)) return done();
      done(Object.assign(new Error('No such person here'), { responseCode: 550 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (state.mode === 'refuse the message') {
          return done(Object.assign(new Error('Looks like spam'), { responseCode: 554 }));
        }
        if (state.mode === 'refuse for now') {
          return done(Object.assign(new Error('Mailbox is full'), { responseCode: 452 }));
        }
        const { mailFrom, rcptTo } = session.envelope;
        state.mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        if (state.mode === 'drop after DATA') return hangUp();
        if (state.mode === 'fall silent') return state.onSilence();
        done();
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => undefined); // a connection that a test breaks off
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const state: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mode: 'accept',
    refused: new Set(),
    connections: 0,
    logins: 0,
    onSilence: () => undefined,
    mails: [],
    close: () =>
      new Promise((resolve) => {
        hangUp();
        server.close(() => resolve());
      }),
  };
  return state;
}
