import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { slackSurface } from './surface.ts';

test('the manifest asks for exactly what the app uses', async () => {
  const manifest = JSON.parse(await readFile('deploy/slack-manifest.json', 'utf8'));
  expect(manifest.features.slash_commands).toHaveLength(1);
  const [command] = manifest.features.slash_commands;
  expect(command.command).toBe(slackSurface.command);
  expect(command.usage_hint).toBe(slackSurface.usageHint);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...slackSurface.events]);
  expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(slackSurface.scopes));
  const urls = [
    command.url,
    manifest.settings.event_subscriptions.request_url,
    manifest.settings.interactivity.request_url,
  ];
  expect(new Set(urls).size).toBe(1);
});
