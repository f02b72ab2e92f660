import { describe, expect, it } from 'vitest';
import { eventLimits } from '../../domain/event-types.ts';
import { HoldfastError } from '../../errors.ts';
import { readCsvRows } from './csv-rows.ts';

const header = 'id,type,account,ts,payload\n';

/** The rows of a file: each with its line and what it says, or why it cannot be read. */
async function rowsOf(content: string | Buffer, chunkBytes = Number.POSITIVE_INFINITY) {
  const bytes = Buffer.from(content as string);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += chunkBytes)
      yield bytes.subarray(start, start + chunkBytes);
  }
  const rows: { line: number; value?: unknown; reason?: string; body: string }[] = [];
  for await (const record of readCsvRows(chunks())) {
    const json = record.read();
    const body = Buffer.from(record.body).toString();
    rows.push(
      json.ok
        ? { line: record.line, value: json.value, body }
        : { line: record.line, reason: json.reason, body },
    );
  }
  return rows;
}

async function failureOf(content: string): Promise<HoldfastError> {
  return await rowsOf(content).then(
    () => expect.unreachable('the file was read'),
    (error) => error as HoldfastError,
  );
}

describe('a CSV row', () => {
  it('is an event whose columns are its fields', async () => {
    const [row] = await rowsOf(
      'id,type,tenant,ts,user,segment,payload\ne1,ticket.created,acme,2026-11-01T00:00:00Z,ann,smb,"{""ticketId"":""t""}"\n',
    );
    expect(row).toMatchObject({
      line: 2,
      value: {
        id: 'e1',
        type: 'ticket.created',
        tenant: 'acme',
        ts: '2026-11-01T00:00:00Z',
        user: 'ann',
        segment: 'smb',
        payload: { ticketId: 't' },
      },
    });
  });

  it('may spread its payload over columns of text, whole numbers, true and false', async () => {
    const [row] = await rowsOf(
      'id,type,account,ts,payload.seats,payload.paid,payload.name,payload.code,payload.none,payload.negative\ne1,x,acme,t,12,true,"a,b",007,,-3\n',
    );
    expect(row?.value).toMatchObject({
      payload: { seats: 12, paid: true, name: 'a,b', code: '007', negative: -3 },
    });
    expect(row?.value).not.toHaveProperty('payload.none');
  });

  it('keeps a number as text where its key takes nothing but text', async () => {
    const [row] = await rowsOf(
      'id,type,account,ts,payload.ticketId,payload.subject,payload.csat\ne1,ticket.resolved,acme,t,1001,404,5\n',
    );
    expect(row?.value).toMatchObject({ payload: { ticketId: '1001', subject: '404', csat: 5 } });
  });

  it('leaves empty cells out', async () => {
    const [row] = await rowsOf('id,type,account,ts,user,region\ne1,x,acme,t,,\n');
    expect(row?.value).toEqual({ id: 'e1', type: 'x', account: 'acme', ts: 't', payload: {} });
  });

  it('whose columns are named like prototype members changes nothing', async () => {
    const [row] = await rowsOf(
      'id,type,account,ts,__proto__,payload.__proto__,payload\ne1,x,acme,t,zz,3,"{""__proto__"":{""admin"":1}}"\n',
    );
    expect(row?.value).toEqual({ id: 'e1', type: 'x', account: 'acme', ts: 't', payload: {} });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe('lines', () => {
  const lastRow = 'e9,x,acme,t,\n';

  it.each([
    ['plain', `${header}e1,x,acme,t,\n${lastRow}`, [2, 3]],
    ['CRLF', `${header}e1,x,acme,t,\n${lastRow}`.replaceAll('\n', '\r\n'), [2, 3]],
    ['without a last line break', `${header}e1,x,acme,t,\n${lastRow}`.trimEnd(), [2, 3]],
    ['behind a byte order mark', `\ufeff${header}e1,x,acme,t,\n${lastRow}`, [2, 3]],
    ['with blank lines', `${header}\n\ne1,x,acme,t,\n\n${lastRow}`, [4, 6]],
    ['with a cell over three lines', `${header}"e\n\n1",x,acme,t,\n${lastRow}`, [2, 5]],
    ['with CRLF inside a cell', `${header}"e1",x,"ac\r\nme",t,\r\n${lastRow}`, [2, 4]],
    ['blank lines and cells of several lines', `${header}\n"e\n1",x,"a\nb",t,\n\n\n${lastRow}`, [3, 8]],
  ])('are right in a file %s', async (_, content, lines) => {
    expect((await rowsOf(content)).map(({ line }) => line)).toEqual(lines);
    expect((await rowsOf(content, 3)).map(({ line }) => line)).toEqual(lines);
  });

  it('and characters survive being cut between any two bytes', async () => {
    const content = `${header}é,x,"日本\n😀",t,\n`;
    expect(await rowsOf(content, 1)).toEqual(await rowsOf(content));
    expect((await rowsOf(content, 1))[0]?.value).toMatchObject({ id: 'é', account: '日本\n😀' });
  });
});

describe('a row that cannot be read is refused alone, and kept', () => {
  it.each([
    ['a payload that is no JSON', 'e1,x,acme,t,{oops', 'payload: not JSON'],
    ['a payload that is a list', 'e1,x,acme,t,[1]', 'payload: must be a JSON object'],
    ['a payload that is null', 'e1,x,acme,t,null', 'payload: must be a JSON object'],
    ['a key twice in its payload', 'e1,x,acme,t,"{""a"":1,""a"":2}"', 'payload: the same key appears twice'],
    ['a comma without its quotes', 'e1,x,acme,t,{"a":1,"b":2}', 'the row has 6 cells, the header 5'],
  ])('%s', async (_, row, reason) => {
    const rows = await rowsOf(`${header}e0,x,acme,t,\n${row}\ne2,x,acme,t,\n`);
    expect(rows.map(({ line, reason: why }) => [line, why !== undefined])).toEqual([
      [2, false],
      [3, true],
      [4, false],
    ]);
    expect(rows[1]?.reason).toContain(reason);
    expect(rows[1]?.body).toContain(row);
  });

  it('bytes that are not UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from(`${header}e1,x,`),
      Buffer.from([0xe9]),
      Buffer.from(',t,\ne2,x,a,t,\n'),
    ]);
    const rows = await rowsOf(content);
    expect(rows[0]).toMatchObject({ line: 2, reason: 'account: not valid UTF-8' });
    expect(rows[1]).toMatchObject({ line: 3, value: { id: 'e2' } });
  });

  it('a row longer than an event may be', async () => {
    const rows = await rowsOf(`${header}e1,x,"${'y'.repeat(eventLimits.eventBytes)}",t,\ne2,x,a,t,\n`);
    expect(rows[0]).toMatchObject({ line: 2, reason: 'longer than 262144 bytes' });
    expect(rows[1]).toMatchObject({ line: 3, value: { id: 'e2' } });
  });

  it('too few cells leave the rest absent, for validation to judge', async () => {
    expect((await rowsOf(`${header}e1,x\n`))[0]?.value).toEqual({ id: 'e1', type: 'x', payload: {} });
  });
});

describe('a file that is no such CSV is refused as a whole', () => {
  it.each([
    ['without a required column', 'id,type,account\n', 'lacks ts'],
    ['without an account or tenant', 'id,type,ts\n', 'lacks account'],
    ['with nothing right', 'a;b;c\n', 'lacks id, type, ts, account; it has a;b;c'],
    ['with a column twice', 'id,type,account,ts,id\n', 'names the column id twice'],
    ['with a quote that never closes', `${header}e1,x,"acme,t,\ne2,x,acme,t,\n`, 'Quote Not Closed'],
  ])('%s', async (_, content, message) => {
    const failure = await failureOf(content);
    expect(failure).toBeInstanceOf(HoldfastError);
    expect(failure).toMatchObject({ code: 'HF_BODY_INVALID', message: expect.stringContaining(message) });
  });

  it('an empty one holds nothing', async () => {
    expect(await rowsOf('')).toEqual([]);
    expect(await rowsOf(header)).toEqual([]);
  });
});
