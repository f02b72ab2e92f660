import { packKinds, packNames } from '../../domain/account-pack.ts';
import type { PackQuestion } from '../../rules/question/question.ts';
import type { RequestContext } from '../../services/context.ts';
import { drawPack, makePack } from '../../services/packs/make-pack.ts';
import { briefView, packView } from '../../views/pack-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';

/** Which pack a click asks for; null = it asks for something else */
export function packClick(action: string, account: string): PackQuestion | null {
  if (action === 'pack') return { kind: 'pack', account, pack: null, audience: 'internal' };
  const pack = packKinds.find((kind) => action === `pack-${kind}`);
  return pack ? { kind: 'pack', account, pack, audience: 'internal' } : null;
}

/** `/cs pack ACCOUNT KIND`: a pack as files; `/cs brief ACCOUNT`: what one has to know before a meeting. */
export async function pack(ctx: RequestContext, accountId: string, question: PackQuestion): Promise<View> {
  if (question.kind === 'brief') return briefView(await drawPack(ctx, { accountId, kind: 'brief' }));
  if (question.pack === null) {
    const kinds = packKinds.map((kind) => `${kind} (${packNames[kind]})`).join(', ');
    return said(`Which pack? \`/cs pack ${accountId} KIND\`, where KIND is one of ${kinds}.`);
  }
  return packView(await makePack(ctx, { accountId, kind: question.pack, audience: question.audience }));
}
