import type { UpdatesPack } from '../domain/account-week.ts';
import { updatesPackSchema } from '../domain/account-week.ts';
import type { AdoptionContent } from '../domain/adoption.ts';
import type { CurrencyTable } from '../domain/currencies.ts';
import type { DigestPack } from '../domain/digest.ts';
import { digestPackSchema } from '../domain/digest.ts';
import type { CustomEventType } from '../domain/event-types.ts';
import type { ChecklistTemplate } from '../domain/onboarding.ts';
import type { Playbook } from '../domain/playbook.ts';
import type { Profile } from '../domain/profile.ts';
import type { RegisterPack } from '../domain/register.ts';
import { registerPackSchema } from '../domain/register.ts';
import type { SlaPack } from '../domain/sla.ts';
import type { SourceSettings } from '../domain/source-settings.ts';
import type { TriageRule } from '../domain/triage.ts';
import { readChecklists } from './checklists.ts';
import { readCurrencies } from './currencies.ts';
import { readCustomEventTypes } from './event-types.ts';
import { contentFolders, findContentFile, listContentFiles, overlayFolders } from './folders.ts';
import { readKnowledgeSources } from './knowledge-sources.ts';
import { type MemberDirectory, readMemberDirectory } from './members.ts';
import { type PackTemplates, readPackTemplates } from './pack-templates.ts';
import { openPacks, type PackFolder } from './packs.ts';
import { readPlaybooks } from './playbooks.ts';
import { readProfiles } from './profiles.ts';
import { readSettingsPack } from './settings-pack.ts';
import { readSlaPack } from './sla.ts';
import { readTriageRules } from './triage.ts';
import { readAdoption } from './use-cases.ts';

/** Everything that people write in files, validated. */
export interface Content {
  profiles: Profile[];
  customTypes: ReadonlyMap<string, CustomEventType>;
  directory: MemberDirectory;
  /** Where knowledge comes from besides our files and solved tickets. */
  knowledgeSources: SourceSettings[];
  /** What a ticket's words speak for. */
  triage: TriageRule[];
  /** The rules that look for customers at risk. */
  packs: PackFolder;
  /** What has to be done for a new customer, by segment. */
  checklists: ChecklistTemplate[];
  /** What to do when a rule has found something. */
  playbooks: Playbook[];
  /** What is promised about tickets. */
  sla: SlaPack;
  /** What the weekly digest looks at, and where it goes. */
  digest: DigestPack;
  /** What currencies are worth; without rates, amounts are kept apart. */
  currencies: CurrencyTable;
  /** What each kind of pack tells. */
  packTemplates: PackTemplates;
  /** When executive updates and weekly letters go out, and to which customers. */
  updates: UpdatesPack;
  /** What comes into the register by itself, and what the friction report looks at. */
  register: RegisterPack;
  /** Use cases, nudges and champion kits. */
  adoption: AdoptionContent;
}

/**
 * Reads our content and the operator's overrides.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_PROFILE_INVALID, HF_PACK_INVALID or HF_CONTENT_INVALID naming file, line and reason
 */
export async function loadContent(overrides: string | null): Promise<Content> {
  const playbooks = await readPlaybooks(overrides);
  const customTypes = await readCustomEventTypes(await findContentFile('events.yaml', overrides));
  return {
    profiles: await readProfiles(await listContentFiles('profiles', overrides)),
    customTypes,
    directory: await readMemberDirectory(await findContentFile('members.yaml', overrides)),
    knowledgeSources: await readKnowledgeSources(await findContentFile('knowledge.yaml', overrides)),
    playbooks,
    triage: await readTriageRules(await listContentFiles('triage', overrides)),
    packs: await openPacks(overrides, new Set(playbooks.map(({ id }) => id))),
    checklists: await readChecklists(await listContentFiles('packs', overrides), customTypes),
    sla: await readSlaPack(overrides),
    digest: await readSettingsPack('digest', digestPackSchema, overrides),
    currencies: await readCurrencies(overrides),
    packTemplates: await readPackTemplates(overrides),
    updates: await readSettingsPack('updates', updatesPackSchema, overrides),
    register: await readSettingsPack('register', registerPackSchema, overrides),
    adoption: await readAdoption(
      await listContentFiles('packs/use-cases', overrides),
      await listContentFiles('packs/nudges', overrides),
      [...overlayFolders(contentFolders('knowledge/champion-kits', overrides), /\.md$/).values()],
    ),
  };
}
