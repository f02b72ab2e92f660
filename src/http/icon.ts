import type { FastifyInstance } from 'fastify';

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#0f6b5c"/>
<g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
<circle cx="16" cy="9" r="2.6"/><path d="M16 11.6V25M11 15h10M7 18c0 4.5 4 7 9 7s9-2.5 9-7"/>
</g></svg>`;

/** Adds the icon that browsers ask for, whatever page they are on. */
export function registerIcon(server: FastifyInstance): void {
  server.get('/favicon.ico', async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
}
