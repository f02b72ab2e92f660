import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../suites/sample-events.ts';
import { type Product, startProduct } from '../support/product.ts';

const issue = 'pipeline-timeout-since-4-40';

interface Message {
  id: string;
  text: string;
  blocks: { type: string; elements?: { action_id?: string; value?: string }[] }[];
}

describe('a known bug and the customers that it hits, in the product as it is started', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({ HOLDFAST_DEMO: '0' });
    const hour = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
    const contract = { name: 'Acme Ltd', tier: 'pro', domains: ['acme.example'], renewsOn: '2030-01-31' };
    const arr = { amount: 12_000_000, currency: 'USD' };
    await send([
      sampleEvent('contract.updated', 'acme', hour(90), { ...contract, arr }),
      sampleEvent('deployment.published', 'acme', hour(80), { version: '4.40.0' }),
      sampleEvent(
        ...(['ticket.created', 'acme', hour(30)] as const),
        { ticketId: 'T-1', subject: 'Nightly load fails', body: 'It ends with PIPELINE_TIMEOUT.' },
        { user: 'ann@acme.example' },
      ),
      sampleEvent('error.raised', 'acme', hour(29), { code: 'PIPELINE_TIMEOUT' }),
    ]);
  });
  afterAll(() => product?.stop());

  async function send(events: readonly unknown[]): Promise<void> {
    const keys = JSON.parse(readFileSync(join(product.home, 'keys.json'), 'utf8')) as {
      sources: { token: string }[];
    };
    const answer = await fetch(`${product.baseUrl}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.sources[0]?.token}` },
      body: JSON.stringify(events),
    });
    expect(answer.status).toBe(202);
  }

  async function gesture(what: string, body: Record<string, unknown>): Promise<Message[]> {
    const answer = await fetch(`${product.baseUrl}/playground/api/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { messages } = (await answer.json()) as { messages: Message[] };
    return messages;
  }
  const command = (member: string, text: string) =>
    gesture('command', { member, channel: `D0${member}`, command: '/cs', text });

  /** Presses the first button of an action among these messages. */
  async function press(member: string, messages: readonly Message[], action: string): Promise<Message[]> {
    for (const { id, blocks } of messages) {
      const buttons = blocks.flatMap(({ elements = [] }) => elements);
      const button = buttons.find(({ action_id: actionId = '' }) =>
        actionId.startsWith(`holdfast:${action}:`),
      );
      if (button)
        return await gesture('click', {
          member,
          messageId: id,
          actionId: button.action_id,
          value: button.value,
        });
    }
    throw new Error(`no button ${action} in ${JSON.stringify(messages)}`);
  }

  async function terminal(...words: string[]): Promise<unknown> {
    const env = { ...process.env, HOLDFAST_HOME: product.home, HOLDFAST_DEMO: '0' };
    const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', ...words, '--json'], {
      env,
    });
    return JSON.parse(stdout);
  }

  it('is confirmed by a click, listed with evidence, declared fixed, and each customer hears it once', async () => {
    const card = await command('agent1', `bug ${issue}`);
    expect(JSON.stringify(card)).toContain('1 record may be about it');
    await press('agent1', card, 'link-confirm');
    const confirmed = JSON.stringify(await command('agent1', `bug ${issue}`));
    for (const figure of [
      'Acme Ltd',
      'USD\u00a0120,000.00',
      'pro',
      '31\u00a0Jan\u00a02030',
      'signature 1 of 1 (100 %)',
    ])
      expect(confirmed).toContain(figure);
    const links = [...confirmed.matchAll(/"url":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThanOrEqual(9);
    for (const link of links) expect((await fetch(link)).status).toBe(200);

    const declared = await terminal(
      'bug',
      issue,
      '--status',
      'fixed',
      '--fixed-in',
      '4.41',
      '--notify',
      '--as',
      'csm1',
    );
    expect(declared).toMatchObject({
      issue: { status: 'fixed', fixedIn: '4.41' },
      total: { accounts: 1, hits: 2, openTickets: 1 },
      drafted: { drafted: [{ account: 'acme' }], without: [] },
    });

    const letters = await press('manager1', await command('manager1', `bug ${issue}`), 'batch');
    const shown = JSON.stringify(letters);
    expect(shown).toContain('ann@acme.example');
    expect(shown).toContain('is fixed from version 4.41 on');
    const own = await press('csm1', await command('csm1', `bug ${issue}`), 'batch');
    expect(JSON.stringify(await press('csm1', own, 'approve-batch'))).toContain('Approved: 0. Refused: 1.');
    expect(JSON.stringify(await press('manager1', letters, 'approve-batch'))).toContain('Approved: 1.');
    const again = await press('manager1', letters, 'approve-batch');
    expect(JSON.stringify(again)).toContain('not what you saw');
    await expect
      .poll(async () => (await terminal('effects')) as unknown[], { timeout: 20_000 })
      .toMatchObject([{ kind: 'message.customer', body: { params: { to: ['ann@acme.example'] } } }]);
    expect(await terminal('bug', issue, '--notify')).toMatchObject({ drafted: { drafted: [], before: 1 } });
  });

  it('the ticket’s card shows what happened around it, in the terminal and in chat', async () => {
    const report = (await terminal('diagnose', 'T-1')) as { nearby: { title: string; minutes: number }[] };
    expect(report.nearby).toMatchObject([{ title: 'Error PIPELINE_TIMEOUT', minutes: 60 }]);
    expect(JSON.stringify(await command('agent1', 'ticket T-1'))).toContain('60 min after');
    expect(JSON.stringify(await command('agent1', 'ticket T-404'))).toContain('No ticket');
  });

  it('is refused in a channel that another company reads', async () => {
    const answer = await gesture('command', {
      member: 'csm1',
      channel: 'C0SHARED',
      command: '/cs',
      text: `bug ${issue}`,
    });
    expect(JSON.stringify(answer)).toContain('shared with another company');
    expect(JSON.stringify(answer)).not.toContain('Acme Ltd');
  });
});
