import type { JsonObject } from './decode-body.ts';
import { textAt } from './paths.ts';

/** Why a correctly signed request is not answered with data. */
export type SlackRefusal =
  | { kind: 'signature'; verdict: 'missing' | 'stale' | 'wrong'; skewSeconds: number | null }
  | { kind: 'other-app'; appId: string; team: string | null; user: string | null }
  | { kind: 'other-team'; team: string; user: string | null };

/**
 * Compares where a request comes from with the one app and the workspaces that this installation serves. A person of
 * another company in a shared channel is of another workspace. Unknown ids are not compared.
 */
export function refusalOf(
  body: JsonObject,
  ours: { teams: readonly string[] | null; appId: string | null },
): SlackRefusal | null {
  const appId = textAt(body, 'api_app_id');
  const user = textAt(body, 'user', 'id') ?? textAt(body, 'user_id') ?? textAt(body, 'event', 'user');
  if (ours.appId !== null && appId !== null && appId !== ours.appId) {
    const team = textAt(body, 'team_id') ?? textAt(body, 'team', 'id');
    return { kind: 'other-app', appId, team, user };
  }
  if (ours.teams === null) return null;
  const named = [
    textAt(body, 'team_id'),
    textAt(body, 'team', 'id'),
    textAt(body, 'user', 'team_id'),
    textAt(body, 'event', 'user_team'),
    textAt(body, 'event', 'source_team'),
    textAt(body, 'event', 'team'),
  ];
  const foreign = named.find((team) => team !== null && !ours.teams?.includes(team));
  if (foreign === undefined || foreign === null) return null;
  return { kind: 'other-team', team: foreign, user };
}
