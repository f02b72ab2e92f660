import type { KnownIssue } from '../../src/domain/known-issue.ts';

/** A known issue with whatever a test cares for. */
export function issueOf(id: string, given: Partial<KnownIssue> = {}): KnownIssue {
  return {
    id,
    kind: 'known-issue',
    title: `What ${id} is about`,
    product_area: 'pipelines',
    audience: 'customer',
    owner: 'manager1',
    updated_at: '2026-11-01',
    reviewed_on: '2026-11-02',
    source: 'tracker',
    severity: 'P1',
    status: 'open',
    versions: {},
    error_signatures: [],
    body: 'Do this.',
    ...given,
  };
}
