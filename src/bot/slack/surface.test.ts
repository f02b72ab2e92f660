import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { neededScopes, slackSurface } from './surface.ts';

const folder = new URL('./', import.meta.url);

test('the manifest asks for exactly what the app uses', async () => {
  const {
    features,
    settings,
    oauth_config: oauth,
  } = JSON.parse(await readFile('deploy/slack-manifest.json', 'utf8'));
  expect(features.slash_commands).toHaveLength(1);
  const [command] = features.slash_commands;
  expect(command.command).toBe(slackSurface.command);
  expect(command.usage_hint).toBe(slackSurface.usageHint);
  expect(settings.event_subscriptions.bot_events).toEqual(Object.keys(slackSurface.events));
  expect(oauth.scopes.bot).toEqual(neededScopes());
  expect(settings.interactivity.is_enabled).toBe(true);
  expect(features.shortcuts).toEqual(
    slackSurface.shortcuts.map(({ type, callback, name, description }) => ({
      name,
      type,
      callback_id: callback,
      description,
    })),
  );
  const { description: agent_description, prompts } = slackSurface.agent;
  expect(features.agent_view).toEqual({ agent_description, suggested_prompts: prompts });
  expect(features.assistant_view).toBeUndefined();
  expect(features.unfurl_domains).toEqual(['YOUR-HOST']);
  const [redirect] = oauth.redirect_urls;
  expect(redirect).toBe(command.url.replace('/slack/events', '/slack/oauth_redirect'));
  const urls = [command.url, settings.event_subscriptions.request_url, settings.interactivity.request_url];
  expect(new Set(urls).size).toBe(1);
});

test('no name in the manifest is longer than Slack takes', () => {
  expect(slackSurface.shortcuts.length).toBeLessThanOrEqual(10);
  expect(slackSurface.agent.description.length).toBeLessThanOrEqual(300);
  expect(slackSurface.agent.prompts.length).toBeLessThanOrEqual(4);
  for (const { name, description, callback } of slackSurface.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
    expect(callback.length).toBeLessThanOrEqual(255);
  }
  expect(new Set(slackSurface.shortcuts.map(({ callback }) => callback)).size).toBe(
    slackSurface.shortcuts.length,
  );
});

test('the surface names every method that the code calls, and no other', async () => {
  expect([...(await methodsCalled())].sort()).toEqual(Object.keys(slackSurface.methods).sort());
});

test('the surface names every event that the app listens to, and no other', async () => {
  const app = await readFile(new URL('app.ts', folder), 'utf8');
  const heard = [...app.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name]) => name);
  const named = Object.keys(slackSurface.events).map((name) => name.split('.')[0]);
  expect([...new Set(heard)].sort()).toEqual([...new Set(named)].sort());
});

/** The Web API methods that stand in the code of this folder: `client.chat.update(`, `'chat.postMessage'`. */
async function methodsCalled(): Promise<Set<string>> {
  const called = new Set<string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name === 'surface.ts' || name === 'limits.ts')
      continue;
    const code = await readFile(new URL(name, folder), 'utf8');
    for (const [, method = ''] of code.matchAll(/\b(?:client|quick)\s*\.((?:[a-z0-9]+\.)+[a-zA-Z]+)\(/g))
      called.add(method);
    for (const [, method = ''] of code.matchAll(
      /'((?:chat|views|conversations|users|oauth|assistant)\.[a-zA-Z.0-9]+)'/g,
    ))
      called.add(method);
  }
  called.delete('views.ts');
  return called;
}
