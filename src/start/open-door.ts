import { extname } from 'node:path';
import { calendarInvitation } from '../artifacts/calendar-invitation.ts';
import { createMailWriter } from '../artifacts/email/write-mail.ts';
import type { Config } from '../config.ts';
import type { Content } from '../content/content.ts';
import { createPolicyReader, policyFolders } from '../content/policies.ts';
import type { Action, ConnectorName } from '../domain/action.ts';
import type { ArtifactReader, ArtifactStorage } from '../domain/artifact.ts';
import type { Clock } from '../domain/clock.ts';
import { addDays, utcDayOf } from '../domain/utc-day.ts';
import type { Connector } from '../guardrail/connector.ts';
import { createConnectors } from '../guardrail/connectors.ts';
import type { Door } from '../guardrail/door.ts';
import { internalEffects } from '../guardrail/effects/index.ts';
import { readOwnBefore } from '../guardrail/effects/read-own-before.ts';
import { macKeyOf } from '../guardrail/mac.ts';
import type { MailWriter } from '../guardrail/mail-writer.ts';
import { checkRuleChange, readRule } from '../guardrail/policy/check-rule-change.ts';
import { layerPolicies } from '../guardrail/policy/layered-reader.ts';
import { openPolicyKeeper } from '../guardrail/policy/policy-keeper.ts';
import type { Links } from '../http/links.ts';
import { holdNudge } from '../services/adoption/hold-nudge.ts';
import { keepPolicies } from '../services/keep-policies.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { type Keys, readOrCreateKeys } from './keys.ts';
import type { Ground } from './open-services.ts';
import { usualLinks } from './usual-links.ts';

/** The door as its owner sees it: ways out and the worker are joined to it as they come up. */
export interface OpenDoor extends Door {
  join(connector: Connector): void;
  /** Who is told that something may be due. */
  onNudge(worker: () => void): void;
}

/** Puts the door together. */
function createDoor(
  keys: Pick<Keys, 'grantKey' | 'buttonKey'>,
  policies: Pick<Door, 'policies' | 'checkRuleChange' | 'readOwnBefore' | 'holdUntil' | 'waysElsewhere'>,
  connectors: Iterable<Connector>,
): OpenDoor {
  const ways = new Map<ConnectorName, Connector>(
    [...connectors].map((connector) => [connector.name, connector]),
  );
  let tell = (): void => undefined;
  return {
    ...policies,
    keys: { grant: macKeyOf(keys.grantKey), button: macKeyOf(keys.buttonKey) },
    connectors: ways,
    effects: internalEffects,
    nudge: () => tell(),
    join: (connector) => void ways.set(connector.name, connector),
    onNudge: (worker) => {
      tell = worker;
    },
  };
}

/** The door with this installation's keys, policies and connectors. */
export async function openDoor(
  { config, ids, clock, log }: Ground,
  store: Store,
  content: Content,
  { storage, links }: { storage?: ArtifactStorage; links?: Pick<Links, 'linkTo'> } = {},
): Promise<OpenDoor> {
  const keys: Keys = await readOrCreateKeys(config.keysFile, ids);
  const files = createPolicyReader(policyFolders(config.overrides));
  const reader = { ...layerPolicies(files, store), peek: files.peek };
  const keeper = await openPolicyKeeper({
    reader,
    clock,
    versions: {
      last: () => store.lastPolicyVersion(),
      keep: (version) => keepPolicies({ store, clock }, version),
    },
    onProblem: (problem) => {
      if (store.isClosed()) return;
      if (problem === null) log.info('the policies are in order again');
      else log.error({ problem }, 'the policies are broken: nothing runs by itself');
    },
  });
  const connectors = createConnectors(config.connectors, {
    home: config.home,
    clock,
    writeCalendar: calendarInvitation,
    writeMail: mailWriterOf(links ?? usualLinks(config, keys.linkKey, clock), clock),
    ...(storage ? { readArtifact: readFrom(storage) } : {}),
  });
  return createDoor(
    keys,
    {
      waysElsewhere: waysElsewhere(config),
      policies: () => keeper.inForce(),
      checkRuleChange: (change) => checkRuleChange(reader, change),
      holdUntil: (action, proposalId, within, now) => holdNudge({ content }, action, proposalId, within, now),
      readOwnBefore: (action, within = store) => readBeforeHere(within, files, action, clock.now()),
    },
    connectors.values(),
  );
}

/** The chat lives in the server: what a terminal proposes while none runs is posted when it does, and not put into a file. */
export function waysElsewhere({ slack }: Pick<Config, 'slack'>): ReadonlySet<ConnectorName> {
  return new Set<ConnectorName>(slack === null ? [] : ['chat']);
}

/** Sets e-mails whose links open for whoever gets them: figures for a month, the way out of letters for a year. */
export function mailWriterOf(links: Pick<Links, 'linkTo'>, clock: Clock): MailWriter {
  return createMailWriter((path, days) =>
    days === 'usual' ? links.linkTo(path) : links.linkTo(path, addDays(utcDayOf(clock.now()), 366)),
  );
}

/** The name of an artifact says its format, and with its id where it lies. */
export function readFrom(storage: ArtifactStorage): ArtifactReader {
  return ({ id, fileName }) => storage.read(`${id}${extname(fileName)}`);
}

/** What an action of our own would replace: in the store, or among the policy files. */
async function readBeforeHere(
  store: StoreTransaction,
  files: Parameters<typeof layerPolicies>[0],
  action: Action,
  now: Date,
): Promise<Action['before']> {
  if (action.kind !== 'rule.change') return await readOwnBefore(store, action, now);
  const content = await readRule(layerPolicies(files, store), String(action.params.file));
  return content === null ? {} : { content };
}
