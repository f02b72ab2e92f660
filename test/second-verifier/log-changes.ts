import type { Checkpoint } from '../../src/guardrail/audit/checkpoint.ts';
import { chainEntries } from '../../src/guardrail/audit/seal-audit.ts';
import { publicKeyOf } from '../../src/guardrail/audit/signing-key.ts';
import type { Dice } from '../crash/dice.ts';
import { checkpointAt, checkpointFile, exportLines } from '../support/audit-chain.ts';
import { flip } from '../support/audit-flips.ts';
import { type Draft, goodDraft, next, ours, strangers } from './log-draft.ts';

/** What a change makes of a draft: other lines and checkpoints in place, or the very bytes. */
export type Change = (draft: Draft, dice: Dice) => { log?: Buffer; checkpoints?: Buffer } | undefined;

const bytesOf = ({ lines }: Draft): Buffer => Buffer.from(lines.join(''));

/** Changes one line. */
function editLine(draft: Draft, dice: Dice, change: (line: string) => string): undefined {
  const at = dice.next(draft.lines.length);
  draft.lines[at] = change(draft.lines[at] ?? '');
}

/** Changes the text of one entry and chains everything anew, as whoever has all rights to the database can. */
function rewrite(draft: Draft, dice: Dice, change: (body: string) => string): undefined {
  const at = dice.next(draft.rows.length);
  const bodies = draft.rows.map(({ body }, index) => {
    const text = Buffer.from(body ?? []).toString('utf8');
    return { entry: index + 1, body: Buffer.from(index === at ? change(text) : text) };
  });
  const rows = chainEntries(null, bodies).map((seal, index) => ({
    ...draft.rows[index]!,
    ...seal,
    body: bodies[index]?.body ?? null,
  }));
  draft.lines = exportLines(rows);
}

/** Changes one checkpoint, or adds one where there is none. */
function editMark(draft: Draft, dice: Dice, change: (mark: Checkpoint) => Checkpoint): undefined {
  const row = draft.rows[dice.next(draft.rows.length)]!;
  draft.marks = [...draft.marks, change(checkpointAt(row, ours))];
}

