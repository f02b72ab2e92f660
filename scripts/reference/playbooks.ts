import type { Playbook, PlaybookStep } from '../../src/domain/playbook.ts';
import { code, page, table } from './markdown.ts';

/** The playbooks that come with the product, and what their steps may compare. */
export function playbooksPage(playbooks: readonly Playbook[]): string {
  return page('Playbooks', 'knowledge/playbooks/', [
    'What to do when a rule has found something. [How to work with them](../guides/playbooks.md) says how a play runs and how to write your own.',
    table(
      ['playbook', 'what one does', 'for', 'tiers', 'segments', 'stages', 'steps'],
      playbooks.map(({ id, title, action, for: rules, tiers, segments, stages, steps }) => [
        `[${code(id)}](#${id})`,
        action ?? title,
        rules.join(', '),
        listed(tiers),
        listed(segments),
        listed(stages),
        String(steps.length),
      ]),
    ),
    ...playbooks.map(describePlaybook),
    '## Facts\n\nA condition or a check compares a fact of rules: [all of them](rules.md#facts).',
  ]);
}

function describePlaybook({ id, title, version, owner, reviewed_on, source, steps }: Playbook): string {
  return [
    `## ${id}`,
    `${title}. Version ${version}, kept by ${owner}, reviewed on ${reviewed_on}. Source: ${source}.`,
    table(
      ['step', 'kind', 'what', 'look at', 'more'],
      steps.map((step) => [code(step.id), step.kind, step.title, step.look_at.join(', '), moreOf(step)]),
    ),
  ].join('\n\n');
}

function moreOf(step: PlaybookStep): string {
  const tiers = step.tiers ? [`only ${step.tiers.join(', ')}`] : [];
  return [...tiers, ...detailOf(step)].join('; ');
}

function detailOf(step: PlaybookStep): string[] {
  switch (step.kind) {
    case 'wait':
      return [`${step.days} days`];
    case 'condition':
      return [measured(step), `yes: ${step.if_so ?? 'next step'}`, `no: ${step.if_not ?? 'next step'}`];
    case 'check':
      return [measured(step)];
    case 'approval':
      return [`${step.percent} %`, `due in ${step.due_days} days`, step.role];
    case 'draft':
    case 'task':
      return [`due in ${step.due_days} days`, step.role];
  }
}

function measured({ fact, is, value }: Extract<PlaybookStep, { fact: unknown }>): string {
  return `${code(fact)} ${is.replace('_', ' ')} ${value}`;
}

function listed(wanted: 'any' | readonly string[]): string {
  return wanted === 'any' ? 'any' : wanted.join(', ');
}
