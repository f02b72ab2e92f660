import { HoldfastError } from '../../errors.ts';
import type { Connection } from './answering.ts';
import type { SlackWorkspaces } from './workspaces.ts';

const keptAtMost = 50;

/** The ways to workspaces, one for each token; a team that is not ours is answered where we speak up by ourselves. */
export function createConnect(
  spaces: SlackWorkspaces,
  open: (token: string) => Connection,
): (team: string | null) => Promise<Connection> {
  const known = new Map<string, Connection>();
  return async (team) => {
    const token = (await spaces.tokenOf(team)) ?? (await spaces.tokenOf(null));
    if (token === null)
      throw new HoldfastError('HF_SLACK_FAILED', 'No workspace has the app installed.', {
        next: 'Install it at /slack/install, or set SLACK_BOT_TOKEN.',
      });
    const connection = known.get(token) ?? open(token);
    known.set(token, connection);
    const oldest = known.keys().next().value;
    if (known.size > keptAtMost && oldest !== undefined) known.delete(oldest);
    return connection;
  };
}
