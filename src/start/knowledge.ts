import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Reach } from '../connectors/knowledge/fetch-page.ts';
import { createGithubIssues } from '../connectors/knowledge/github-issues.ts';
import { createIntercomArticles } from '../connectors/knowledge/intercom-articles.ts';
import { createLangchainSource } from '../connectors/knowledge/langchain-loader.ts';
import { createZendeskArticles } from '../connectors/knowledge/zendesk-articles.ts';
import { createFilesSource } from '../content/knowledge-files.ts';
import { createFolderSource } from '../content/knowledge-folder.ts';
import type { Clock } from '../domain/clock.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import type { SourceSettings } from '../domain/source-settings.ts';
import { HoldfastError } from '../errors.ts';
import { createTicketSource } from '../services/ticket-source.ts';
import type { Store } from '../store/store.ts';

type SourceConfig = Pick<Config, 'overrides' | 'githubToken' | 'connectors'>;

/**
 * Where knowledge comes from: our files, solved tickets, and what `knowledge.yaml` names.
 * @throws {HoldfastError} HF_CONFIG_INVALID when a source needs a token that is not set
 */
export function openSources(
  config: SourceConfig,
  settings: readonly SourceSettings[],
  store: Pick<Store, 'readChangedTickets'>,
  clock: Clock,
): KnowledgeSource[] {
  return [
    createFilesSource(config.overrides, clock),
    createTicketSource(store),
    ...settings.map((one) => openSource(config, one, clock)),
  ];
}

function openSource(
  { overrides, githubToken, connectors }: SourceConfig,
  settings: SourceSettings,
  clock: Clock,
): KnowledgeSource {
  const folder = overrides ?? '.';
  switch (settings.type) {
    case 'folder':
      return createFolderSource(settings, folder, clock);
    case 'github-issues':
      return createGithubIssues(settings, githubToken, pause);
    case 'zendesk-articles': {
      const { zendesk } = connectors;
      // The token is for its own subdomain and goes to no other.
      const token = zendesk?.subdomain === settings.subdomain ? zendesk.token : null;
      return createZendeskArticles(settings, token, pause);
    }
    case 'intercom-articles':
      if (connectors.intercom) return createIntercomArticles(settings, connectors.intercom.token, pause);
      throw new HoldfastError(
        'HF_CONFIG_INVALID',
        `The source '${settings.name}' of knowledge.yaml needs INTERCOM_TOKEN`,
        {
          next: 'Set INTERCOM_TOKEN, or take the source out of knowledge.yaml.',
        },
      );
    case 'langchain':
      return createLangchainSource(settings, folder);
  }
}

const pause: Reach['wait'] = async (ms, signal) => {
  await wait(ms, undefined, { signal });
};
