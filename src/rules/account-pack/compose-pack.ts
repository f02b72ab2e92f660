import type {
  AccountPack,
  PackBlock,
  PackSection,
  PackSectionId,
  PackSpan,
} from '../../domain/account-pack.ts';
import { dayWords } from '../../domain/day-words.ts';
import { oneLine } from '../../domain/one-line.ts';
import { type PackTemplate, sectionsFor } from '../../domain/pack-template.ts';
import { adoptionSection } from './adoption-section.ts';
import { changeSection, promiseSection, questionSection } from './brief-sections.ts';
import { feedbackSection } from './feedback-section.ts';
import { fitBlock, longest } from './fit-pack.ts';
import { healthSection } from './health-section.ts';
import { incidentSection } from './incident-section.ts';
import { goalSection, nextSection } from './month-sections.ts';
import type { PackFacts, Section } from './pack-facts.ts';
import { contactSection, contractSection, riskSection } from './relation-sections.ts';
import { causeSection, errorSection, slaSection } from './reliability-sections.ts';
import { roadmapSection } from './roadmap-section.ts';
import { roiSection } from './roi-section.ts';
import { summarySection } from './summary-section.ts';
import { supportSection } from './support-section.ts';
import { usageSection } from './usage-section.ts';

/** What each section is called, what decides it, and whether it is for our own people alone. */
const sections: Readonly<Record<PackSectionId, { title: string; say: Section; ours?: true }>> = {
  summary: { title: 'At a glance', say: summarySection },
  health: { title: 'Health', say: healthSection, ours: true },
  usage: { title: 'Usage', say: usageSection },
  adoption: { title: 'Adoption by role', say: adoptionSection },
  roi: { title: 'Return', say: roiSection },
  goals: { title: 'Goals of the first 30 days', say: goalSection },
  next: { title: 'Next use cases', say: nextSection },
  incidents: { title: 'Incidents', say: incidentSection },
  errors: { title: 'Errors', say: errorSection },
  support: { title: 'Support history', say: supportSection },
  sla: { title: 'SLA attainment', say: slaSection },
  causes: { title: 'Root causes', say: causeSection },
  roadmap: { title: 'Roadmap alignment', say: roadmapSection },
  feedback: { title: 'What they say', say: feedbackSection },
  contract: { title: 'Contract', say: contractSection },
  risks: { title: 'Risks', say: riskSection, ours: true },
  changes: { title: 'What changed', say: changeSection, ours: true },
  promises: { title: 'Open promises', say: promiseSection, ours: true },
  contacts: { title: 'Contacts and sponsor', say: contactSection, ours: true },
  questions: { title: 'Questions to ask', say: questionSection, ours: true },
};

/**
 * Decides what a pack says. The same facts and template give the same pack. A section without data stays, with the
 * reason; one that is ours alone is not in a customer's pack at all, nor is any address of our pages.
 */
export function composePack(template: PackTemplate, facts: PackFacts): AccountPack {
  const { account, asOf, knownAt, audience, period } = facts;
  const name = oneLine(account.name, longest.name) || account.id;
  const shown = sectionsFor(template, account.segment).filter(
    ({ id }) => audience === 'internal' || !sections[id].ours,
  );
  const pack: AccountPack = {
    kind: template.id,
    title: template.title,
    subtitle: name,
    account: {
      id: account.id,
      name,
      segment: account.segment === null ? null : oneLine(account.segment, longest.label),
    },
    audience,
    asOf: asOf.toISOString(),
    knownAt,
    period: { from: period.from.toISOString(), until: period.until.toISOString(), words: periodWords(facts) },
    template: `${template.id}@${template.version}`,
    sections: shown.map(({ id, title, intro }): PackSection => {
      const { takeaway, blocks, missing } = sections[id].say(facts);
      return {
        id,
        title: title ?? sections[id].title,
        intro: intro ?? null,
        missing,
        takeaway: oneLine(takeaway, longest.line),
        blocks: blocks.map((block) => fitBlock(block)),
      };
    }),
  };
  const whole = { ...pack, sections: pack.sections.map((section) => withOverview(section, pack.sections)) };
  return audience === 'internal' ? whole : { ...whole, sections: whole.sections.map(withoutPaths) };
}

/** The first page says in one sentence each what the others do. */
function withOverview(section: PackSection, all: readonly PackSection[]): PackSection {
  const others = all.filter(({ id }) => id !== 'summary');
  if (section.id !== 'summary' || others.length === 0) return section;
  const items = others.map(({ title, takeaway }): PackSpan[] => [
    { text: `${title}: `, strong: true },
    { text: oneLine(takeaway, longest.sentence) },
  ]);
  return { ...section, blocks: [...section.blocks, { kind: 'list', title: 'In one sentence each', items }] };
}

function periodWords({ period }: PackFacts): string {
  return `${dayWords(period.from.toISOString())} to ${dayWords(period.until.toISOString())}`;
}

function withoutPaths(section: PackSection): PackSection {
  const bare = (spans: readonly PackSpan[]): PackSpan[] => spans.map(({ path: _path, ...span }) => span);
  return { ...section, blocks: section.blocks.map((block) => withoutPathsIn(block, bare)) };
}

function withoutPathsIn(block: PackBlock, bare: (spans: readonly PackSpan[]) => PackSpan[]): PackBlock {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, spans: bare(block.spans) };
    case 'list':
      return { ...block, items: block.items.map(bare) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(bare)) };
    case 'facts':
      return { ...block, facts: block.facts.map((fact) => ({ ...fact, path: null })) };
    case 'chart':
      return { ...block, path: null };
  }
}
