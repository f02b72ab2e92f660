import { type PGlite, parse, protocol } from '@electric-sql/pglite';
import type { EngineResult } from './protocol.ts';

const { serialize } = protocol;
type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number];

/** A statement that the engine has parsed, under its name there. */
interface Statement {
  name: string;
  parameterTypes: readonly number[];
  /** Says which columns its rows have; none = it returns no rows */
  columns: readonly Message[];
  uses: number;
}

/** A plan is made for the tables as they are: after so many uses they may have grown out of it. */
const usesAtMost = 500;
const keptAtMost = 500;

/** Statements that the engine parses and plans once instead of every time, which is most of what a small one costs. */
export interface Statements {
  /** @returns also the command as the engine names it: `COMMIT` can turn out to be a `ROLLBACK` */
  run(sql: string, parameters: readonly unknown[]): Promise<EngineResult & { command: string }>;
  /** For when the schema may have changed. */
  forget(): Promise<void>;
}

/** Keeps statements of an engine that nobody else uses. See ADR-0022. */
export function keepStatements(engine: PGlite): Statements {
  const kept = new Map<string, Statement>();
  let names = 0;

  const exchange = async (...messages: readonly Uint8Array[]): Promise<Message[]> => {
    const bytes = new Uint8Array(Buffer.concat([...messages, serialize.sync()]));
    return (await engine.execProtocol(bytes)).messages;
  };

  const keep = async (sql: string): Promise<Statement> => {
    const [oldest] = kept;
    if (oldest && kept.size >= keptAtMost) await drop(...oldest);
    const name = `kept_${++names}`;
    const messages = await exchange(
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
    );
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(messages),
      columns: messages.filter((message) => message.name === 'rowDescription'),
      uses: 0,
    };
    kept.set(sql, statement);
    return statement;
  };

  const drop = async (sql: string, { name }: Statement): Promise<void> => {
    kept.delete(sql);
    await exchange(serialize.close({ type: 'S', name }));
  };

  const find = async (sql: string): Promise<Statement> => {
    const known = kept.get(sql);
    if (!known) return await keep(sql);
    if (known.uses >= usesAtMost) {
      await drop(sql, known);
      return await keep(sql);
    }
    kept.delete(sql); // and last again: first is what was not used for longest
    kept.set(sql, known);
    return known;
  };

  const run: Statements['run'] = async (sql, parameters) => {
    const statement = await find(sql);
    statement.uses++;
    const { name, parameterTypes, columns } = statement;
    const values = parameters.map((value, index) => toText(engine, value, parameterTypes[index]));
    try {
      const messages = await exchange(serialize.bind({ statement: name, values }), serialize.execute({}));
      const [result] = parse.parseResults([...columns, ...messages], engine.parsers);
      const { rows = [], affectedRows = 0, command = '' } = result ?? {};
      return { rows, affectedRows, command };
    } catch (error) {
      await drop(sql, statement);
      throw error;
    }
  };

  const forget = async (): Promise<void> => {
    for (const entry of [...kept]) await drop(...entry);
  };
  return { run, forget };
}

function toText(engine: PGlite, value: unknown, type: number | undefined): string | null {
  if (value === null || value === undefined) return null;
  const serializer = type === undefined ? undefined : engine.serializers[type];
  return serializer ? serializer(value) : String(value);
}
