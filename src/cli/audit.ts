import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { counted } from '../domain/counted.ts';
import { HoldfastError } from '../errors.ts';
import { listAuditKeys, trustedAuditKeys } from '../services/audit-keys.ts';
import { requireChangeable, requireReadable } from '../services/authorize.ts';
import { erasePersonal } from '../services/erase-personal.ts';
import { exportAudit } from '../services/export-audit.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { rotateAuditKey } from '../services/rotate-audit-key.ts';
import { type ShownEntry, showAudit } from '../services/show-audit.ts';
import { verifyAudit } from '../services/verify-audit.ts';
import { changeKeys, readKeys, readOrCreateKeys } from '../start/keys.ts';
import { said } from '../views/said.ts';
import type { View } from '../views/view.ts';
import type { Command, Options, Outcome, Session } from './command.ts';
import { flagOption, numberOption, textOption, usage } from './options.ts';

const defaultLimit = 50;

/** `audit verify|export|show|erase|public-key|rotate-key`. */
export const audit: Command = {
  name: 'audit',
  summary:
    'Verifies, exports or shows the audit, erases personal values in it, and changes the key that signs it.',
  arguments: [
    { usage: '<action>', description: 'verify, export, show, erase, public-key or rotate-key' },
    { usage: '[file]', description: 'verify this exported file instead of the database' },
  ],
  options: [
    { flags: '--checkpoint <file>', description: 'verify: hold it against these checkpoints' },
    { flags: '--out <file>', description: 'export, public-key: the file to write' },
    { flags: '--format <format>', description: 'export: jsonl or csv; default: jsonl' },
    { flags: '--account <account>', description: 'export, show, erase: only entries about this account' },
    { flags: '--commitment <hash>', description: 'erase: this one value' },
    { flags: '--reason <text>', description: 'erase: why; it stands in the audit' },
    { flags: '--dry-run', description: 'erase: say how many values there are; erase none' },
    { flags: '--limit <count>', description: `show: at most this many; default ${defaultLimit}` },
  ],
  nowOnly: true,
  examples: ['audit verify --json', 'audit export --out audit.jsonl'],
  run: async (session, [action = '', file], options) => {
    const actions = new Map([
      ['verify', verify],
      ['export', exportToFile],
      ['show', show],
      ['erase', erase],
      ['public-key', publicKey],
      ['rotate-key', rotateKey],
    ]);
    const chosen = actions.get(action);
    if (!chosen) throw usage(`audit does not know '${action}'`, `Say ${[...actions.keys()].join(', ')}.`);
    if (file !== undefined && action !== 'verify') throw usage(`audit ${action} takes no file '${file}'`);
    return await chosen(session, options, file);
  },
};

/** The stand-alone verifier; it lies outside `src`, so that it can be copied and run without any of it. */
interface FileVerifier {
  verifyAuditFile(
    file: string,
    given: { checkpointFile?: string | undefined; trusted?: Iterable<string> | undefined },
  ): Promise<{ ok: boolean; entries: number; firstBad?: { seq: number; reason: string } }>;
  UsageError: new () => Error;
}

const fileVerifier = new URL('../../bin/verify-audit.mjs', import.meta.url);

