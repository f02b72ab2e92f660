import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { artifactTypes, artifactUrl, fileNameOf } from '../domain/artifact.ts';
import type { Services } from '../services/context.ts';
import { readArtifact } from '../services/packs/read-artifact.ts';
import type { LinkTo } from './layout.ts';
import { type Problem, problem, problemOf, renderProblemPage } from './problem-page.ts';

export interface ArtifactsOptions {
  services: Services;
  /** Whether this request may have the file: yes, no, or no with a sentence that says why. */
  mayOpen(request: FastifyRequest): boolean | string;
  linkTo?(path: string, request: FastifyRequest): string;
}

/** A file is saved, never shown: nothing in it runs as a page of ours. */
const fileHeaders = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** Adds what hands artifacts out, at `/artifacts/ID`: whoever has a signed link, until it ends. */
export async function registerArtifacts(fastify: FastifyInstance, options: ArtifactsOptions): Promise<void> {
  fastify.get(artifactUrl(':id'), (request, reply) => answer(options, request, reply));
}

async function answer(
  options: ArtifactsOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { services } = options;
  reply.headers(fileHeaders);
  const allowed = options.mayOpen(request);
  if (allowed !== true)
    return refuse(
      options,
      request,
      reply,
      problem(
        'HF_FORBIDDEN',
        allowed || 'This file is only for people who may see the account',
        'Ask Holdfast for the pack again: /cs pack ACCOUNT KIND. A fresh link comes with it.',
      ),
    );
  try {
    const { id = '' } = request.params as Record<string, string>;
    const { artifact, bytes } = await readArtifact(services, id);
    return await reply
      .headers({
        'content-type': artifactTypes[artifact.format],
        'content-disposition': `attachment; filename="${fileNameOf(artifact)}"`,
        etag: `"${artifact.sha256}"`,
      })
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    const trace = services.ids.trace();
    const shown = problemOf(error, trace);
    if (shown.status >= 500) services.log.error({ trace, err: error }, 'an artifact could not be handed out');
    return refuse(options, request, reply, shown);
  }
}

function refuse(
  { linkTo: sign }: ArtifactsOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Problem,
): FastifyReply {
  const linkTo: LinkTo = (path) => sign?.(path, request) ?? path;
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    })
    .code(shown.status)
    .send(renderProblemPage(shown, linkTo));
}
