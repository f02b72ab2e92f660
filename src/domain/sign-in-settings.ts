import { z } from 'zod';
import { httpUrl, isLoopbackUrl } from './setting-texts.ts';

/** The company's own sign-in, by OpenID Connect. */
export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null; // null = a public client: PKCE alone
}

/** What operators write about it. */
export const signInVariables = {
  OIDC_ISSUER: httpUrl
    .refine(
      (text) => text.startsWith('https:') || isLoopbackUrl(text),
      'an address that begins with https://, from where it tells its own addresses',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(300).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(1000).optional(),
};

/** The provider that the variables name; null = none. What is set without what it needs is for the caller to refuse. */
export function toProvider(variables: {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
}): ProviderSettings | null {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret = null,
  } = variables;
  return issuer === undefined || clientId === undefined ? null : { issuer, clientId, clientSecret };
}
