import { createHash } from 'node:crypto';

/** The part of a connection that a web socket needs. */
export interface Wire {
  write(data: Buffer | string): unknown;
  end(last?: string): unknown;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

/** The request for one, as a server of Node gives it. */
export interface SocketRequest {
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One end of a web socket on this machine: texts of up to 64 kB, whole. */
export interface TextSocket {
  send(text: string): void;
  close(): void;
}

/** Source: RFC 6455, section 1.3 */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Answers the request for a web socket, and hands over what it says. */
export function acceptSocket(
  request: SocketRequest,
  wire: Wire,
  listener: { text(text: string): void; closed(): void },
): TextSocket {
  const key = String(request.headers['sec-websocket-key'] ?? '');
  const accept = createHash('sha1').update(`${key}${acceptSuffix}`).digest('base64');
  wire.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let waiting = Buffer.alloc(0);
  wire.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let frame = readFrame(waiting); frame !== null; frame = readFrame(waiting)) {
      waiting = waiting.subarray(frame.length);
      if (frame.opcode === opcodes.text) listener.text(frame.payload.toString('utf8'));
      else if (frame.opcode === opcodes.ping) wire.write(frameOf(opcodes.pong, frame.payload));
      else if (frame.opcode === opcodes.close) {
        wire.write(frameOf(opcodes.close, frame.payload));
        wire.end();
      }
    }
  });
  wire.on('close', listener.closed);
  wire.on('error', () => undefined);
  return {
    send: (text) => wire.write(frameOf(opcodes.text, Buffer.from(text, 'utf8'))),
    close: () => {
      wire.write(frameOf(opcodes.close, Buffer.alloc(0)));
      wire.end();
    },
  };
}

/** The first whole frame; null = there is more to come. A client masks what it sends. */
function readFrame(data: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (data.length < 2) return null;
  const short = data.readUInt8(1) & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (data.readUInt8(1) & 0x80) !== 0;
  const start = 2 + extended + (masked ? 4 : 0);
  if (data.length < start) return null;
  const size =
    extended === 0 ? short : extended === 2 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  if (data.length < start + size) return null;
  const payload = Buffer.from(data.subarray(start, start + size));
  if (masked) {
    const mask = data.subarray(start - 4, start);
    for (let index = 0; index < size; index++)
      payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  }
  return { opcode: data.readUInt8(0) & 0x0f, payload, length: start + size };
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head.writeUInt8(0x80 | opcode, 0);
  if (head.length === 2) head.writeUInt8(payload.length, 1);
  else if (head.length === 4) {
    head.writeUInt8(126, 1);
    head.writeUInt16BE(payload.length, 2);
  } else {
    head.writeUInt8(127, 1);
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}