async function verify(session: Session, options: Options, file: string | undefined): Promise<Outcome> {
  const { io, config, context } = session;
  const given = textOption(options, 'checkpoint');
  const checkpointFile = given === undefined ? undefined : resolve(io.cwd, given);
  const ctx = await context();
  const keys = await readKeys(config().keysFile);
  const auditKeys = keys?.auditKey === undefined ? null : { ...keys, auditKey: keys.auditKey };
  if (file === undefined) {
    const witness = {
      checkpointFile: checkpointFile ?? config().checkpointsFile,
      mustExist: given !== undefined,
    };
    return verdictOutcome(await verifyAudit(ctx, { keys: auditKeys, ...witness }));
  }
  await requireReadable(ctx, 'audit', null);
  const { verifyAuditFile, UsageError } = (await import(fileVerifier.href)) as FileVerifier;
  const trusted = auditKeys ? trustedAuditKeys(auditKeys) : undefined;
  try {
    return verdictOutcome(await verifyAuditFile(resolve(io.cwd, file), { checkpointFile, trusted }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new HoldfastError('HF_FILE_UNREADABLE', error.message, { cause: error });
  }
}

function verdictOutcome(verdict: {
  ok: boolean;
  entries: number;
  checkpoints?: { stored: number; inFile: number | null };
  firstBad?: { seq: number; reason: string };
}): Outcome {
  const { ok, entries, checkpoints, firstBad } = verdict;
  const where = firstBad?.seq ? `entry ${firstBad.seq}: ` : '';
  const text = ok
    ? `${counted(entries, 'entry is', 'entries are')} what was written.`
    : `Tampering: ${where}${firstBad?.reason}. Good before it: ${entries}.`;
  const heading = { kind: 'heading' as const, text, tone: ok ? ('good' as const) : ('bad' as const) };
  const isUnwitnessed = ok && checkpoints?.inFile === null && checkpoints.stored > 0;
  const unwitnessed =
    'There is no checkpoint file here, so only the database vouches for itself. Give a copy with --checkpoint.';
  const blocks = [
    heading,
    ...(isUnwitnessed ? [{ kind: 'text' as const, spans: [{ text: unwitnessed }] }] : []),
  ];
  return { json: verdict, view: { summary: text, blocks }, exit: ok ? 0 : 3 };
}

async function exportToFile({ io, config, context }: Session, options: Options): Promise<Outcome> {
  const format = textOption(options, 'format') ?? 'jsonl';
  if (format !== 'jsonl' && format !== 'csv') throw usage(`--format is '${format}'; it must be jsonl or csv`);
  const out = textOption(options, 'out');
  if (out === undefined) throw usage('audit export needs --out');
  const file = resolve(io.cwd, out);
  const ctx = await context();
  await requireReadable(ctx, 'audit', null);
  const account = await accountOption(ctx, options);
  const { keysFile, checkpointsFile } = config();
  const sealing = { keys: () => readOrCreateKeys(keysFile, ctx.ids), checkpointFile: checkpointsFile };
  const draft = `${file}.${ctx.ids.trace()}.tmp`;
  const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  try {
    const input = { format, account, file: basename(file), sealing } as const;
    const manifest = await exportAudit(ctx, input, async (text) => void (await handle.writeFile(text)));
    await handle.sync();
    await rename(draft, file);
    await writeFile(`${file}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const text = `Wrote ${counted(manifest.entries, 'entry', 'entries')} to ${file}. ${manifest.note}`;
    const view: View = said(text);
    return { json: { ...manifest, out: file }, view };
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

async function show({ context }: Session, options: Options): Promise<Outcome> {
  const limit = numberOption(options, 'limit', { flag: '--limit', from: 1, to: 1_000 }) ?? defaultLimit;
  const ctx = await context();
  await requireReadable(ctx, 'audit', null);
  const account = await accountOption(ctx, options);
  const entries = await showAudit(ctx, { limit, ...(account !== undefined && { account }) });
  return { json: { entries }, view: entriesView(entries) };
}

async function erase({ context }: Session, options: Options): Promise<Outcome> {
  const commitment = textOption(options, 'commitment');
  const isDryRun = flagOption(options, 'dryRun');
  const reason = textOption(options, 'reason')?.trim() ?? '';
  const named = [commitment, textOption(options, 'account')].filter((text) => text !== undefined);
  if (named.length !== 1) throw usage('audit erase needs one of --account and --commitment');
  if (commitment !== undefined && !/^[0-9a-f]{64}$/.test(commitment))
    throw usage('--commitment is no SHA-256 in hexadecimal', 'An export has it under `personal`.');
  if (reason === '' && !isDryRun) throw usage('audit erase needs --reason', 'Or look first with --dry-run.');
  const ctx = await context();
  await requireChangeable(ctx, 'personal');
  const account = commitment === undefined ? await accountOption(ctx, options) : undefined;
  const of = account === undefined ? { commitment: commitment ?? '' } : { account };
  const { values } = await erasePersonal(ctx, { of, reason, isDryRun });
  const what = counted(values, 'personal value', 'personal values');
  const text = isDryRun
    ? `${what} would be erased. Nothing was.`
    : `Erased ${what}. The chain still verifies.`;
  const view: View = said(text);
  return { json: { ...of, values, dryRun: isDryRun }, view };
}

/** An account by any of its names. One that is not known here any more can still have entries: its id is taken. */
async function accountOption(
  ctx: Awaited<ReturnType<Session['context']>>,
  options: Options,
): Promise<string | undefined> {
  const text = textOption(options, 'account');
  if (text === undefined) return undefined;
  if ((await ctx.store.readAudit({ account: text, limit: 1 })).length > 0) return text;
  return await requireAccount(ctx, text);
}

function entriesView(entries: readonly ShownEntry[]): View {
  const summary =
    entries.length === 0
      ? 'No entry.'
      : `The newest ${counted(entries.length, 'entry', 'entries')}, newest first.`;
  const rows = entries.map(({ seq, at, actor, action, account, detail, personal }) => {
    const known = Object.entries(personal).map(([name, value]) => [name, value ?? '(erased)']);
    const all = { ...detail, ...Object.fromEntries(known) };
    const cells = [seq === null ? '–' : String(seq), at, actor, action, account ?? '–', inWords(all)];
    return cells.map((text) => [{ text }]);
  });
  const columns = [
    { label: 'Place', align: 'right' as const },
    ...['At', 'Who', 'What', 'Account', 'Detail'].map((label) => ({ label })),
  ];
  const table = { kind: 'table' as const, columns, rows };
  return {
    summary,
    blocks: [...(rows.length > 0 ? [table] : []), { kind: 'text', spans: [{ text: summary }] }],
  };
}

/** `connector=outbox digest=c1b9bc34edd1… version=1`: lines may break between; `--json` and `export` have all of it. */
function inWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${text.replace(/\b([0-9a-f]{12})[0-9a-f]{28,}\b/g, '$1…')}`;
    })
    .join(' ');
}

async function publicKey({ io, config, context }: Session, options: Options): Promise<Outcome> {
  const ctx = await context();
  const keys = await listAuditKeys(ctx, await readOrCreateKeys(config().keysFile, ctx.ids));
  const out = textOption(options, 'out');
  if (out !== undefined) {
    const file = resolve(io.cwd, out);
    await writeFile(file, keys.map((key) => key.publicKey).join('')).catch((error: unknown) => {
      throw unwritable(file, error);
    });
  }
  const facts = keys.map(({ keyId, retired }) => ({
    label: keyId,
    value: [{ text: retired ? 'signed before' : 'signs now' }],
  }));
  return { json: { keys }, view: { summary: 'The keys of the audit.', blocks: [{ kind: 'facts', facts }] } };
}

async function rotateKey({ config, context }: Session): Promise<Outcome> {
  const ctx = await context();
  const { keysFile, checkpointsFile } = config();
  const keys = () => readOrCreateKeys(keysFile, ctx.ids);
  const rotated = await rotateAuditKey(ctx, { keys, checkpointFile: checkpointsFile }, async (change) => {
    await keys(); // an older file is completed first
    return await changeKeys(keysFile, ctx.ids, async (before) => {
      const whole = before as Awaited<ReturnType<typeof keys>>;
      const { auditKey, retiredAuditKeys = [] } = await change(whole);
      return { ...whole, auditKey, retiredAuditKeys: [...retiredAuditKeys] };
    });
  });
  const text = `The key ${rotated.newKeyId} signs from now on; ${rotated.oldKeyId} still verifies what it signed.`;
  return { json: rotated, view: said(text) };
}

function unwritable(file: string, error: unknown): HoldfastError {
  return new HoldfastError('HF_FILE_UNREADABLE', `Cannot write ${file}: ${(error as Error).message}`, {
    cause: error,
  });
}
