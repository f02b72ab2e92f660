/** A channel or a person of Slack, whose ids mean something within their workspace alone. */
export interface SlackPlace {
  /** Null = where Holdfast speaks up by itself */
  team: string | null;
  /** Id or name of a channel, or a person's id. */
  channel: string;
}

/** How such a place is written in settings and actions: `T0123456:C0654321`. */
export function slackPlace(team: string, channel: string): string {
  return `${team}:${channel}`;
}

/** Reads a place; whatever names no workspace is a channel or person by itself. */
export function readSlackPlace(text: string): SlackPlace {
  const [, team = null, channel = text] = /^([TE][A-Z0-9]{1,30}):([^\s:]+)$/.exec(text) ?? [];
  return { team, channel };
}
