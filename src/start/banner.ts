import type { Config } from '../config.ts';
import { signInLimits } from '../domain/session.ts';
import type { DemoResult } from './load-demo.ts';
import { hasRealChat } from './real-chat.ts';

/** What a person who started the product wants to know first. */
export function banner(given: {
  config: Config;
  baseUrl: string;
  version: string;
  /** The first sign-in to the console; null = nobody is a member yet. */
  consoleLink: { url: string; name: string } | null;
}): string {
  const { config, baseUrl, version, consoleLink } = given;
  const { slack, teams } = config;
  const chats: [string, string][] = [
    ...(slack ? [['Slack', `send requests to ${baseUrl}/slack/events`] as [string, string]] : []),
    ...(teams ? [['Teams', teamsLine(teams, baseUrl)] as [string, string]] : []),
    ...(hasRealChat(config)
      ? []
      : [['Playground', `${baseUrl}/playground   no account needed`] as [string, string]]),
  ];
  const { database, home, keysFile } = config;
  const lines: [string, string][] = [
    ...chats,
    ['Console', consoleLink?.url ?? `${baseUrl}/console`],
    ...(consoleLink
      ? [
          [
            '',
            `signs in as ${consoleLink.name}, once, within ${signInLimits.linkMinutes} minutes`,
          ] satisfies [string, string],
        ]
      : []),
    ['Send events', `POST ${baseUrl}/v1/events   token in ${keysFile}`],
    ['Terminal', 'npm run -s holdfast -- health acme'],
    ['Data', database.kind === 'embedded' ? home : 'PostgreSQL at DATABASE_URL'],
    ['Stop', 'Ctrl-C'],
  ];
  const rows = lines.map(([label, text]) => `  ${label.padEnd(13)}${text}`);
  return ['', `Holdfast ${version}`, '', ...rows, ''].join('\n');
}

function teamsLine({ registration }: NonNullable<Config['teams']>, baseUrl: string): string {
  const where = `${baseUrl}/api/messages`;
  return registration ? `messaging endpoint ${where}` : `${where}   for development: nobody is authenticated`;
}

/** The line that says that everything is there. */
export function readyLine(demo: DemoResult | null): string {
  if (!demo) return 'Ready.';
  return `Ready: the demo company is loaded, ${demo.accounts} customers with ${demo.events} events. Ask about acme first.`;
}

/** What a start says that met an older database than the one it left. */
export function rollbackLine({ published, found }: { published: number; found: number }): string {
  return `Everything is halted: the audit ends at ${found}, but a checkpoint of place ${published} was published. The database was restored or rewritten, so effects may have happened that it does not know of. Compare with \`holdfast audit verify\`, then \`holdfast unkill all\`.`;
}
