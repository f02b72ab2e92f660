import { createHmac } from 'node:crypto';

/** A slash command as Slack sends it, signed. @param number - makes it one of its own, and names where its answer goes */
export function signCommand(
  number: number,
  { text, answerAt, signingSecret }: { text: string; answerAt: string; signingSecret: string },
): { method: 'POST'; headers: Record<string, string>; body: string } {
  const body = new URLSearchParams({
    command: '/cs',
    text,
    team_id: 'T0BENCH',
    user_id: 'U0BENCH',
    channel_id: 'D0BENCH',
    api_app_id: 'A0BENCH',
    trigger_id: `trigger-${number}`,
    response_url: `${answerAt}/commands/${number}`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return { method: 'POST', headers, body };
}
