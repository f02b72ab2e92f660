import pino from 'pino';
import { loadContent } from '../../src/content/content.ts';
import { searchKnowledge } from '../../src/copilot/knowledge-search.ts';
import { testDoor } from '../support/door.ts';
import { noIndexing } from '../support/knowledge.ts';
import type { RunBase } from './system-under-test.ts';

/** What a run takes from the product as it is. */
export async function modelBase(): Promise<RunBase> {
  return {
    content: await loadContent(null),
    knowledge: searchKnowledge({ readFiles: async () => [] }),
    log: pino({ level: 'silent' }),
    door: await testDoor(),
    member: null,
    indexing: noIndexing,
    artifacts: {} as never,
    channels: { alerts: null },
  };
}
