#!/usr/bin/env node
// Verifies an exported audit on its own: Node 20 or newer, nothing else, and nothing of Holdfast. Copy this one file to
// wherever the export is to be checked. Exit codes: 0 all is well, 3 tampering, 2 wrong usage or a file cannot be read.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const help = `Verifies an exported audit.

  node verify-audit.mjs FILE [--checkpoint FILE] [--public-key FILE] [--json]

  FILE          JSON lines, as written by \`holdfast audit export\`; FILE.manifest.json beside it is checked too
  --checkpoint  checkpoints.jsonl: tells when the end was cut off, or when everything was rewritten
  --public-key  the keys whose checkpoints count, PEM; without it each checkpoint is held against the key it names
  --json        {ok, entries, head, keysCompared, firstBad?: {seq, reason}}

Exit codes: 0 all is well, 3 tampering, 2 wrong usage or a file cannot be read.`;

/** A line longer than this is none of ours; reading on would only fill the memory. */
const longestLine = 16 * 1024 * 1024;
const allChecks = { form: true, hashes: true, entries: true, checkpoints: true };
const isHex = (value, bytes) => new RegExp(`^"[0-9a-f]{${2 * bytes}}"$`).test(JSON.stringify(value));
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A mistake of whoever calls: exit code 2. */
export class UsageError extends Error {}

/**
 * Verifies bytes that come in pieces. `push` answers false once something is wrong: nothing after it matters.
 * `checks` is for tests that show what each check is for.
 */
export function createVerifier({
  checkpoints = [],
  trusted = null,
  manifest = null,
  checks = allChecks,
} = {}) {
  const keys = trusted && new Set(trusted);
  let [entries, head, rest, bad] = [0, Buffer.alloc(32), Buffer.alloc(0), null];
  const marks = new Map(); // place → hash, for every place that a checkpoint or the manifest speaks of
  for (const { seq } of [...checkpoints, ...(manifest ? [{ seq: manifest.lastSeq }] : [])])
    marks.set(seq, '');

  const readLine = (line) => {
    const seq = entries + 1;
    const fault = (reason) => {
      bad = { seq, reason };
      return false;
    };
    const text = decode(line);
    if (text === null) return fault('the line is not UTF-8');
    const value = parse(text);
    if (!isObject(value)) return fault('the line cannot be parsed');
    if (checks.form && JSON.stringify({ seq: value.seq, hash: value.hash, body: value.body }) !== text) {
      return fault('the line is not written as an export writes it');
    }
    if (!isHex(value.hash, 32)) return fault('the hash is none');
    if (typeof value.body !== 'string') return fault('the entry is missing');
    if (value.seq !== seq) return fault(`the place is missing; ${shorten(value.seq)} comes next`);
    const hash = chainHash(seq, head, value.body);
    if (checks.hashes && hash.toString('hex') !== value.hash) {
      return fault('the hash does not follow from the entry and the hash before it');
    }
    const entry = parse(value.body);
    if (checks.entries && !isEntry(entry)) return fault('the entry cannot be parsed');
    if (entry?.action === 'audit.key_rotated' && !followRotation(entry.detail, keys)) {
      return fault('the change of the signing key is not signed by both keys');
    }
    entries = seq;
    head = Buffer.from(value.hash, 'hex');
    if (marks.has(seq)) marks.set(seq, value.hash);
    return true;
  };

  return {
    push(chunk) {
      if (bad) return false;
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        const line =
          rest.length > 0 ? Buffer.concat([rest, chunk.subarray(from, end)]) : chunk.subarray(from, end);
        rest = Buffer.alloc(0);
        if (!readLine(line)) return false;
        from = end + 1;
      }
      rest = Buffer.concat([rest, chunk.subarray(from)]);
      if (rest.length > longestLine) bad = { seq: entries + 1, reason: 'the line does not end' };
      return !bad;
    },
    end() {
      if (!bad && rest.length > 0) bad = { seq: entries + 1, reason: 'the file ends within a line' };
      if (!bad && entries === 0) bad = { seq: 1, reason: 'the file holds no entry' };
      const faults = [bad, manifest && manifestFault(manifest, entries, marks)];
      if (checks.checkpoints)
        faults.push(...checkpoints.map((mark) => checkpointFault(mark, entries, marks, keys)));
      // The lowest place is the first bad one; places after a bad entry were not looked at.
      const firstBad = faults
        .filter((fault) => fault && (!bad || fault.seq <= bad.seq))
        .sort((a, b) => a.seq - b.seq)[0];
      const keysCompared = keys !== null && checkpoints.length > 0;
      if (!firstBad) return { ok: true, entries, head: head.toString('hex'), keysCompared };
      return { ok: false, entries: Math.min(entries, firstBad.seq - 1), head: null, keysCompared, firstBad };
    },
  };
}

