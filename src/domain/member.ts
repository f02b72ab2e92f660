import { z } from 'zod';

/** What a member may be; `rules/access.ts` says what each may read. */
export const roles = ['exec', 'manager', 'csm', 'agent', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

/**
 * Where a member can be met; `local` is the terminal and the playground, `oidc` the company's own sign-in: its issuer
 * is the team, and its subject the user.
 */
const platforms = ['slack', 'teams', 'local', 'oidc'] as const;

/** One person's name on one platform; (platform, team, user) is unique. */
const identitySchema = z.object({
  platform: z.enum(platforms),
  team: z.string().min(1).max(200),
  user: z.string().min(1).max(200),
});
export type Identity = z.infer<typeof identitySchema>;

/** A person on our side: one member, many identities. */
export const memberSchema = z.object({
  // The audit and the policies call Holdfast itself `system`, its sealer `sealer`, and a person without an identity `unknown`.
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dot, dash, underscore')
    .regex(
      /^(?!(?:system|sealer|unknown)$)/,
      'an id other than system, sealer and unknown, which stand for nobody here',
    ),
  name: z.string().min(1).max(200),
  role: z.enum(roles),
  email: z.string().max(320).optional(),
  identities: z.array(identitySchema).default([]),
});
export type Member = z.infer<typeof memberSchema>;
