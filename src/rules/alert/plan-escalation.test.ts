import { describe, expect, it } from 'vitest';
import { alertOf, findingOf } from '../../../test/support/alerts.ts';
import type { Member } from '../../domain/member.ts';
import { planEscalation } from './plan-escalation.ts';

const member = (id: string, role: Member['role']): Member => ({ id, name: id, role, identities: [] });
const everybody = [
  member('m2', 'manager'),
  member('m1', 'manager'),
  member('e1', 'exec'),
  member('c1', 'csm'),
];
const { picture } = alertOf('x');
const grave = alertOf('a', {
  finding: findingOf({ severity: 'critical' }),
  picture: { ...picture, tier: 'enterprise', band: 'red' },
});

describe('to whom an alert goes that nobody took', () => {
  it('every manager', () => {
    expect(planEscalation(alertOf('a'), everybody)).toEqual({ to: 'manager', people: ['m1', 'm2'] });
  });

  it('the executive sponsors too, when the account is a red enterprise, whatever the severity', () => {
    const medium = { ...grave, finding: findingOf({ severity: 'medium' }) };
    for (const alert of [grave, medium])
      expect(planEscalation(alert, everybody)).toEqual({ to: 'exec', people: ['m1', 'm2', 'e1'] });
  });

  it.each([
    ['the band is amber', { ...grave, picture: { ...grave.picture, band: 'amber' } }],
    ['the band is unknown', { ...grave, picture: { ...grave.picture, band: null } }],
    ['it is no enterprise', { ...grave, picture: { ...grave.picture, tier: null, segment: null } }],
  ])('no executive sponsor when %s', (_why, alert) => {
    expect(planEscalation(alert, everybody).people).toEqual(['m1', 'm2']);
  });

  it('a manager whose own account it is does not hear of it twice', () => {
    expect(planEscalation(alertOf('a', { owner: 'm1' }), everybody).people).toEqual(['m2']);
  });

  it('where there is no manager, the executive sponsors; where there is neither, nobody', () => {
    expect(planEscalation(alertOf('a'), [member('e1', 'exec')])).toEqual({ to: 'exec', people: ['e1'] });
    expect(planEscalation(alertOf('a'), [])).toEqual({ to: 'exec', people: [] });
  });
});
