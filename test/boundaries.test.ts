import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, withoutComments } from './support/read-imports.ts';

/**
 * The rules stand in one place, the table "Who may import what" of ARCHITECTURE.md. This test reads them there, so that
 * the page and the check cannot disagree.
 */
interface Row {
  where: string;
  imports: ReadonlySet<string>;
  typesOnly: ReadonlySet<string>;
  packages: ReadonlySet<string>;
  /** Modules of Node's own without `node:`, and the globals that reach outside. */
  node: ReadonlySet<string>;
}

const rows = readTable(readFileSync('ARCHITECTURE.md', 'utf8'));
const files = globSync('src/**/*.{ts,js}')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.endsWith('.test.ts') && !file.includes('/assets/'))
  .sort();
const codeOf = new Map(files.map((file) => [file, withoutComments(readFileSync(file, 'utf8'))]));
const imports = files.flatMap((file) => importsOf(file, codeOf.get(file) ?? ''));

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>;
};
/** Installed because another package asks for it beside itself. */
const peers: ReadonlySet<string> = new Set([
  'undici', // @slack/socket-mode, which Bolt loads
  '@energetic-ai/core', // @energetic-ai/embeddings
  'adaptivecards', // the page of the playground, which gets its file as it is
]);

/** Modules of Node that reach nothing and always give the same answer. */
const harmless: ReadonlySet<string> = new Set(['buffer', 'events', 'path', 'stream', 'url', 'util', 'zlib']);

