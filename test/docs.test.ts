import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referencePages } from '../scripts/reference/pages.ts';
import { commands } from '../src/cli/commands.ts';
import { parseArguments } from '../src/cli/parse.ts';
import { variableNames } from '../src/config.ts';
import { readCsvRows } from '../src/connectors/file/csv-rows.ts';
import { readKnowledgeSources } from '../src/content/knowledge-sources.ts';
import { readMemberDirectory } from '../src/content/members.ts';
import { checkEvent } from '../src/domain/event.ts';
import { sourceSettingsSchema } from '../src/domain/source-settings.ts';
import { errorCatalogue } from '../src/errors.ts';
import { shellWords } from './support/shell-words.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'demo/**/*.md']).sort();
const textOf = new Map(pages.map((file) => [file, readFileSync(file, 'utf8')]));
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};
const readme = textOf.get('README.md') ?? '';

describe('links and paths', () => {
  test.each(pages)('%s links only to what exists', (file) => {
    const broken = linksOf(prose(file)).filter((link) => !leadsSomewhere(file, link));
    expect(broken).toEqual([]);
  });

  test.each(pages)('%s cites only paths that exist', (file) => {
    const cited = [...(textOf.get(file) ?? '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
    expect(cited.filter(isOurPath).filter((path) => !existsAnywhere(file, path))).toEqual([]);
  });

  test('code cites only pages and decisions that exist', () => {
    const files = globSync([
      '{src,demo,evals,bench,scripts,test,profiles,deploy}/**/*.{ts,mjs,sh,yaml,sql,json}',
      '*.yaml',
    ]);
    const missing = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const cited = [...text.matchAll(/\bdocs\/[\w./-]+\.md\b/g)].map((match) => match[0]);
      const decisions = [...text.matchAll(/\bADR-(\d{4})\b/g)].map((match) => match[1] ?? '');
      return [
        ...cited.filter((path) => !existsSync(path)).map((path) => `${file}: ${path}`),
        ...decisions.filter((number) => !decisionFile(number)).map((number) => `${file}: ADR-${number}`),
      ];
    });
    expect(missing).toEqual([]);
  });
});

describe('words', () => {
  /** What says nothing to a reader elsewhere: paths of one machine or outside the project, hosts of package registries. */
  const foreign = [
    /(?<![\w.:/-])\/(?:work|home|Users|root|mnt)\//,
    /\.\.\/shared\b/,
    /\bregistry\.|verdaccio|artifactory/i,
  ];
  /** What makes a reader feel slow when it does not work. */
  const belittling = /\b(?:just|simply|easy|easily|obviously)\b/i;

  test.each(pages)('%s speaks of Holdfast alone', (file) => {
    const text = textOf.get(file) ?? '';
    expect(foreign.filter((pattern) => pattern.test(text)).map(String)).toEqual([]);
    expect(prose(file).match(belittling)?.[0]).toBeUndefined();
  });
});

