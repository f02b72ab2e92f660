import { z } from 'zod';
import { guid, isLoopbackUrl, token } from './setting-texts.ts';

/** What an operator sets to connect Teams. */
export const teamsVariables = {
  TEAMS_APP_ID: guid.optional(),
  TEAMS_APP_PASSWORD: token.optional(),
  TEAMS_TENANT_ID: guid.optional(),
  TEAMS_ALLOW_UNAUTHENTICATED: z.enum(['0', '1'], { error: '0 or 1' }).default('0'),
};

/** Those of them that are never shown. */
export const teamsSecrets = ['TEAMS_APP_PASSWORD'] as const;

/** How Teams reaches us. */
export interface TeamsSettings {
  /** The app registration; null = requests are not authenticated: development, on this machine alone. */
  registration: { appId: string; appPassword: string; tenantId: string } | null;
}

/** The variables that say it. */
export interface TeamsVariables {
  TEAMS_APP_ID?: string | undefined;
  TEAMS_APP_PASSWORD?: string | undefined;
  TEAMS_TENANT_ID?: string | undefined;
  TEAMS_ALLOW_UNAUTHENTICATED: '0' | '1';
  HOST: string;
  HOLDFAST_PUBLIC_URL?: string | undefined;
}

const names = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const;
const open = 'TEAMS_ALLOW_UNAUTHENTICATED';

/**
 * Reads how Teams is connected. The library that checks its tokens accepts everything where it has no credentials: so
 * without them there is no Teams, unless this is development and nobody but this machine can reach us.
 * @returns null = not connected
 * @param refuse - ends the start, naming the variable and what is wrong
 */
export function readTeamsSettings(
  variables: TeamsVariables,
  refuse: (variable: string, message: string) => never,
): TeamsSettings | null {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: appPassword, TEAMS_TENANT_ID: tenantId } = variables;
  const set = names.find((name) => variables[name] !== undefined);
  if (variables[open] === '1') {
    if (set !== undefined) refuse(open, `${open} is '1' while ${set} is set; unset one of them`);
    if (!isOnlyHere(variables))
      refuse(
        open,
        `${open} is '1' while others can reach this machine; unset it, or HOST and HOLDFAST_PUBLIC_URL`,
      );
    return { registration: null };
  }
  if (set === undefined) return null;
  if (appId && appPassword && tenantId) return { registration: { appId, appPassword, tenantId } };
  const missing = names.filter((name) => variables[name] === undefined);
  return refuse(set, `${set} is set without ${missing.join(' and ')}; Teams needs all three`);
}

function isOnlyHere({ HOST: host, HOLDFAST_PUBLIC_URL: publicUrl }: TeamsVariables): boolean {
  const address = `http://${host.includes(':') ? `[${host}]` : host}`;
  return isLoopbackUrl(address) && (publicUrl === undefined || isLoopbackUrl(publicUrl));
}

/** Whether an address is one at which Teams takes messages. Source: https://learn.microsoft.com/microsoftteams/platform/concepts/app-fundamentals-overview */
export function isTeamsAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' || username !== '' || password !== '') return false;
  return hosts.some((host) => hostname === host || (host.startsWith('.') && hostname.endsWith(host)));
}

const hosts = [
  'smba.trafficmanager.net',
  '.botframework.com',
  '.botframework.azure.us',
  '.teams.microsoft.com',
  '.teams.microsoft.us',
];
