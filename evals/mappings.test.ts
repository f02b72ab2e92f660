import { describe, expect, it } from 'vitest';
import { checkEvent } from '../src/domain/event.ts';
import { mappingFor } from './mappings/index.ts';

interface Row {
  type: string;
  payload?: Record<string, unknown>;
  user?: string | null;
}

function map(path: string, { type, payload = {}, user = null }: Row) {
  return mappingFor(path).map({ type, payload, user, line: 12 });
}

describe('a foreign row as ours', () => {
  it.each<[string, Row, { type: string; payload: object }]>([
    [
      'git-orgs-2020/events.csv.gz',
      { type: 'feature.used', payload: { a: ['docs', 'core'], n: 2 } },
      { type: 'feature.used', payload: { a: ['docs', 'core'], n: 2, feature: 'docs' } },
    ],
    ['git-orgs', { type: 'feature.used' }, { type: 'feature.used', payload: {} }],
    [
      'git-orgs',
      { type: 'feature.used', payload: { a: [''] } },
      { type: 'feature.used', payload: { a: [''] } },
    ],
    ['git-orgs', { type: 'ticket.created' }, { type: 'ticket.created', payload: { ticketId: 'line-12' } }],
    ['git-orgs', { type: 'error.raised' }, { type: 'error.raised', payload: { code: 'fixed-later' } }],
    ['git-orgs', { type: 'sponsor.touch' }, { type: 'sponsor.touch', payload: {} }],
    ['cdnow', { type: 'feature.used', payload: { cds: 2 } }, { type: 'feature.used', payload: { cds: 2 } }],
    ['collegemsg', { type: 'message.received' }, { type: 'message.received', payload: {} }],
    [
      'oulad',
      { type: 'recipe.completed', payload: { id: 7 } },
      { type: 'recipe.completed', payload: { id: 7, recipe: '7' } },
    ],
    ['oulad', { type: 'recipe.completed' }, { type: 'recipe.completed', payload: { recipe: 'line-12' } }],
    ['oulad', { type: 'milestone.due' }, { type: 'milestone.due', payload: {} }],
    [
      'tickets',
      { type: 'ticket.created', payload: { id: 'T7', p: 'P1' } },
      { type: 'ticket.created', payload: { id: 'T7', p: 'P1', ticketId: 'T7', priority: 'P1' } },
    ],
    [
      'tickets',
      { type: 'ticket.created', payload: { p: 'urgent' } },
      { type: 'ticket.created', payload: { p: 'urgent', ticketId: 'line-12' } },
    ],
    [
      'unknown.csv',
      { type: 'ticket.resolved', payload: { id: 'T7' } },
      { type: 'ticket.resolved', payload: { id: 'T7', ticketId: 'T7' } },
    ],
    ['unknown.csv', { type: 'error.raised' }, { type: 'error.raised', payload: { code: 'fixed-later' } }],
    [
      'unknown.csv',
      { type: 'recipe.completed' },
      { type: 'recipe.completed', payload: { recipe: 'line-12' } },
    ],
  ])('of %s: %j', (path, row, ours) => {
    const mapped = map(path, row);
    expect(mapped).toEqual(ours);
    const customTypes = new Map(mappingFor(path).customTypes.map((type) => [type.name, type]));
    const event = { id: 'e', account: 'a', ts: '2026-01-01T00:00:00Z', ...mapped };
    expect(checkEvent(event, { source: 's', now: new Date('2026-01-01T00:00:00Z'), customTypes }).ok).toBe(
      true,
    );
  });

  it('types without a word of ours stand on the timeline and feed nothing', () => {
    for (const type of mappingFor('unknown.csv').customTypes) expect(type.feeds).toBe('none');
    expect(mappingFor('unknown.csv').customTypes.map(({ name }) => name)).toContain('message.received');
  });
});
