import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';

/** The registration that this installation answers for; null = requests are not authenticated, for development. */
export interface TeamsRegistration {
  appId: string;
  appPassword: string;
  tenantId: string;
  /** Where the channel's keys and our own tokens come from; for tests. */
  endpoints?: { openIdUrl: string; loginUrl: string };
}

/** Who may speak to us, and how we prove who we are. */
export interface TeamsGate {
  /** Whether the bearer token was issued by the Bot Framework for us, and for the address the activity names. */
  accepts(activity: Readonly<Record<string, unknown>>, authorization: string): Promise<boolean>;
  /**
   * The `authorization` of our own calls; null = none is asked for.
   * @param isRefused - the last one was not taken any more: a new one is fetched, whatever is remembered
   */
  authorization(isRefused?: boolean): Promise<string | null>;
}

/** The audience of our own tokens. Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const scope = 'https://api.botframework.com';
const loginUrl = 'https://login.microsoftonline.com';

/** Opens the gate of a registration. Tokens are checked by botbuilder: issuer, audience, service address, signature, time. */
export function createTeamsGate(registration: TeamsRegistration | null): TeamsGate {
  if (registration === null) {
    return { accepts: async () => true, authorization: async () => null };
  }
  const { appId, appPassword, tenantId, endpoints } = registration;
  const credentials = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
  });
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: tenantId,
      // With one of them set the library takes none of its own.
      ...(endpoints && {
        ToBotFromChannelOpenIdMetadataUrl: endpoints.openIdUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: endpoints.openIdUrl,
        ToBotFromChannelTokenIssuer: scope,
        ToChannelFromBotOAuthScope: scope,
        ToChannelFromBotLoginUrl: endpoints.loginUrl,
        OAuthUrl: endpoints.loginUrl,
        ValidateAuthority: true,
      }),
    },
    credentials,
  );
  return {
    async accepts(activity, authorization) {
      if (authorization === '') return false;
      try {
        const { claimsIdentity } = await authentication.authenticateRequest(activity as never, authorization);
        return claimsIdentity.isAuthenticated;
      } catch {
        return false;
      }
    },
    async authorization(isRefused = false) {
      const issuer = `${endpoints?.loginUrl ?? loginUrl}/${tenantId}`;
      const own = await credentials.createCredentials(appId, scope, issuer, true);
      // The library's type does not say that its credentials can be renewed.
      if (isRefused) await (own as { getToken?(isForced: boolean): Promise<string> }).getToken?.(true);
      let value: string | null = null;
      await own.signRequest({
        headers: {
          set: (_name: string, header: string) => {
            value = header;
          },
        },
      } as never);
      return value;
    },
  };
}
