import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoMembers } from '../../../demo/members.ts';
import type { Member } from '../../../src/domain/member.ts';

/** A made-up tenant, in the words of the test client and in ours. */
export interface Tenant {
  /** Our configuration: who is who in Teams. */
  configFolder: string;
  /** The client's own configuration, for this person in front of it. */
  clientFile(member: string): Promise<string>;
  remove(): Promise<void>;
}

const tenantId = '00000000-0000-4000-8000-00000000aaaa';

/** Where the approvals of everybody are posted: a channel that the manager's client has. */
export const approvalsChannel = channelOf('manager1');

/** Writes down the demo company's people as people of Teams. */
export async function makeTenant(): Promise<Tenant> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-tenant-'));
  const members = demoMembers.map((member) => ({
    ...member,
    identities: [{ platform: 'teams', team: tenantId, user: directoryIdOf(member) }],
  }));
  await writeFile(join(folder, 'members.yaml'), JSON.stringify({ members }));
  return {
    configFolder: folder,
    async clientFile(id) {
      const file = join(folder, `${id}.client.yml`);
      await writeFile(file, JSON.stringify(clientConfig(id)));
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The client takes JSON for YAML; it wants five people beside the one in front of it, and one channel. */
function clientConfig(id: string): object {
  const me = demoMembers.find((member) => member.id === id);
  if (!me) throw new Error(`nobody is called '${id}'`);
  const others = demoMembers.filter((member) => member !== me).slice(0, 5);
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: '28:holdfast', name: 'Holdfast' },
    currentUser: personOf(me),
    users: others.map(personOf),
    personalChat: { id: `a:${id}` },
    groupChat: { id: `19:group-${id}@thread.v2`, name: 'Group' },
    team: {
      id: `19:team-${id}@thread.tacv2`,
      name: 'Brightweir',
      aadGroupId: '00000000-0000-4000-8000-000000000031',
      channels: [{ id: channelOf(id), name: 'approvals' }],
    },
  };
}

function personOf(member: Pick<Member, 'id' | 'name'>): object {
  const { id, name } = member;
  const [givenName = '', surname = ''] = name.split(' ');
  const email = `${id}@brightweir.example`;
  return {
    id: `29:${id}`,
    name,
    userPrincipleName: email,
    aadObjectId: directoryIdOf(member),
    givenName,
    surname,
    email,
  };
}

function directoryIdOf({ id }: Pick<Member, 'id'>): string {
  const place = demoMembers.findIndex((member) => member.id === id);
  return `00000000-0000-4000-8000-${String(place + 1).padStart(12, '0')}`;
}

function channelOf(member: string): string {
  return `19:approvals-${member}@thread.tacv2`;
}