describe('README.md', () => {
  test('starts on a fresh machine with two commands', () => {
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });

  test.each(pages)('and %s call only scripts that package.json has', (file) => {
    const called = [...(textOf.get(file) ?? '').matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(called.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  test.each(pages)('and %s name only variables that exist', (file) => {
    const named = (textOf.get(file) ?? '').match(/\bHOLDFAST_[A-Z_]+\b/g) ?? [];
    expect(named.filter((name) => !variableNames.includes(name) && !outside.has(name))).toEqual([]);
  });

  test('says where the Slack manifest and the environment table are', () => {
    expect(readme).toContain('deploy/slack-manifest.json');
    expect(readme).toContain('docs/reference/environment.md');
  });

  test('admits what is not proved', () => {
    expect(readme).toMatch(/power/i);
    expect(readme).toMatch(/evidence, not prevention/);
  });
});

describe('samples', () => {
  const commandNames = new Set(commands.map(({ name }) => name));

  test.each(pages)('%s shows only commands that can be read', (file) => {
    const lines = [...(textOf.get(file) ?? '').matchAll(/npm run -s holdfast -- ([a-z][^\n`]*)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(lines.filter((line) => parseArguments(shellWords(line), 80).kind !== 'run')).toEqual([]);
  });

  test('the catalogue of errors names only commands that exist', () => {
    const texts = Object.values(errorCatalogue).map(({ next }) => next);
    const named = texts.flatMap((text) =>
      [...text.matchAll(/`holdfast ([a-z-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((name) => !commandNames.has(name))).toEqual([]);
  });

  test('the events of README.md are accepted, in both forms', async () => {
    const rules = { source: 'readme', now: new Date('2026-11-22T00:00:00Z'), customTypes: new Map() };
    const lines = block(readme, 'json').trim().split('\n');
    for (const line of lines) expect(checkEvent(JSON.parse(line), rules)).toMatchObject({ ok: true });
    const { value } = await readCsvRows(oneChunk(block(readme, 'csv'))).next();
    const row = value?.read();
    expect(row?.ok && checkEvent(row.value, rules)).toEqual(checkEvent(JSON.parse(lines[1] ?? ''), rules));
  });

  test('the sources of the guide are read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-docs-'));
    const file = join(folder, 'knowledge.yaml');
    writeFileSync(file, block(textOf.get('docs/guides/knowledge.md') ?? '', 'yaml'));
    const sources = await readKnowledgeSources(file);
    rmSync(folder, { recursive: true });
    expect(new Set(sources.map(({ type }) => type))).toEqual(
      new Set(sourceSettingsSchema.options.map((option) => option.shape.type.value)),
    );
  });

  test('the members of README.md are read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-docs-'));
    const file = join(folder, 'members.yaml');
    writeFileSync(file, block(readme, 'yaml'));
    const { newcomers, members } = await readMemberDirectory(file);
    rmSync(folder, { recursive: true });
    expect([newcomers, members.map(({ id, role }) => [id, role])]).toEqual(['refuse', [['jo', 'manager']]]);
  });
});

describe('decisions', () => {
  const files = globSync('docs/adr/[0-9]*.md').sort();
  const index = textOf.get('docs/adr/README.md') ?? '';

  test('are numbered without gaps', () => {
    const numbers = files.map((file) => Number(file.slice('docs/adr/'.length).slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, position) => position + 1));
  });

  test.each(files)('%s stands in the index under its title, and has every part', (file) => {
    const text = textOf.get(file) ?? '';
    const name = file.slice('docs/adr/'.length);
    const title = /^# (\d{4}) · (.+)$/m.exec(text);
    expect(title?.[1]).toBe(name.slice(0, 4));
    expect(index).toContain(`[${title?.[2]}](${name})`);
    const parts = ['Context', 'Options', 'Decision', 'Consequences', 'Confirmation'];
    expect(parts.filter((part) => !text.includes(`\n## ${part}\n`))).toEqual([]);
    expect(text).toMatch(/^Status: (?:accepted|superseded by \[\d{4}\]\(.+\)) · \d{4}-\d{2}-\d{2}$/m);
    expect(text).toMatch(/\*\*Bad:\*\*/);
  });
});

test('the changelog speaks of the version that is installed', () => {
  expect(textOf.get('CHANGELOG.md')).toMatch(
    new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'),
  );
});

test('the reference pages are what the registries give', async () => {
  const stale = [...(await referencePages())].filter(
    ([name, text]) => textOf.get(`docs/reference/${name}`) !== text,
  );
  expect(stale.map(([name]) => `docs/reference/${name}: run npm run docs`)).toEqual([]);
});

/** Read by the tests, by the scripts or by compose.yaml, not by the product. */
const outside: ReadonlySet<string> = new Set([
  'HOLDFAST_TEST_DATABASE_URL',
  'HOLDFAST_REQUIRE_POSTGRES',
  'HOLDFAST_TEST_REPORT',
  'HOLDFAST_OWNER_PASSWORD',
  'HOLDFAST_APP_PASSWORD',
  'HOLDFAST_PG_PORT',
]);

/** The first sample of a language on a page. */
function block(text: string, language: string): string {
  return text.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0] ?? '';
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** As a shell splits them, with double quotes. */
/** A page without its code. */
function prose(file: string): string {
  return (textOf.get(file) ?? '').replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '``');
}

function linksOf(text: string): string[] {
  const inline = [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? '');
  return inline.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(target).has(anchor);
}

function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [
    ...readFileSync(file, 'utf8')
      .replace(/```[\s\S]*?```/g, '')
      .matchAll(/^#{1,6} (.+)$/gm),
  ];
  return new Set(headings.map((match) => slugOf(match[1] ?? '')));
}

/** As GitHub makes it: lower case, marks dropped, blanks to dashes. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

const topFolders = 'src|docs|test|scripts|evals|bench|demo|deploy|profiles|policies|migrations|bin|\\.ci';

function isOurPath(text: string): boolean {
  return (
    new RegExp(`^(?:${topFolders})/[\\w./*{},-]*$`).test(text) || /^[\w.-]+\.(?:md|ya?ml|json|ts)$/.test(text)
  );
}

/** From the project's folder, beside the page, or, for a bare name, anywhere; files of the operator's do not exist here. */
function existsAnywhere(file: string, path: string): boolean {
  if (operatorFiles.has(path) || placeholder.test(path)) return true;
  if (globSync(path).length > 0 || existsSync(join(dirname(file), path))) return true;
  return (
    !path.includes('/') &&
    globSync(`{src,test,demo,evals,scripts,docs,profiles,policies,deploy}/**/${path}`).length > 0
  );
}

/** `NAME.ts` stands for the file that you add. */
const placeholder = /\b(?:NAME|NNNN)(?=[._]|\b)/;

const operatorFiles: ReadonlySet<string> = new Set([
  'members.yaml',
  'events.yaml',
  'knowledge.yaml',
  'keys.json',
  'events.ndjson',
  'holdfast.env',
]);

function decisionFile(number: string): string | undefined {
  return globSync(`docs/adr/${number}-*.md`)[0];
}
