import { packAudiences, packKinds } from '../domain/account-pack.ts';
import { artifactFormats, artifactUrl } from '../domain/artifact.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';
import { type ListedArtifact, listArtifacts } from '../services/packs/list-artifacts.ts';
import { drawPack, makePack } from '../services/packs/make-pack.ts';
import { readArtifact } from '../services/packs/read-artifact.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { formatInstant } from '../views/format.ts';
import { briefView } from '../views/pack-view.ts';
import { said } from '../views/said.ts';
import type { Command, Outcome } from './command.ts';
import { madeOutcome, outOption, wantedCopy } from './made-pack.ts';
import { textOption, usage } from './options.ts';

const account = { usage: '<account>', description: 'id, name, alias or domain' };

/** `pack ACCOUNT KIND`: a pack as PowerPoint, PDF, Markdown and CSV. */
export const packCommand: Command = {
  name: 'pack',
  summary: 'A pack of an account as PowerPoint, PDF, Markdown and CSV: each figure with its record.',
  arguments: [account, { usage: '<kind>', description: `one of ${packKinds.join(', ')}` }],
  options: [
    outOption(artifactFormats),
    {
      flags: '--for <audience>',
      description: `${packAudiences.join(' or ')}; default: internal. A customer's has nothing that is ours alone`,
    },
  ],
  examples: ['pack acme renewal --out acme-renewal.pptx', 'pack acme qbr --for customer --json'],
  run: async (session, [text = '', word = ''], options) => {
    const ctx = await session.context();
    const kind = packKinds.find((known) => known === word.toLowerCase());
    if (!kind) throw usage(`'${word}' is no kind of pack`, `Use one of ${packKinds.join(', ')}.`);
    const wanted = textOption(options, 'for') ?? 'internal';
    const audience = packAudiences.find((known) => known === wanted);
    if (!audience) throw usage(`--for is '${wanted}'`, `Use one of ${packAudiences.join(', ')}.`);
    const copy = wantedCopy(session, textOption(options, 'out'), artifactFormats);
    const accountId = await requireAccount(ctx, text);
    return await madeOutcome(
      ctx,
      await makePack(ctx, { accountId, kind, audience, asOf: session.asOf }),
      copy,
    );
  },
};

/** `brief ACCOUNT`: what one has to know before a meeting. */
export const briefCommand: Command = {
  name: 'brief',
  summary:
    'What one has to know before a meeting, on one screen: what changed, promises, people, three questions.',
  arguments: [account],
  options: [],
  examples: ['brief acme', 'brief acme --json'],
  run: async (session, [text = '']) => {
    const ctx = await session.context();
    const pack = await drawPack(ctx, {
      accountId: await requireAccount(ctx, text),
      kind: 'brief',
      asOf: session.asOf,
    });
    return { json: pack, view: briefView(pack) };
  },
};

/** `artifacts [ACCOUNT]`: the files that were made. */
export const artifactsCommand: Command = {
  name: 'artifacts',
  summary: 'The files that were made, the newest first; --check holds their bytes against what was recorded.',
  arguments: [{ ...account, usage: '[account]' }],
  options: [{ flags: '--check', description: 'read each of them, and say which are not what was kept' }],
  nowOnly: true,
  examples: ['artifacts', 'artifacts acme --check --json'],
  run: async (session, [text], options) => {
    const ctx = await session.context();
    const id = text === undefined ? undefined : await requireAccount(ctx, text);
    const found = await listArtifacts(ctx, { account: id });
    if (options.check !== true) return shown(found.map((artifact) => ({ ...artifact, state: null })));
    const checked = [];
    for (const artifact of found) checked.push({ ...artifact, state: await stateOf(ctx, artifact.id) });
    return { ...shown(checked), exit: checked.some(({ state }) => state !== 'as kept') ? 3 : 0 };
  },
};

async function stateOf(ctx: RequestContext, id: string): Promise<string> {
  try {
    await readArtifact(ctx, id);
    return 'as kept';
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ARTIFACT_TAMPERED') return 'tampered';
    throw error;
  }
}

function shown(artifacts: readonly (ListedArtifact & { state: string | null })[]): Outcome {
  if (artifacts.length === 0) {
    const none = 'No artifact was made yet. Make some with: pack ACCOUNT KIND';
    return {
      json: { artifacts },
      view: said(none),
    };
  }
  const isChecked = artifacts.some(({ state }) => state !== null);
  return {
    json: { artifacts },
    view: {
      summary: 'Artifacts',
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: 'File' },
            { label: 'For' },
            { label: 'Made' },
            { label: 'Id' },
            ...(isChecked ? [{ label: 'Bytes' }] : []),
          ],
          rows: artifacts.map(({ id, fileName, audience, madeAt, state }) => [
            [{ text: fileName, link: artifactUrl(id) }],
            [{ text: audience }],
            [{ text: formatInstant(madeAt) }],
            [{ text: id, code: true }],
            ...(isChecked ? [[{ text: state ?? '' }]] : []),
          ]),
        },
      ],
    },
  };
}
