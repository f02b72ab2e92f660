import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AttackText, type BenignText, type MalformedInput, surfaceOf } from './attack-text.ts';
import { ownAttacks, ownBenign } from './own-attacks.ts';

/** Everything there is to obey, and where it came from. */
export interface Attacks {
  texts: AttackText[];
  benign: BenignText[];
  malformed: MalformedInput[];
  /** For the log: how many of which. */
  used: string;
}

type Row = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Our own texts, and those of a folder of JSON lines: `malformed` and `benign` in a file's name say what is in it, any
 * other file holds attacks.
 * @param folder - default: HOLDFAST_ATTACKS (empty = only ours), else a folder beside this one, where it exists
 */
export function readAttacks(folder = named()): Attacks {
  const found = { texts: [...ownAttacks], benign: [...ownBenign], malformed: [] as MalformedInput[] };
  const counts = [`${ownAttacks.length} attacks and ${ownBenign.length} harmless texts of our own`];
  for (const file of folder === null ? [] : filesIn(folder)) {
    const rows = readRows(file);
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (/malformed/i.test(name)) found.malformed.push(...rows.flatMap(malformedOf));
    else if (/benign|control/i.test(name)) found.benign.push(...rows.flatMap(benignOf));
    else found.texts.push(...rows.flatMap(attackOf));
    counts.push(`${rows.length} of ${name}`);
  }
  const { texts, benign, malformed } = found;
  if (folder !== null && counts.length === 1) throw new Error(`There are no JSON lines in ${folder}`);
  const total = `${texts.length} attacks, ${benign.length} harmless texts, ${malformed.length} broken inputs`;
  return { ...found, used: `${total}: ${counts.join(', ')}` };
}

function named(): string | null {
  const given = process.env.HOLDFAST_ATTACKS;
  if (given !== undefined) return given === '' ? null : given;
  const folder = join(root, '../shared/attacks/dev');
  return existsSync(folder) ? folder : null;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => file.endsWith('.jsonl') && statSync(file).isFile())
    .sort();
}

function readRows(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
}

function attackOf(row: Row): AttackText[] {
  const { id, text, category, surface, indicators } = row;
  if (typeof text !== 'string')
    throw new Error(`An attack without a text: ${JSON.stringify(row).slice(0, 200)}`);
  const names = Array.isArray(indicators) ? indicators.filter((one) => typeof one === 'string') : [];
  return [
    {
      id: String(id),
      category: String(category ?? 'other'),
      surface: surfaceOf(String(surface)),
      text,
      indicators: names,
    },
  ];
}

function benignOf({ id, text }: Row): BenignText[] {
  return typeof text === 'string' ? [{ id: String(id), text }] : [];
}

const longestBody = 4_194_304;

function malformedOf(row: Row): MalformedInput[] {
  const { id, surface, name, sign } = row;
  const common = {
    id: String(id),
    surface: String(surface),
    name: String(name),
    sign: String(sign ?? 'valid'),
  };
  if (typeof row.body_b64 === 'string') return [{ ...common, body: Buffer.from(row.body_b64, 'base64') }];
  const made = generate(row.generator as Row | undefined);
  return made === null ? [] : [{ ...common, body: made }];
}

/** What repeats itself is written down as a rule. Null = a rule about time or compression, which is no body. */
function generate(rule: Row | undefined): Buffer | null {
  const part = (key: string) => Buffer.from(String(rule?.[key] ?? ''), 'base64');
  const times = (unit: Buffer, count: unknown) =>
    Buffer.alloc(Math.min(unit.length * Number(count), longestBody), unit.length > 0 ? unit : 0);
  switch (rule?.gen) {
    case 'repeat':
      return Buffer.concat([part('prefix_b64'), times(part('unit_b64'), rule.times), part('suffix_b64')]);
    case 'nest': {
      const { depth } = rule;
      return Buffer.concat([
        times(part('open_b64'), depth),
        part('inner_b64'),
        times(part('close_b64'), depth),
      ]);
    }
    default:
      return null;
  }
}
