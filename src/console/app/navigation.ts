import type { Member } from '../../domain/member.ts';
import { maySee, type Readable } from '../../services/may.ts';

export type NavId =
  | 'home'
  | 'portfolio'
  | 'approvals'
  | 'alerts'
  | 'support'
  | 'onboarding'
  | 'cohorts'
  | 'scorecard'
  | 'digests'
  | 'rules'
  | 'value'
  | 'switches'
  | 'audit'
  | 'health'
  | 'settings';

interface NavItem {
  id: NavId;
  label: string;
  path: string;
  needs: Readable;
}

export interface NavGroup {
  label: string;
  items: NavItem[];
}

const item = (id: NavId, label: string, path: string, needs: Readable = 'account'): NavItem => ({
  id,
  label,
  path: `/console${path}`,
  needs,
});

const groups: readonly NavGroup[] = [
  {
    label: 'Customers',
    items: [
      item('home', 'Today', ''),
      item('portfolio', 'Portfolio', '/accounts'),
      item('cohorts', 'Cohorts', '/cohorts'),
      item('onboarding', 'Onboarding', '/onboarding'),
      item('alerts', 'Alerts', '/alerts'),
      item('support', 'Support', '/support'),
    ],
  },
  {
    label: 'Company',
    items: [
      item('scorecard', 'Scorecard', '/scorecard'),
      item('digests', 'Digests', '/digests'),
      item('value', 'Value and use', '/value'),
      item('rules', 'Rules', '/rules'),
    ],
  },
  {
    label: 'Control',
    items: [
      item('approvals', 'Approvals', '/approvals'),
      item('switches', 'Kill switches', '/switches'),
      item('health', 'System health', '/health'),
      item('audit', 'Audit', '/audit', 'audit'),
      item('settings', 'Settings', '/settings', 'configuration'),
    ],
  },
];

/** Where a member can go: what their role may not read is not offered. */
export function navigationFor(member: Member): NavGroup[] {
  return groups
    .map((group) => ({ ...group, items: group.items.filter(({ needs }) => maySee(member, needs)) }))
    .filter(({ items }) => items.length > 0);
}