/** Everything that is done to a log, each with its name. */
export const changes: readonly [string, Change][] = [
  [
    'a bit of the log',
    (draft, dice) => ({ log: flip(bytesOf(draft), dice.next(bytesOf(draft).length * 8)) }),
  ],
  [
    'a byte of the log removed',
    (draft, dice) => {
      const bytes = bytesOf(draft);
      const at = dice.next(bytes.length);
      return { log: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]) };
    },
  ],
  [
    'a byte put in',
    (draft, dice) => {
      const bytes = bytesOf(draft);
      const at = dice.next(bytes.length + 1);
      return {
        log: Buffer.concat([bytes.subarray(0, at), Buffer.from([dice.next(256)]), bytes.subarray(at)]),
      };
    },
  ],
  [
    'a bit of the checkpoints',
    (draft, dice) => {
      if (draft.marks.length === 0) return undefined;
      const bytes = checkpointFile(draft.marks);
      return { checkpoints: flip(bytes, dice.next(bytes.length * 8)) };
    },
  ],
  ['a line removed', (draft, dice) => void draft.lines.splice(dice.next(draft.lines.length), 1)],
  [
    'a line twice',
    (draft, dice) => {
      const at = dice.next(draft.lines.length);
      draft.lines.splice(at, 0, draft.lines[at] ?? '');
    },
  ],
  [
    'two lines swapped',
    (draft, dice) => {
      const [one, other] = [dice.next(draft.lines.length), dice.next(draft.lines.length)];
      [draft.lines[one], draft.lines[other]] = [draft.lines[other] ?? '', draft.lines[one] ?? ''];
    },
  ],
  [
    'a line of another log',
    (draft, dice) => {
      const other = goodDraft(dice).lines;
      draft.lines.splice(dice.next(draft.lines.length + 1), 0, other[dice.next(other.length)] ?? '');
    },
  ],
  ['the end cut off', (draft, dice) => void draft.lines.splice(dice.next(draft.lines.length + 1))],
  [
    'cut within a line',
    (draft, dice) => ({ log: bytesOf(draft).subarray(0, dice.next(bytesOf(draft).length)) }),
  ],
  ['an empty line', (draft, dice) => void draft.lines.splice(dice.next(draft.lines.length + 1), 0, '\n')],
  ['carriage returns', (draft, dice) => editLine(draft, dice, (line) => line.replace('\n', '\r\n'))],
  ['a blank', (draft, dice) => editLine(draft, dice, (line) => line.replace(',"hash"', ', "hash"'))],
  ['another key', (draft, dice) => editLine(draft, dice, (line) => line.replace('{', '{"more":1,'))],
  ['a key twice', (draft, dice) => editLine(draft, dice, (line) => line.replace('{', '{"seq":1,'))],
  [
    'keys in another order',
    (draft, dice) =>
      editLine(draft, dice, (line) => {
        const { seq, hash, body } = JSON.parse(line) as Record<string, unknown>;
        return `${JSON.stringify({ body, hash, seq })}\n`;
      }),
  ],
  [
    'an escaped letter',
    (draft, dice) => editLine(draft, dice, (line) => line.replace('action', '\\u0061ction')),
  ],
  [
    'a place as a fraction',
    (draft, dice) => editLine(draft, dice, (line) => line.replace(/"seq":(\d+)/, '"seq":$1.0')),
  ],
  [
    'a place as text',
    (draft, dice) => editLine(draft, dice, (line) => line.replace(/"seq":(\d+)/, '"seq":"$1"')),
  ],
  [
    'a capital digit',
    (draft, dice) =>
      editLine(draft, dice, (line) =>
        line.replace(/[a-f](?=[0-9a-f]*","body)/, (digit) => digit.toUpperCase()),
      ),
  ],
  [
    'no hash',
    (draft, dice) => editLine(draft, dice, (line) => line.replace(/"hash":"[0-9a-f]{64}"/, '"hash":null')),
  ],
  [
    'no object',
    (draft, dice) =>
      editLine(draft, dice, () => ['[]\n', 'null\n', '"seq"\n', '{}\n', 'NaN\n'][dice.next(5)] ?? ''),
  ],
  ['rewritten', (draft, dice) => rewrite(draft, dice, (body) => body.replace(/"index":\d+/, '"index":999'))],
  [
    'rewritten as no entry',
    (draft, dice) =>
      rewrite(draft, dice, () => ['null', '[]', '{', '{"v":1}', 'Infinity'][dice.next(5)] ?? ''),
  ],
  [
    'an entry of another version',
    (draft, dice) =>
      rewrite(draft, dice, (body) =>
        body.replace('"v":1}', ['"v":2}', '"v":"1"}', '"v":true}', '"v":1.0}'][dice.next(4)] ?? ''),
      ),
  ],
  [
    'an entry of no time',
    (draft, dice) =>
      rewrite(draft, dice, (body) =>
        body.replace(
          /"at":"[^"]+"/,
          [
            '"at":"today"',
            '"at":"2026-02-30T10:00:00.000Z"',
            '"at":"Nov 26 2026"',
            '"at":"2026-11-26T10:00:60.000Z"',
            '"at":"2026-11-26T10:00:00Z"',
            '"at":1',
          ][dice.next(6)] ?? '',
        ),
      ),
  ],
  [
    'an entry of nobody',
    (draft, dice) =>
      rewrite(draft, dice, (body) =>
        body.replace(/"actor":"[^"]+"/, ['"actor":null', '"actor":7', '"actress":"ann"'][dice.next(3)] ?? ''),
      ),
  ],
  [
    'an entry without an account',
    (draft, dice) =>
      rewrite(draft, dice, (body) =>
        body.replace(
          /"account":("[^"]*"|null),/,
          ['', '"account":7,', '"account":null,'][dice.next(3)] ?? '',
        ),
      ),
  ],
  [
    'a list for detail',
    (draft, dice) => rewrite(draft, dice, (body) => body.replace('"detail":{', '"detail":[],"other":{')),
  ],
  [
    'personal data that is none',
    (draft, dice) =>
      rewrite(draft, dice, (body) => body.replace(/"personal":\{[^}]*\}/, '"personal":{"email":1}')),
  ],
  [
    'a rotation that the old key did not sign',
    (draft, dice) =>
      rewrite(draft, dice, (body) =>
        body.replace(/"oldSignature":"[^"]+"/, `"oldSignature":"${'00'.repeat(64)}"`),
      ),
  ],
  [
    'a rotation to another key',
    (draft, dice) => rewrite(draft, dice, (body) => body.replace(publicKeyOf(next), publicKeyOf(strangers))),
  ],
  [
    'a checkpoint of strangers',
    (draft, dice) =>
      editMark(draft, dice, (mark) => checkpointAt({ ...draft.rows[mark.seq - 1]! }, strangers)),
  ],
  [
    'a checkpoint over another hash',
    (draft, dice) =>
      editMark(draft, dice, ({ seq }) =>
        checkpointAt({ ...draft.rows[seq - 1]!, hash: Buffer.alloc(32, seq) }, ours),
      ),
  ],
  [
    'a checkpoint past the end',
    (draft, dice) =>
      editMark(draft, dice, () =>
        checkpointAt({ ...draft.rows.at(-1)!, seq: draft.rows.length + 1 + dice.next(3) }, ours),
      ),
  ],
  [
    'a checkpoint with another signature',
    (draft, dice) =>
      editMark(draft, dice, (mark) => ({
        ...mark,
        signature: checkpointAt(draft.rows[0]!, strangers).signature,
      })),
  ],
  ['no keys that count', (draft) => void draft.trusted?.splice(0, 1, publicKeyOf(strangers))],
  [
    'checkpoints without an end',
    (draft) => ({ checkpoints: Buffer.from(checkpointFile(draft.marks).toString().trimEnd()) }),
  ],
];
