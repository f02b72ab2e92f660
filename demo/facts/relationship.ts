import type { Fact } from '../fact.ts';
import { type Random, randomFor } from '../random.ts';
import type { Scene } from '../scene.ts';
import { valueAt } from '../story.ts';
import { ratingFrom } from './support.ts';

const quarterDays = 91;
const touchKinds = ['call', 'meeting', 'e-mail'] as const;

/** Contacts with the sponsor, surveys, and the value that the customer gets. */
export function relationshipFacts(scene: Scene): Fact[] {
  return [...sponsorTouches(scene), ...businessReviews(scene), ...surveys(scene), ...valueMeasured(scene)];
}

function sponsorTouches(scene: Scene): Fact[] {
  const plan = scene.account.story.sponsor;
  if (!plan) return [];
  const random = randomFor(`sponsor-touch/${scene.account.id}`);
  const facts: Fact[] = [];
  for (let daysAgo = plan.lastDaysAgo; daysAgo < scene.openedDaysAgo; daysAgo += plan.everyDays) {
    if (daysAgo <= scene.closedDaysAgo) continue;
    facts.push({
      at: scene.instant(scene.workday(daysAgo), scene.workHour(random)),
      type: 'sponsor.touch',
      payload: { kind: random.pick(touchKinds) },
      user: scene.sponsor,
      role: 'executive',
    });
  }
  return facts;
}

/** Large customers are reviewed each quarter, as long as their sponsor takes part. */
function businessReviews(scene: Scene): Fact[] {
  const { market, contract, story } = scene.account;
  if (market.segment !== 'enterprise' || !story.sponsor) return [];
  const facts: Fact[] = [];
  for (let day = quarterDays; contract.startedDaysAgo - day > scene.closedDaysAgo; day += quarterDays) {
    const daysAgo = contract.startedDaysAgo - day;
    if (daysAgo >= scene.openedDaysAgo || daysAgo < story.sponsor.lastDaysAgo) continue;
    const at = scene.instant(scene.workday(daysAgo), 15);
    facts.push({ at, type: 'milestone.reached', payload: { milestone: 'business_review' } });
  }
  return facts;
}

function surveys(scene: Scene): Fact[] {
  const { story, id } = scene.account;
  if (!story.answersSurveys) return [];
  const random = randomFor(`survey/${id}`);
  const facts: Fact[] = [];
  for (let daysAgo = random.between(12, 30); daysAgo < scene.openedDaysAgo - 10; daysAgo += quarterDays) {
    if (daysAgo <= scene.closedDaysAgo) continue;
    facts.push(...surveyRound(scene, daysAgo, random));
  }
  return facts;
}

function surveyRound(scene: Scene, daysAgo: number, random: Random): Fact[] {
  const mood = valueAt(scene.account.story.mood, daysAgo);
  const respondents = [...scene.people].slice(1, 4);
  const answers = respondents.map((person): Fact => {
    const score = Math.min(10, Math.max(0, Math.round(mood + random.next() * 2 - 1)));
    const comment = random.chance(0.5) ? { comment: random.pick(commentsFor(score)) } : {};
    return {
      at: scene.instant(scene.workday(daysAgo), scene.workHour(random)),
      type: 'survey.responded',
      payload: { kind: 'nps', score, ...comment },
      user: person.id,
      role: person.role,
    };
  });
  const asked = random.pick(scene.people);
  return [
    ...answers,
    {
      at: scene.instant(scene.workday(daysAgo + 40), scene.workHour(random)),
      type: 'survey.responded',
      payload: { kind: 'csat', score: ratingFrom(valueAt(scene.account.story.mood, daysAgo + 40)) },
      user: asked.id,
      role: asked.role,
    },
  ];
}

function commentsFor(score: number): readonly string[] {
  if (score >= 9) {
    return [
      'Month-end used to take us four days. It takes one now.',
      'Support answers before we have finished describing the problem.',
      'The approval chain alone is worth the price.',
    ];
  }
  if (score >= 7) {
    return [
      'Does what we bought it for. Dashboards could load faster.',
      'Good tool; the form editor takes getting used to.',
      'Useful for my team, less so for the others.',
    ];
  }
  return [
    'Too many failed runs. We check every number twice.',
    'I no longer know whom to call at your company.',
    'We went back to spreadsheets for the weekly report.',
  ];
}

/** What the customer saved, measured in the product every four weeks. */
function valueMeasured(scene: Scene): Fact[] {
  const { story, id } = scene.account;
  const random = randomFor(`value/${id}`);
  const facts: Fact[] = [];
  for (let daysAgo = 10; daysAgo < scene.openedDaysAgo - 28; daysAgo += 28) {
    const atWork = scene.people.length * valueAt(story.headcount, daysAgo) * valueAt(story.activity, daysAgo);
    const hoursSaved = Math.round(atWork * (4 + 2 * random.next()));
    const automations = Math.round(atWork * (9 + 4 * random.next()));
    if (daysAgo <= scene.closedDaysAgo || hoursSaved === 0) continue;
    facts.push({
      at: scene.instant(daysAgo, 23),
      type: 'value.measured',
      payload: { hoursSaved, automations },
    });
  }
  return facts;
}
