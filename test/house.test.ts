import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const files = globSync('src/**/*.{ts,js,css}')
  .filter((file) => !file.endsWith('.test.ts'))
  .sort();
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const modules = files.filter((file) => file.endsWith('.ts'));

describe('size', () => {
  const lines = new Map([...textOf].map(([file, text]) => [file, text.split('\n').length - 1]));
  /** Longer than the limit, each for its reason. */
  const exempt = new Map([
    ['src/bot/playground/assets/playground.css', 'the one style sheet of the chat page'],
    ['src/console/assets/evidence.css', 'the one style sheet of the evidence pages'],
  ]);

  test('no file is longer than 400 lines', () => {
    expect([...lines].filter(([file, count]) => count > 400 && !exempt.has(file))).toEqual([]);
  });

  test('an exempt file exists and needs its exemption', () => {
    expect([...exempt.keys()].filter((file) => (lines.get(file) ?? 0) <= 400)).toEqual([]);
  });

  test('half of the files have at most 80 lines, nine of ten at most 250', () => {
    const sorted = modules.map((file) => lines.get(file) ?? 0).sort((a, b) => a - b);
    expect(percentile(sorted, 50)).toBeLessThanOrEqual(80);
    expect(percentile(sorted, 90)).toBeLessThanOrEqual(250);
  });
});

describe('names', () => {
  test('files are kebab-case', () => {
    const odd = files.filter((file) => !/^[a-z0-9-]+(?:\.[a-z]+)+$/.test(file.split('/').at(-1) ?? ''));
    expect(odd).toEqual([]);
  });

  test('no file is a drawer', () => {
    const drawer = /(?:^|[-/])(?:utils?|helpers?|manager|common|misc|shared|base)\.ts$/;
    expect(files.filter((file) => drawer.test(file))).toEqual([]);
  });
});

describe('language', () => {
  const linter = JSON.parse(readFileSync('biome.json', 'utf8')) as {
    linter: { rules: Record<string, Record<string, unknown>> };
  };

  test.each([
    ['style', 'noDefaultExport'],
    ['style', 'noEnum'],
    ['style', 'noParameterProperties'],
    ['style', 'noNonNullAssertion'],
    ['style', 'useImportType'],
    ['suspicious', 'noExplicitAny'],
    ['suspicious', 'noConsole'],
  ])('the linter refuses %s/%s', (group, rule) => {
    expect(linter.linter.rules[group]?.[rule]).toBe('error');
  });

  test('the linter refuses functions of more than 80 lines', () => {
    expect(linter.linter.rules.complexity?.noExcessiveLinesPerFunction).toMatchObject({
      level: 'error',
      options: { maxLines: 80 },
    });
  });

  test('no rule of these is switched off in a file, and every other exception states why', () => {
    const fixed =
      /biome-ignore(?:-all)? lint\/(?:style\/(?:noDefaultExport|noEnum|noParameterProperties)|suspicious\/noExplicitAny)/;
    const silent = /(?:biome-ignore(?:-all)? [\w/]+:?\s*$|@ts-ignore|@ts-nocheck)/m;
    expect(modules.filter((file) => fixed.test(read(file)) || silent.test(read(file)))).toEqual([]);
  });

  test('there is no default export', () => {
    expect(modules.filter((file) => /^export default\b|\bas default\b/m.test(read(file)))).toEqual([]);
  });

  test('no literal object is spread into another, where the types would miss a stray property', () => {
    expect(modules.filter((file) => /\.\.\.\{/.test(read(file)))).toEqual([]);
  });

  test('a TODO names the issue it waits for', () => {
    expect(modules.filter((file) => /\b(?:TODO|FIXME|XXX)\b(?!.*#\d)/.test(read(file)))).toEqual([]);
  });
});

describe('doc comments', () => {
  const always = ['domain', 'rules', 'guardrail', 'store'];

  test.each(always)('every export of src/%s has one', (folder) => {
    const undocumented = exportsIn(`src/${folder}/`).filter(({ documented }) => !documented);
    expect(undocumented.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  const others = [...new Set(modules.map((file) => file.split('/')[1] ?? ''))].filter(
    (place) => !place.endsWith('.ts') && !always.includes(place),
  );

  test.each(others)('at least 60 %% of the exports of src/%s have one', (folder) => {
    const all = exportsIn(`src/${folder}/`);
    const share = all.filter(({ documented }) => documented).length / all.length;
    expect(Number.isNaN(share) ? 1 : share).toBeGreaterThanOrEqual(0.6);
  });
});

function read(file: string): string {
  return textOf.get(file) ?? '';
}

interface Export {
  file: string;
  name: string;
  documented: boolean;
}

const declaration =
  /^(export )?(?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type) (\w+)/;

/**
 * The declarations that a folder exports. A type that is inferred from a value shares the comment of that value: the two
 * are one thing in two worlds.
 */
function exportsIn(folder: string): Export[] {
  return modules
    .filter((file) => file.startsWith(folder))
    .flatMap((file) => {
      const lines = read(file).split('\n');
      const named = lines.flatMap((line, index) => {
        const [, exported, name] = declaration.exec(line) ?? [];
        if (name === undefined) return [];
        return [
          { file, name, line, exported: exported !== undefined, documented: isDocumented(lines, index) },
        ];
      });
      const documented = new Set(named.filter((found) => found.documented).map(({ name }) => name));
      const exported = named.filter((found) => found.exported);
      return exported.map(({ line, ...found }) => {
        const source = /(?:typeof |keyof typeof )(\w+)/.exec(line)?.[1];
        return { ...found, documented: found.documented || (source !== undefined && documented.has(source)) };
      });
    });
}

/** A comment directly above; a note to the linter may stand between. */
function isDocumented(lines: readonly string[], index: number): boolean {
  let above = index - 1;
  while (/^\s*\/\/ biome-ignore /.test(lines[above] ?? '')) above--;
  return /\*\/\s*$/.test(lines[above] ?? '');
}

function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
