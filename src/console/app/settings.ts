import { listAutonomy } from '../../services/set-autonomy.ts';
import { html } from '../escape.ts';
import { factList, isolate } from '../layout.ts';
import { chip, table } from './parts.ts';
import type { ConsolePorts } from './ports.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

/** What is in force: people and roles, profiles, packs, and how far each kind of action may go. Files are the way to change it. */
export function settingsArea({ version }: ConsolePorts): ConsoleArea {
  return {
    pages: [
      {
        path: '/console/settings',
        nav: 'settings',
        needs: 'configuration',
        draw: (asked) => draw(asked, version),
      },
    ],
  };
}

async function draw({ ctx }: Asked, version: string): Promise<Drawn> {
  const { content, store } = ctx;
  const [members, autonomy, { packs }] = await Promise.all([
    store.listMembers(),
    listAutonomy(ctx),
    content.packs.inForce(),
  ]);
  return {
    title: 'Settings',
    kicker: `Holdfast ${version}`,
    lead: html`What is in force. Files of <code>HOLDFAST_CONFIG</code> change it, most of them by a proposal that somebody approves.`,
    body: html`<h2>People</h2>${table(
      'People',
      [
        { label: 'Name' },
        { label: 'Role' },
        { label: 'Id', minor: true },
        { label: 'E-mail', minor: true },
        { label: 'Met in' },
      ],
      members.map(({ id, name, role, email, identities }) => [
        isolate(name),
        role,
        html`<code>${id}</code>`,
        email ?? '–',
        [...new Set(identities.map(({ platform }) => platform))].join(', ') ||
          html`<span class="quiet">nowhere yet</span>`,
      ]),
    )}
<h2>How far actions may go by themselves</h2>${table(
      'Autonomy',
      [{ label: 'Kind of action' }, { label: 'Level' }],
      autonomy.map(({ kind, level }) => [
        html`<code>${kind}</code>`,
        chip(level, level === 'auto' ? 'good' : 'neutral'),
      ]),
    )}
<h2>Score profiles</h2>${table(
      'Profiles',
      [{ label: 'Profile' }, { label: 'Version', kind: 'number' }, { label: 'Segments' }],
      content.profiles.map(({ id, version: number, appliesTo }) => [
        id,
        number,
        appliesTo.segments === 'any' ? 'any' : appliesTo.segments.join(', '),
      ]),
    )}
<h2>In force beside them</h2>${factList([
      {
        label: 'Rule packs',
        value: packs.map((pack) => `${pack.id} (${pack.rules.length} rules)`).join(', '),
      },
      { label: 'Playbooks', value: String(content.playbooks.length) },
      { label: 'Checklists', value: String(content.checklists.length) },
      {
        label: 'Promises about tickets',
        value: `version ${content.sla.version}, working hours in ${content.sla.workingHours.zone}`,
      },
      { label: 'Newcomers', value: content.directory.newcomers },
    ])}`,
  };
}