/**
 * Verifies a file. `trusted` are public keys as Base64 of their SPKI bytes, beside those of `publicKeyFile`.
 * Throws a UsageError when a file cannot be read.
 */
export async function verifyAuditFile(file, { checkpointFile, publicKeyFile, trusted } = {}) {
  const keys = publicKeyFile ? [...(trusted ?? []), ...readPublicKeys(publicKeyFile)] : (trusted ?? null);
  const broken = (reason) => {
    return { ok: false, entries: 0, head: null, keysCompared: false, firstBad: { seq: 0, reason } };
  };
  const read = checkpointFile ? parseCheckpoints(readBytes(checkpointFile)) : { checkpoints: [] };
  if (read.reason) return broken(`checkpoint file: ${read.reason}`);
  const manifestFile = `${file}.manifest.json`;
  const manifest = existsSync(manifestFile) ? parseManifest(readBytes(manifestFile)) : null;
  if (manifest?.reason) return broken(`manifest: ${manifest.reason}`);
  if (manifest?.account)
    throw new UsageError(`${file} holds the entries of one account: a part cannot be verified`);
  if (manifest && manifest.format !== 'jsonl')
    throw new UsageError(`${file} is ${manifest.format}; verify JSON lines`);
  const checkpoints = [...read.checkpoints, ...(manifest?.checkpoint ? [manifest.checkpoint] : [])];
  const verifier = createVerifier({ checkpoints, trusted: keys, manifest });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
      if (!verifier.push(chunk)) break;
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${error.message}`);
  }
  return verifier.end();
}

/** Reads a file of checkpoints. Answers with a reason where it is not one, to the byte. */
export function parseCheckpoints(bytes) {
  const lines = decode(bytes)?.split('\n');
  if (!lines) return { checkpoints: [], reason: 'it is not UTF-8' };
  if (lines.pop() !== '') return { checkpoints: [], reason: `line ${lines.length + 1} does not end` };
  const checkpoints = lines.map(parseCheckpoint);
  const line = checkpoints.indexOf(null) + 1;
  if (line > 0) return { checkpoints: [], reason: `line ${line} is no checkpoint` };
  return checkpoints.length === 0 ? { checkpoints, reason: 'it is empty' } : { checkpoints };
}

function parseCheckpoint(text) {
  const line = parse(text);
  if (!isObject(line) || typeof line.body !== 'string' || !isHex(line.signature, 64)) return null;
  const { body, signature } = line;
  if (JSON.stringify({ body, signature }) !== text) return null;
  const { at, hash, publicKey, seq, v } = parse(body) ?? {};
  if (JSON.stringify({ at, hash, publicKey, seq, v }) !== body || v !== 1) return null;
  if (typeof at !== 'string' || typeof publicKey !== 'string' || !isHex(hash, 32)) return null;
  return Number.isSafeInteger(seq) && seq > 0 ? { at, hash, publicKey, seq, body, signature } : null;
}

function parseManifest(bytes) {
  const value = parse(decode(bytes) ?? '');
  if (!isObject(value)) return { reason: 'it cannot be parsed' };
  const { format, account, lastSeq, headHash } = value;
  const checkpoint = value.checkpoint ? parseCheckpoint(JSON.stringify(value.checkpoint)) : null;
  if (typeof format !== 'string' || !Number.isSafeInteger(lastSeq)) return { reason: 'it is incomplete' };
  if (value.checkpoint && !checkpoint) return { reason: 'its checkpoint is none' };
  return { format, account, lastSeq, headHash, checkpoint };
}

function manifestFault({ lastSeq, headHash }, entries, marks) {
  if (entries < lastSeq) return missing(entries, `the manifest names ${lastSeq} entries`);
  if (entries > lastSeq) return { seq: lastSeq + 1, reason: `the manifest ends at ${lastSeq}` };
  if (marks.get(lastSeq) === headHash) return null;
  return { seq: lastSeq, reason: 'the manifest names another last hash' };
}

function checkpointFault({ seq, at, hash, publicKey, body, signature }, entries, marks, keys) {
  const name = `the checkpoint of ${at} at ${seq}`;
  const fault = (reason) => ({ seq, reason });
  if (keys && !keys.has(publicKey)) return fault(`${name} is signed with a key that is not given`);
  const signed = isSigned(`holdfast audit checkpoint\n${body}`, signature, publicKey);
  if (!signed) return fault(`the signature of ${name} is wrong`);
  if (seq > entries) return missing(entries, `${name} was signed over ${seq} entries`);
  if (marks.get(seq) === hash) return null;
  return fault(`${name} was signed over other entries: the chain up to here was rewritten`);
}

function missing(entries, because) {
  return { seq: entries + 1, reason: `the end is missing: ${because}, and there are ${entries}` };
}

/** A new signing key counts when the old one says so. `keys` null = every key counts that is signed for. */
function followRotation(detail, keys) {
  const { statement, oldSignature, newSignature } = detail ?? {};
  const { newKey, oldKey } = (typeof statement === 'string' && parse(statement)) || {};
  const text = `holdfast audit key rotation\n${statement}`;
  if (!isSigned(text, oldSignature, oldKey) || !isSigned(text, newSignature, newKey)) return false;
  if (keys?.has(oldKey)) keys.add(newKey);
  return true;
}

/** SHA-256 over the number of the place (8 bytes, big-endian), the hash before it and the bytes of the entry. */
function chainHash(seq, previous, body) {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(seq));
  return createHash('sha256').update(place).update(previous).update(body, 'utf8').digest();
}

function isSigned(text, signature, publicKey) {
  const holds = attempt(() => {
    const spki = Buffer.from(publicKey, 'base64');
    if (spki.length !== 44 || spki.toString('base64') !== publicKey || !isHex(signature, 64)) return false;
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex'));
  });
  return holds === true;
}

function isEntry(entry) {
  if (!isObject(entry) || entry.v !== 1 || !isObject(entry.detail) || !isObject(entry.personal)) return false;
  const { at, actor, action, account, personal } = entry;
  const texts = [actor, action, account === null ? '' : account, ...Object.values(personal)];
  // An instant reads as it is written: 2026-11-26T10:00:00.000Z.
  const isInstant = /^(?!0000)\d{4}-/.test(at) && attempt(() => new Date(at).toISOString()) === at;
  return isInstant && texts.every((text) => typeof text === 'string');
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text) {
  return attempt(() => JSON.parse(text));
}

function decode(bytes) {
  return attempt(() => decoder.decode(bytes));
}

/** null = it threw */
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** For messages: nothing from a file moves the cursor of whoever reads them. */
function shorten(value) {
  return JSON.stringify(value)?.slice(0, 40) ?? 'nothing';
}

function readBytes(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${error.message}`);
  }
}

function readPublicKeys(file) {
  const blocks = readBytes(file)
    .toString('latin1')
    .match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g);
  const keys = (blocks ?? []).map((pem) =>
    attempt(() => createPublicKey(pem).export({ type: 'spki', format: 'der' })),
  );
  if (keys.length === 0 || keys.includes(null)) throw new UsageError(`${file} holds no public key in PEM`);
  return keys.map((key) => key.toString('base64'));
}

async function main(argv) {
  const options = {
    checkpoint: { type: 'string' },
    'public-key': { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  };
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) return console.log(help);
  if (positionals.length !== 1) throw new UsageError(help);
  const files = { checkpointFile: values.checkpoint, publicKeyFile: values['public-key'] };
  const verdict = await verifyAuditFile(positionals[0], files);
  const { ok, entries, firstBad } = verdict;
  if (values.json) console.log(JSON.stringify(verdict));
  else if (ok) console.log(`${entries} entries are what was written.`);
  else
    console.log(
      `Tampering: entry ${firstBad.seq}: ${firstBad.reason}. Entries before it are good: ${entries}.`,
    );
  process.exitCode = ok ? 0 : 3;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}