/** Globals that reach outside, by the name that the table gives them. */
const outward: readonly (readonly [string, RegExp])[] = [
  ['fetch', /(?<![.\w])fetch\(/],
  ['process.env', /\bprocess\.env\b/],
  ['perf_hooks', /\bperformance\.now\b/],
];

describe('the import table of ARCHITECTURE.md', () => {
  test('has a row for every place in src', () => {
    expect(files.filter((file) => !rowOf(file))).toEqual([]);
  });

  test('has no row for a place that does not exist', () => {
    const places = new Set(files.map((file) => rowOf(file)?.where));
    expect(rows.map((row) => row.where).filter((where) => !places.has(where))).toEqual([]);
  });

  test('allows every import between our own files', () => {
    expect(imports.filter(({ to }) => isOurs(to)).flatMap(problemWithin)).toEqual([]);
  });

  test('allows every package where it is used', () => {
    const foreign = imports.filter(({ to }) => !isOurs(to) && !to.startsWith('node:'));
    const problems = foreign.filter(({ from, to }) => !rowOf(from)?.packages.has(packageOf(to)));
    expect(problems.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('allows every module of Node where it is used', () => {
    const problems = imports.filter(({ from, to }) => {
      const module = nodeModuleOf(to);
      return to.startsWith('node:') && !harmless.has(module) && !rowOf(from)?.node.has(module);
    });
    expect(problems.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('allows nothing that nobody uses', () => {
    const unused = rows.flatMap((row) => {
      const own = imports.filter(({ from }) => rowOf(from)?.where === row.where);
      const targets = new Set(own.flatMap(({ to }) => [placeOf(to), packageOf(to), nodeModuleOf(to)]));
      const text = files.filter((file) => rowOf(file)?.where === row.where).map((file) => codeOf.get(file));
      const granted = [...row.imports, ...row.typesOnly, ...row.packages, ...row.node];
      return granted
        .filter((name) => name !== 'everything' && !targets.has(name))
        .filter(
          (name) => !outward.some(([global, pattern]) => global === name && pattern.test(text.join('\n'))),
        )
        .map((name) => `${row.where}: ${name}`);
    });
    expect(unused).toEqual([]);
  });

  test('installs no package that nobody imports', () => {
    const used = new Set(imports.map(({ to }) => packageOf(to)));
    expect(Object.keys(dependencies).filter((name) => !used.has(name) && !peers.has(name))).toEqual([]);
  });

  test('names no package that package.json does not install', () => {
    const named = rows.flatMap((row) => [...row.packages]);
    expect(named.filter((name) => !(name in dependencies))).toEqual([]);
  });
});

describe('what reaches outside', () => {
  test.each(outward)('%s is used only where the table allows it', (name, pattern) => {
    expect(filesWith(pattern).filter((file) => !rowOf(file)?.node.has(name))).toEqual([]);
  });

  test('the system clock is read only in domain/clock.ts', () => {
    const found = filesWith(/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bhrtime\b/);
    expect(found.filter((file) => file !== 'src/domain/clock.ts')).toEqual([]);
  });

  test('randomness comes only from domain/ids.ts', () => {
    const found = filesWith(
      /\bMath\.random\b|\brandom(?:Bytes|UUID|Int|Fill\w*)\b|\bgetRandomValues\b|\bgenerateKey\w*\b/,
    );
    expect(found.filter((file) => file !== 'src/domain/ids.ts')).toEqual([]);
  });

  test('SQL never asks the database what time it is', () => {
    const clocks =
      /(?<![.\w])(?:now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_(?:date|time|timestamp)\b/i;
    const sql = [...globSync('migrations/*.sql'), ...files.filter((file) => file.startsWith('src/store/'))];
    const found = sql.filter((file) => clocks.test(codeOf.get(file) ?? readFileSync(file, 'utf8')));
    expect(found).toEqual([]);
  });

  test('no command line of the system is run', () => {
    expect(imports.filter(({ to }) => to === 'node:child_process').map(({ from }) => from)).toEqual([]);
  });
});

test('no file imports itself through others', () => {
  expect(findCycles(imports.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
});

test('the reader of imports sees every form', () => {
  const code = [
    "import { a } from './a.ts';",
    "import type { B } from './b.ts';",
    "import {\n  type C,\n  c,\n} from 'kysely/migration';",
    "import './d.ts';",
    "export { e } from './e.ts';",
    "export type { F } from './f.ts';",
    "export * from './g.ts';",
    "const h = await import('./h.ts');",
    "require.resolve('@slack/bolt/package.json');",
    "// import { no } from './comment.ts';",
    "const text = 'imported from';",
  ].join('\n');
  expect(importsOf('src/x.ts', withoutComments(code)).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
    ['src/a.ts', false],
    ['src/b.ts', true],
    ['kysely/migration', false],
    ['src/d.ts', false],
    ['src/e.ts', false],
    ['src/f.ts', true],
    ['src/g.ts', false],
    ['src/h.ts', false],
    ['@slack/bolt/package.json', false],
  ]);
});

/** The table between the two comments: the first cell is the place, the others are lists of names in backticks. */
function readTable(page: string): Row[] {
  const table = page.split('<!-- imports -->')[1] ?? '';
  const lines = table.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [where = '', ...lists] = line.split('|').slice(1, -1);
    const [own, typesOnly, packages, node] = lists.map(namesIn);
    const none: ReadonlySet<string> = new Set();
    return {
      where: [...namesIn(where)][0] ?? '',
      imports: own ?? none,
      typesOnly: typesOnly ?? none,
      packages: packages ?? none,
      node: node ?? none,
    };
  });
}

function namesIn(cell: string): Set<string> {
  return new Set([...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

/** Files of ours are paths from the project's folder. */
function isOurs(to: string): boolean {
  return to.startsWith('src/') || to.startsWith('demo/');
}

/** The row of the innermost place that holds the file. */
function rowOf(file: string): Row | undefined {
  const inside = file.slice('src/'.length);
  const fitting = rows.filter(({ where }) => inside === where || inside.startsWith(`${where}/`));
  return fitting.sort((a, b) => b.where.length - a.where.length)[0];
}

/** The place of a file of ours; a folder beside src goes by its own name. */
function placeOf(to: string): string {
  return rowOf(to)?.where ?? to.split('/')[0] ?? to;
}

function problemWithin({ from, to, typeOnly }: Import): string[] {
  const row = rowOf(from);
  const target = placeOf(to);
  if (!row || row.where === target || row.imports.has('everything') || row.imports.has(target)) return [];
  if (row.typesOnly.has(target)) {
    return typeOnly ? [] : [`${from} imports ${to}; ${row.where} may use ${target} in types only`];
  }
  return [`${from} imports ${to}; ${row.where} may not import ${target}`];
}

function filesWith(pattern: RegExp): string[] {
  return files.filter((file) => pattern.test(codeOf.get(file) ?? ''));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function nodeModuleOf(specifier: string): string {
  return specifier.replace(/^node:/, '').split('/')[0] ?? '';
}

function findCycles(edges: readonly Import[]): string[] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return cycles;
}
