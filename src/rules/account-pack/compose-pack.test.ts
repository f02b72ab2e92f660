import { describe, expect, it } from 'vitest';
import { emptyFacts } from '../../../test/support/packs.ts';
import { type PackSectionId, packSections } from '../../domain/account-pack.ts';
import { packTemplateSchema } from '../../domain/pack-template.ts';
import { composePack } from './compose-pack.ts';

const template = (...ids: PackSectionId[]) =>
  packTemplateSchema.parse({
    id: 'qbr',
    version: 1,
    title: 'Quarterly business review',
    period: 91,
    sections: (ids.length > 0 ? ids : packSections).map((id) => ({ id })),
  });

describe('a pack', () => {
  it('names every section of which nothing is known, with the reason', () => {
    const pack = composePack(template(), emptyFacts());
    const missing = Object.fromEntries(pack.sections.map(({ id, missing: reason }) => [id, reason]));
    expect(missing).toMatchObject({
      roi: 'ROI: no value.measured event was received',
      incidents: 'No incident is recorded',
      support: 'No ticket is recorded',
      usage: 'No use of the product was ever received: nothing sends it',
      roadmap: 'No known issue hit this account, and no feature request of it was received',
      contract: 'No contract was received',
      health: 'No health score: not one of its signals is known',
    });
    expect(
      pack.sections.filter(({ missing: reason, blocks }) => reason !== null && blocks.length > 0),
    ).toEqual([]);
    expect(pack.sections).toHaveLength(packSections.length);
    // Writers end the sentence.
    expect(Object.values(missing).filter((reason) => reason?.endsWith('.'))).toEqual([]);
  });
});
