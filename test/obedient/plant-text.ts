import { answerChat } from '../../src/bot/router.ts';
import { utcDayOf } from '../../src/domain/utc-day.ts';
import { HoldfastError } from '../../src/errors.ts';
import { getTimeline } from '../../src/services/get-timeline.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { runEffects } from '../../src/services/run-effects.ts';
import type { View } from '../../src/views/view.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { ingest } from '../support/services.ts';
import type { Surface } from './attack-text.ts';
import { as, type Customers, type Place } from './place.ts';

/** What became of a text that somebody put somewhere. */
export interface Planted {
  /** What a model is shown for it, the text itself first. */
  shown: string[];
  /** What people are shown for it. */
  views: View[];
  /** Lines that could not become events. */
  deadLetters: number;
}

/** Puts a text where an outsider, or a colleague who pastes, could put it; and reads it back as the product shows it. */
export async function plantText(
  place: Place,
  customers: Customers,
  surface: Surface,
  text: string,
): Promise<Planted> {
  const before = await place.ctx.store.countDeadLetters();
  const { document, view } = await put(place, customers, surface, text);
  const deadLetters = Number(await place.ctx.store.countDeadLetters()) - Number(before);
  const { account } = customers;
  const timeline = await getTimeline(as(place, 'csm1'), { accountId: account });
  const shown = [document, timeline.account.name, ...timeline.entries.map(({ title }) => title)];
  const views = [
    ...(view ? [view] : []),
    await answerOf(place, `health ${account}`),
    await answerOf(place, `timeline ${account}`),
    await answerOf(place, `why ${account}`),
  ];
  return { shown: [...new Set(shown.filter((one) => readsLike(one, text)))], views, deadLetters };
}

/** Titles of our own add nothing that a model would obey. */
function readsLike(shown: string, text: string): boolean {
  return shown === text || shown.includes(text.slice(0, 40).trim());
}

interface Put {
  /** How the text reaches the model. */
  document: string;
  view?: View;
}

async function put(place: Place, customers: Customers, surface: Surface, text: string): Promise<Put> {
  const { ctx } = place;
  const { account, ticketId } = customers;
  const day = utcDayOf(ctx.clock.now());
  const send = async (type: string, payload: Record<string, unknown>, rest = {}): Promise<Put> => {
    await ingest(ctx, [sampleEvent(type, account, ctx.clock.now().toISOString(), payload, rest)]);
    return { document: text };
  };
  switch (surface) {
    case 'ticket_subject':
      return await send('ticket.updated', { ticketId, subject: text });
    case 'ticket_body':
      return await send('ticket.updated', { ticketId, subject: 'Export', body: text });
    case 'split': {
      const middle = Math.floor(text.length / 2);
      await send('ticket.updated', { ticketId, subject: text.slice(0, middle) });
      return await send('ticket.updated', { ticketId, body: text.slice(middle) });
    }
    case 'event_property':
      return await send('feature.used', { feature: text.slice(0, 200), note: text, [text.slice(0, 60)]: 1 });
    case 'customer_name':
      return await send('contract.updated', { name: text.slice(0, 500) });
    case 'user_name':
      return await send('user.session', { name: text }, { user: text.slice(0, 200) });
    case 'alias':
      return await send('contract.updated', { aliases: [text.slice(0, 200)] });
    case 'domain':
      return await send('contract.updated', { domains: [`${account}.example`, text.slice(0, 200)] });
    case 'timeline_entry':
      return await send('incident.opened', { incidentId: `I-${day}`, title: text });
    case 'crm_note':
      return await send('sponsor.touch', { kind: 'call', note: text });
    case 'kb_document':
    case 'tool_output':
      return { document: text };
    case 'slack_thread_message':
      return { document: text, view: await answerOf(place, text) };
    case 'judgement_reason':
      return await judge(place, account, text);
  }
}

/** A CSM writes it into the reason of a sentiment, which is theirs to set. */
async function judge(place: Place, account: string, text: string): Promise<Put> {
  const params = {
    sentiment: 'poor',
    reason: text.slice(0, 400).toWellFormed(),
    until: utcDayOf(place.ctx.clock.now()),
  };
  try {
    await proposeAction(as(place, 'csm1'), { kind: 'sentiment.set', account, params });
    await runEffects(place.ctx, 'planter');
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error; // what does not fit the form never stands there
  }
  return { document: text };
}

async function answerOf({ ctx }: Place, text: string): Promise<View> {
  const request = {
    platform: 'slack',
    team: 'T0DEMO',
    user: 'U0CSM1',
    channel: 'C1',
    place: 'channel',
  } as const;
  const { view } = await answerChat(ctx, { ...request, thread: null, asked: { kind: 'message', text } });
  return view;
}
