import type { PackBlock, PackFact, PackSpan } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { countVoices, starsOf } from '../metrics/voice.ts';
import { isWithin, nothing, type PackFacts, recordsOf, type Section } from './pack-facts.ts';

const commentsShown = 5;

/** What the customer said when it was asked, and how it rated what we did; counted as the scorecard counts it. */
export const feedbackSection: Section = (facts) => {
  const { period } = facts;
  const { answers, stars } = readVoices(facts);
  if (answers.length === 0 && stars.length === 0) {
    const last = recordsOf(facts, 'survey.responded').at(-1);
    if (!last) return nothing('No answer to a survey and no rating was received');
    return nothing(
      `No answer to a survey and no rating was received in ${period.words}; the last answer came on ${dayWords(last.event.at.toISOString())}`,
    );
  }
  const figures = [...npsFacts(facts, answers), ...csatFacts(facts, stars)];
  const blocks: PackBlock[] = [{ kind: 'facts', facts: figures }];
  const comments = commentsOf(facts);
  if (comments.length > 0) blocks.push({ kind: 'list', title: 'What they wrote', items: comments });
  const words = figures.map(({ label, value, detail }) => `${label} ${value} of ${detail}`);
  return { takeaway: `${words.join(', ')}.`, blocks, missing: null };
};

interface Voice {
  seq: number;
  score: number;
}

/** Answers about recommending us, and stars given in surveys and on tickets, the newest last. */
function readVoices(facts: PackFacts): { answers: Voice[]; stars: Voice[] } {
  const surveys = recordsOf(facts, 'survey.responded')
    .filter(({ event }) => isWithin(facts, event.at))
    .map(({ seq, event: { at, payload } }) => ({ seq, at, kind: payload.kind, score: payload.score }));
  const rated = recordsOf(facts, 'ticket.resolved').flatMap(({ seq, event: { at, payload } }) =>
    payload.csat === undefined || !isWithin(facts, at) ? [] : [{ seq, at, score: payload.csat }],
  );
  return {
    answers: surveys.filter(({ kind }) => kind === 'nps'),
    stars: [...rated, ...starsOf(surveys)].sort((one, other) => one.at.getTime() - other.at.getTime()),
  };
}

function npsFacts({ paths }: PackFacts, answers: readonly Voice[]): PackFact[] {
  const newest = answers.at(-1);
  if (!newest) return [];
  const { promoters, detractors } = countVoices(answers);
  const value = Math.round((100 * (promoters - detractors)) / answers.length);
  return [
    {
      label: 'NPS',
      value: String(value),
      detail: counted(answers.length, 'answer'),
      tone: value > 50 ? 'good' : value >= 0 ? 'warning' : 'bad',
      path: paths.record(newest.seq),
    },
  ];
}

function csatFacts({ paths }: PackFacts, stars: readonly Voice[]): PackFact[] {
  const newest = stars.at(-1);
  if (!newest) return [];
  const mean = stars.reduce((sum, { score }) => sum + score, 0) / stars.length;
  return [
    {
      label: 'CSAT',
      value: `${mean.toFixed(1)} of 5`,
      detail: counted(stars.length, 'rating'),
      tone: mean >= 4 ? 'good' : mean >= 3 ? 'warning' : 'bad',
      path: paths.record(newest.seq),
    },
  ];
}

/** The latest words of its own, each with what was rated. */
function commentsOf(facts: PackFacts): PackSpan[][] {
  return recordsOf(facts, 'survey.responded')
    .filter(({ event }) => isWithin(facts, event.at) && event.payload.comment?.trim())
    .slice(-commentsShown)
    .reverse()
    .map(({ seq, event: { at, payload } }) => [
      { text: `“${payload.comment?.trim()}”`, path: facts.paths.record(seq) },
      { text: ` ${payload.kind.toUpperCase()} ${payload.score}, ${dayWords(at.toISOString())}` },
    ]);
}
