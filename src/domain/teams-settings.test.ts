import { expect, test } from 'vitest';
import { isTeamsAddress, readTeamsSettings, type TeamsVariables } from './teams-settings.ts';

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const all = { TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: 'secret-of-ours', TEAMS_TENANT_ID: id };
const read = (given: Partial<TeamsVariables>) => {
  const variables = { TEAMS_ALLOW_UNAUTHENTICATED: '0', HOST: '127.0.0.1', ...given } as const;
  try {
    return readTeamsSettings(variables, (variable, message) => {
      throw new Error(`${variable}: ${message}`);
    });
  } catch (error) {
    return (error as Error).message;
  }
};

test('Teams is connected with all three of its variables, or not at all', () => {
  expect(read({})).toBeNull();
  expect(read(all)).toEqual({ registration: { appId: id, appPassword: 'secret-of-ours', tenantId: id } });
  expect(read({ TEAMS_APP_ID: id })).toMatch(
    /TEAMS_APP_ID is set without TEAMS_APP_PASSWORD and TEAMS_TENANT_ID/,
  );
  expect(read({ ...all, TEAMS_TENANT_ID: undefined })).toMatch(/without TEAMS_TENANT_ID/);
});

test('nothing is answered without authentication where others can reach us', () => {
  const open = { TEAMS_ALLOW_UNAUTHENTICATED: '1' } as const;
  expect(read(open)).toEqual({ registration: null });
  expect(read({ ...open, HOST: '::1' })).toEqual({ registration: null });
  expect(read({ ...open, HOST: '0.0.0.0' })).toMatch(/others can reach this machine/);
  expect(read({ ...open, HOLDFAST_PUBLIC_URL: 'https://holdfast.example.com' })).toMatch(/others can reach/);
  expect(read({ ...open, ...all })).toMatch(/is '1' while TEAMS_APP_ID is set/);
});

test('only addresses of Microsoft take our messages', () => {
  for (const address of ['https://smba.trafficmanager.net/emea/', 'https://canary.botframework.com/x'])
    expect(isTeamsAddress(address)).toBe(true);
  for (const address of [
    'http://smba.trafficmanager.net/emea/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilbotframework.com/',
    'https://user:pass@smba.trafficmanager.net/',
    'https://169.254.169.254/',
    'not an address',
  ])
    expect(isTeamsAddress(address), address).toBe(false);
});
