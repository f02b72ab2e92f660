import { type DigestEdit, digestSections, forewordLength } from '../domain/digest.ts';
import type { ProposalPicture } from '../domain/proposal.ts';
import { sectionTitles } from './digest-lines.ts';
import type { FormView } from './view.ts';

/** A digest before it goes out: a word of one's own above it, and what is left out. Figures are not edited. */
export function digestForm(picture: ProposalPicture, { foreword, sections }: DigestEdit): FormView {
  return {
    form: 'edit',
    title: 'Edit the digest',
    submitLabel: 'Propose',
    value: picture.button,
    intro: [
      {
        kind: 'note',
        spans: [
          {
            text: 'Figures stand as they were counted. What you change becomes a new version that somebody else approves.',
          },
        ],
      },
    ],
    inputs: [
      {
        name: 'foreword',
        label: 'Foreword',
        kind: 'long-text',
        initial: foreword,
        optional: true,
        hint: 'Stands above the figures, as your words.',
        maxLength: forewordLength,
      },
      ...digestSections.map((section) => ({
        name: section,
        label: `Show: ${sectionTitles[section].toLowerCase()}`,
        kind: 'checkbox' as const,
        initial: String(sections.includes(section)),
        optional: true,
      })),
    ],
  };
}

/** What was filled in; a sentence instead says what is wrong, by the name of its input. */
export function editFromFields(
  fields: Readonly<Record<string, string>>,
): { ok: true; edit: DigestEdit } | { ok: false; fieldErrors: Record<string, string> } {
  const sections = digestSections.filter((section) => fields[section] === 'true');
  const foreword = (fields.foreword ?? '').replaceAll('\r\n', '\n').trim();
  if (foreword.length > forewordLength)
    return { ok: false, fieldErrors: { foreword: `Use at most ${forewordLength} characters.` } };
  const [first] = digestSections;
  if (sections.length === 0) return { ok: false, fieldErrors: { [first]: 'Show at least one line.' } };
  return { ok: true, edit: { foreword, sections } };
}
