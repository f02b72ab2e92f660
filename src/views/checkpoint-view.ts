import { formatInstant } from './format.ts';
import type { View } from './view.ts';

/** What the audit channel keeps of a checkpoint: enough to prove later that no entry up to it was changed. */
export function checkpointView(checkpoint: {
  seq: number;
  hash: string;
  at: Date;
  publicKey: string;
  signature: string;
}): View {
  const { seq, hash, at, publicKey, signature } = checkpoint;
  const summary = `Audit checkpoint ${seq}`;
  return {
    summary,
    blocks: [
      {
        kind: 'text',
        spans: [{ text: summary, strong: true }, { text: ` · ${formatInstant(at.toISOString())}` }],
      },
      {
        kind: 'facts',
        facts: [
          { label: 'Head', value: [{ text: hash, code: true }] },
          { label: 'Key', value: [{ text: publicKey, code: true }] },
          { label: 'Signature', value: [{ text: signature, code: true }] },
        ],
      },
      { kind: 'note', spans: [{ text: 'Compare it with: holdfast audit verify' }] },
    ],
  };
}
