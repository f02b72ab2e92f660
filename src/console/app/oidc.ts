import * as client from 'openid-client';
import { isLoopbackUrl } from '../../domain/setting-texts.ts';
import type { ProviderSettings } from '../../domain/sign-in-settings.ts';
import { HoldfastError } from '../../errors.ts';
import type { KnownPerson } from '../../services/sign-in/sign-in.ts';

/** The company's own sign-in: OpenID Connect, code flow with PKCE, state and nonce. */
export interface SignInProvider {
  /** Where to send the browser, and what the answer will be held against. */
  begin(callbackUrl: string): Promise<{ url: string; state: string; nonce: string; verifier: string }>;
  /**
   * Who came back.
   * @throws {HoldfastError} HF_SIGN_IN when the answer does not fit, or the provider does not say who it is
   */
  finish(answer: URL, kept: { state: string; nonce: string; verifier: string }): Promise<KnownPerson>;
}

/** Asks the provider for its addresses at the first sign-in, and again after a failure: it may be down at our start. */
export function createSignInProvider(settings: ProviderSettings, secret: () => string): SignInProvider {
  let found: Promise<client.Configuration> | null = null;
  const configuration = async (): Promise<client.Configuration> => {
    found ??= discover(settings);
    try {
      return await found;
    } catch (error) {
      found = null;
      throw failed('The sign-in provider does not answer', error);
    }
  };
  return {
    begin: async (callbackUrl) => {
      const [state, nonce, verifier] = [secret(), secret(), secret()];
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callbackUrl,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, state, nonce, verifier };
    },
    finish: async (answer, { state, nonce, verifier }) => {
      const known = await configuration();
      try {
        return await readPerson(known, answer, { state, nonce, verifier });
      } catch (error) {
        throw failed('The answer of the sign-in provider does not fit', error);
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<client.Configuration> {
  const how = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
  const insecure = isLoopbackUrl(issuer) ? { execute: [client.allowInsecureRequests] } : {};
  return await client.discovery(new URL(issuer), clientId, undefined, how, { timeout: 10, ...insecure });
}

async function readPerson(
  known: client.Configuration,
  answer: URL,
  kept: { state: string; nonce: string; verifier: string },
): Promise<KnownPerson> {
  const tokens = await client.authorizationCodeGrant(known, answer, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new TypeError('no id token came');
  const { iss: issuer, sub: subject } = claims;
  // Some providers put the address into the id token, others tell it only when asked.
  const told =
    claims.email !== undefined || !known.serverMetadata().userinfo_endpoint
      ? claims
      : await client.fetchUserInfo(known, tokens.access_token, subject);
  const email = typeof told.email === 'string' && told.email_verified === true ? told.email : null;
  return { issuer, subject, email };
}

function failed(message: string, cause: unknown): HoldfastError {
  return new HoldfastError('HF_SIGN_IN', message, { cause });
}
