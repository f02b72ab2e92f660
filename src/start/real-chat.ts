import type { Config } from '../config.ts';

/** Whether people of a real workspace or tenant talk to this installation. */
export function hasRealChat({ slack, teams }: Pick<Config, 'slack' | 'teams'>): boolean {
  return slack !== null || (teams !== null && teams.registration !== null);
}
