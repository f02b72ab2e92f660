import type { FastifyInstance } from 'fastify';

/** Takes a person to Slack to allow the installation, and back. */
export interface SlackInstaller {
  /** `nonce` stays in the browser, to be shown when it comes back. */
  begin(): { location: string; nonce: string };
  /** @throws {HoldfastError} HF_SLACK_FAILED */
  finish(given: { code: string; state: string; nonce: string }): Promise<{ status: number; text: string }>;
}

const cookie = 'holdfast_slack_install';

/** Adds `/slack/install`, and the address that Slack sends the person back to. */
export async function registerSlackInstall(
  server: FastifyInstance,
  installer: SlackInstaller,
): Promise<void> {
  server.get('/slack/install', async (request, reply) => {
    const { location, nonce } = installer.begin();
    const secure = request.protocol === 'https' || location.startsWith('https:') ? '; Secure' : '';
    reply.header(
      'set-cookie',
      `${cookie}=${nonce}; Path=/slack; HttpOnly; SameSite=Lax; Max-Age=600${secure}`,
    );
    return reply.header('cache-control', 'no-store').redirect(location, 302);
  });
  server.get('/slack/oauth_redirect', async (request, reply) => {
    const query = request.query as Record<string, unknown>;
    const nonce =
      new RegExp(`(?:^|; )${cookie}=([0-9a-f]{1,100})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const { status, text } = await installer.finish({
      code: textOf(query.code),
      state: textOf(query.state),
      nonce,
    });
    return reply
      .code(status)
      .headers({
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      .header('set-cookie', `${cookie}=; Path=/slack; HttpOnly; Max-Age=0`)
      .send(`${text}\n`);
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 1_000 ? value : '';
}
