import { makeConsoleLink } from '../services/sign-in/make-link.ts';
import { formatInstant } from '../views/format.ts';
import type { Command } from './command.ts';
import { usage } from './options.ts';

/** `console link`: a link that signs one member in, once. */
export const consoleCommand: Command = {
  name: 'console',
  summary: 'Makes a link by which one member signs in to the web console, once, on this machine.',
  arguments: [{ usage: '[action]', description: 'link, which is also the default' }],
  options: [],
  nowOnly: true,
  examples: ['console link', 'console link --as manager1 --json'],
  run: async ({ context }, [action = 'link']) => {
    if (action !== 'link') throw usage(`console does not know '${action}'`, 'Say link.');
    const ctx = await context();
    const { path, member, name, expiresAt } = await makeConsoleLink(ctx, ctx.member?.id ?? null);
    const until = formatInstant(expiresAt.toISOString());
    return {
      json: { url: path, member, expiresAt: expiresAt.toISOString() },
      view: {
        summary: `A link for ${name}`,
        blocks: [
          { kind: 'text', spans: [{ text: 'Open the console', link: path }] },
          { kind: 'note', spans: [{ text: `Signs in as ${name}, once, until ${until}.` }] },
        ],
      },
    };
  },
};
