import { readConfig } from '../../../src/config.ts';
import { createIds } from '../../../src/domain/ids.ts';
import { jsonRecord } from '../../../src/domain/raw-record.ts';
import type { ChatPort } from '../../../src/guardrail/chat-port.ts';
import { createChatConnector } from '../../../src/guardrail/clients/chat.ts';
import { createLog } from '../../../src/log.ts';
import { watchAccounts } from '../../../src/services/alerts/watch-accounts.ts';
import { checkRecords } from '../../../src/services/check-records.ts';
import type { RequestContext } from '../../../src/services/context.ts';
import { ingestEvents } from '../../../src/services/ingest-events.ts';
import { proposeAction } from '../../../src/services/propose-action.ts';
import { type Ground, makeHome, openServices } from '../../../src/start/open-services.ts';
import { startServer } from '../../../src/start/server.ts';
import { openFastClock } from './fast-clock.ts';
import type { BurstSetup } from './protocol.ts';
import { troubledAccounts } from './troubled-accounts.ts';

// The product as it is started, all of it, on a clock that is given. It is told nothing afterwards; it is killed.

/** Channels of the simulated workspace: those for all, and of some of its people. */
const channels = [
  ...['C0CS', 'C0ALERTS', 'C0APPROVALS', 'C0SHARED'],
  ...['csm1', 'csm2', 'agent1', 'manager1', 'manager2', 'exec1'].map((id) => `D0${id}`),
];

/** Stands for the chat while the folder is filled. */
const noChat: ChatPort = {
  post: async () => {
    throw new Error('nothing is posted while the folder is filled');
  },
  lookup: async () => {
    throw new Error('nothing is looked up while the folder is filled');
  },
};

const setup = JSON.parse(process.argv[2] ?? '') as BurstSetup;
const config = readConfig();
const ground: Ground = {
  config,
  clock: openFastClock(setup.clock),
  ids: createIds(),
  log: createLog(config.logLevel),
};
process.on('disconnect', () => process.exit());

if (setup.do === 'serve') await serve();
else process.send?.({ say: 'filled', count: await fill(setup.do.fill, setup.do.count) });
process.exit();

async function serve(): Promise<void> {
  const stop = new AbortController();
  process.on('SIGTERM', () => stop.abort());
  const server = await startServer(ground, {
    say: () => undefined,
    progress: () => undefined,
    stop: stop.signal,
    onLost: (failure) => {
      process.stderr.write(`${failure.message}\n`);
      process.exit(3);
    },
  });
  process.send?.({ say: 'ready' });
  await server.run().finally(() => server.close());
}

/** @returns how many messages this makes due */
async function fill(what: 'alerts' | 'posts', count: number): Promise<number> {
  await makeHome(config.home);
  const services = await openServices(ground, { decidesMembers: true });
  const ctx: RequestContext = { ...services, member: null };
  // What is proposed here is for the chat, as where it runs; nothing is called, for there is no worker.
  services.door.join(createChatConnector(noChat));
  try {
    return what === 'alerts' ? await raise(ctx, count) : await postAll(ctx, count);
  } finally {
    await services.store.close();
  }
}

/** Events of so many accounts come in, and the rules are asked: everything they see is raised at once. */
async function raise(ctx: RequestContext, count: number): Promise<number> {
  const events = troubledAccounts(count, ctx.clock.now());
  const records = events.map((event, index) => jsonRecord(index + 1, Buffer.from(JSON.stringify(event))));
  const { refused } = await ingestEvents(ctx, checkRecords(ctx, 'burst', records));
  if (refused.length > 0) throw new Error(JSON.stringify(refused.slice(0, 3)));
  const mark = await ctx.store.lastSequence();
  return (await watchAccounts(ctx, { firstSight: 'call', mark })).raised;
}

/** Single posts to many channels in turn; what they are says in which order they have to arrive. */
async function postAll(ctx: RequestContext, count: number): Promise<number> {
  for (let index = 0; index < count; index++) {
    const text = `post ${String(index).padStart(4, '0')}`;
    const view = { summary: text, blocks: [{ kind: 'text' as const, spans: [{ text }] }] };
    const params = { channel: channels[index % channels.length], view };
    const made = await proposeAction(ctx, {
      kind: 'message.post',
      account: null,
      origin: 'system',
      params,
    });
    if (!made.ok) throw new Error(made.reason);
  }
  return count;
}
