import { counted } from '../../domain/counted.ts';
import { type Metric, mean, share, unknown } from './metric-facts.ts';

/** What customers say when they are asked whether they would recommend us. */
export const nps: Metric = {
  id: 'nps',
  version: 1,
  title: 'NPS',
  span: 'month',
  unit: 'points',
  better: 'higher',
  grain: 'answer to a survey',
  records: ['survey.responded'],
  source: 'requirements, NPS > 50',
  target: 50,
  formula:
    'share of answers of 9 and 10 less share of answers of 0 to 6, in points, of all answers of kind nps within the month',
  measure: ({ surveys }) => {
    const answers = surveys.filter(({ kind }) => kind === 'nps');
    if (answers.length === 0) return unknown('no NPS survey was answered in this month');
    const { promoters, detractors } = countVoices(answers);
    const records = answers.map(({ account, score, seq }) => ({ account, words: `${score} of 10`, seq }));
    return share(
      promoters - detractors,
      answers.length,
      `${promoters} for, ${detractors} against, of ${counted(answers.length, 'answer')}`,
      records,
    );
  },
};

/** How content customers are with what they asked for. */
export const csat: Metric = {
  id: 'csat',
  version: 1,
  title: 'CSAT',
  span: 'month',
  unit: 'stars',
  better: 'higher',
  grain: 'rating',
  records: ['ticket.resolved', 'survey.responded'],
  source: 'requirements, CSAT',
  target: null,
  formula:
    'mean of the stars, 1 to 5, of ticket.resolved within the month that say csat, and of survey.responded of kind csat within it',
  measure: ({ ratings, surveys }) => {
    const stars = [...ratings, ...starsOf(surveys)];
    if (stars.length === 0) return unknown('nobody rated anything in this month');
    const records = stars.map(({ account, stars: given, seq }) => ({ account, words: `${given} of 5`, seq }));
    return mean(
      stars.map((one) => one.stars),
      counted(stars.length, 'rating'),
      records,
    );
  },
};

/** Who would recommend us, and who would not: the two ends of a scale from 0 to 10. */
export function countVoices(answers: readonly { score: number }[]): {
  promoters: number;
  detractors: number;
} {
  return {
    promoters: answers.filter(({ score }) => score >= 9).length,
    detractors: answers.filter(({ score }) => score <= 6).length,
  };
}

/** The ratings among answers to surveys; what is on another scale is none. */
export function starsOf<T extends { kind: string; score: number }>(
  surveys: readonly T[],
): (T & { stars: number })[] {
  return surveys
    .filter(({ kind, score }) => kind === 'csat' && score >= 1 && score <= 5)
    .map((survey) => ({ ...survey, stars: survey.score }));
}
