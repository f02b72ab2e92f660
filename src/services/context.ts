import type { Content } from '../content/content.ts';
import type { Embedder } from '../copilot/embedder.ts';
import type { KnowledgeSearch } from '../copilot/knowledge-search.ts';
import type { ArtifactPorts } from '../domain/artifact.ts';
import type { Clock } from '../domain/clock.ts';
import type { Ids } from '../domain/ids.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import type { Member } from '../domain/member.ts';
import type { Door } from '../guardrail/door.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { AnswerWriter } from './rewrite-answer.ts';

/** What every use case gets; nothing in it is global. */
export interface Services {
  store: Store;
  content: Content;
  knowledge: KnowledgeSearch;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Writes answers anew; absent = every answer is the deterministic one. */
  writer?: AnswerWriter;
  /** The way to every outward change. */
  door: Door;
  /** Where knowledge is read from, and what makes vectors of it. */
  indexing: { sources: readonly KnowledgeSource[]; embedder: Embedder };
  /** What writes packs, and where their bytes lie. */
  artifacts: ArtifactPorts;
  /** Where Holdfast speaks up by itself; null = nowhere: alerts are listed on request. */
  channels: { alerts: string | null };
}

/** One person's request: the services, and who asks. */
export interface RequestContext extends Services {
  /** null = the installation itself, from a terminal on its machine */
  member: Member | null;
}

/** Who acts, as the audit names them. */
export function actorOf(ctx: RequestContext): string {
  return ctx.member?.id ?? 'system';
}
