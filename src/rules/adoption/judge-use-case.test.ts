import { describe, expect, it } from 'vitest';
import type { Measure, UseCase } from '../../domain/use-case.ts';
import { type AdoptionFacts, casesOfAccount, chosenUseCase, judgeUseCase } from './judge-use-case.ts';

const nothing: AdoptionFacts = {
  today: '2026-11-25',
  seats: 10,
  usage: [],
  recipes: [],
  milestones: [],
  integrations: [],
  hoursSaved: [],
  reports: { usage: true, recipes: true, milestones: true, integrations: true },
  figuresUrl: '/figures',
};
const silent = { usage: false, recipes: false, milestones: false, integrations: false };

function usageLine(line: string) {
  const [user = '', feature = '', day = '', uses = '1'] = line.split(' ');
  return { user, feature, day, uses: Number(uses) };
}

function sampleUseCase(criteria: Measure[], more: Partial<UseCase> = {}): UseCase {
  return {
    id: 'one',
    also: [],
    title: 'One',
    outcome: 'Better.',
    features: ['forms'],
    kpis: [],
    recipes: ['r'],
    templates: ['t'],
    queries: ['q'],
    guides: { admin: [], operator: [], executive: [] },
    criteria: criteria.map((is) => ({ text: is.measure, is })),
    ...more,
  };
}

function judge(is: Measure, facts: Partial<AdoptionFacts> = {}) {
  const [one] = judgeUseCase(sampleUseCase([is]), true, { ...nothing, ...facts }).criteria;
  return [one?.state, one?.actual, one?.reason];
}

const forms = { features: ['forms', 'alerts'], days: 28 };

describe('a criterion is met, not met or unknown', () => {
  const usage = [
    ...['ana forms 2026-11-25 4', 'ana alerts 2026-11-18', 'ben forms 2026-10-29', 'ben forms 2026-10-28'],
    ...[' forms 2026-11-24 5', 'cy reports 2026-11-24', 'dee  2026-11-24', 'eve forms 2026-11-26'],
  ].map(usageLine);

  it.each<[string, Measure, Partial<AdoptionFacts>, unknown[]]>([
    [
      'people of the last 28 days',
      { measure: 'users', ...forms, at_least: 2 },
      { usage },
      ['met', 2, '2 people, last on 25 Nov 2026'],
    ],
    [
      'one too few',
      { measure: 'users', ...forms, at_least: 3 },
      { usage },
      ['not-met', 2, '2 people, last on 25 Nov 2026'],
    ],
    ['nobody', { measure: 'users', ...forms, at_least: 1 }, {}, ['not-met', 0, '0 people, none in 28 days']],
    [
      'weeks with use',
      { measure: 'weeks', ...forms, at_least: 3 },
      { usage },
      ['met', 3, '3 of 4 weeks, last on 25 Nov 2026'],
    ],
    [
      'uses, also by nobody in particular',
      { measure: 'uses', ...forms, at_least: 12 },
      { usage },
      ['not-met', 11, '11 uses, last on 25 Nov 2026'],
    ],
    [
      'people of the seats',
      { measure: 'seat-share', days: 28, at_least: 30 },
      { usage },
      ['met', 30, '3 people of 10 seats'],
    ],
    [
      'no seats known',
      { measure: 'seat-share', days: 28, at_least: 1 },
      { usage, seats: null },
      ['unknown', null, 'no contract says how many seats there are'],
    ],
    [
      'no use reported at all',
      { measure: 'users', ...forms, at_least: 1 },
      { reports: silent },
      ['unknown', null, 'no source reports which features are used'],
    ],
    [
      'no use reported, by seats',
      { measure: 'seat-share', days: 28, at_least: 1 },
      { reports: silent },
      ['unknown', null, 'no source reports which features are used'],
    ],
    [
      'a recipe',
      { measure: 'recipe', recipe: 'r' },
      { recipes: [{ recipe: 'r', on: '2026-03-01', url: '/e' }] },
      ['met', null, 'recipe r on 1 Mar 2026'],
    ],
    [
      'another recipe',
      { measure: 'recipe', recipe: 'r' },
      { recipes: [{ recipe: 'x', on: '2026-03-01', url: '/e' }] },
      ['not-met', null, 'no recipe r yet'],
    ],
    [
      'no recipe reported',
      { measure: 'recipe', recipe: 'r' },
      { reports: silent },
      ['unknown', null, 'no source reports recipes'],
    ],
    [
      'a milestone',
      { measure: 'milestone', milestone: 'sso_live' },
      {},
      ['not-met', null, 'no milestone sso_live yet'],
    ],
    [
      'integrations',
      { measure: 'integrations', at_least: 1 },
      { integrations: [{ integration: 'sap', url: '/e' }] },
      ['met', 1, 'connected: sap'],
    ],
    ['no integration', { measure: 'integrations', at_least: 1 }, {}, ['not-met', 0, 'none is connected']],
    [
      'integrations that nobody reports',
      { measure: 'integrations', at_least: 1 },
      { reports: silent },
      ['unknown', null, 'no source reports integrations'],
    ],
    [
      'hours that nobody measured',
      { measure: 'hours-saved', days: 90, at_least: 1 },
      {},
      ['unknown', null, 'nobody has measured hours saved'],
    ],
    [
      'hours',
      { measure: 'hours-saved', days: 90, at_least: 40 },
      {
        hoursSaved: [
          { hours: 40.5, on: '2026-11-01', url: '/e' },
          { hours: 9, on: '2026-01-01', url: '/e' },
        ],
      },
      ['met', 40, '40 hours in 1 measurement'],
    ],
  ])('%s', (_, is, facts, expected) => {
    expect(judge(is, facts)).toEqual(expected);
  });
});

describe('a use case', () => {
  const met: Measure = { measure: 'recipe', recipe: 'r' };
  const missed: Measure = { measure: 'recipe', recipe: 'x' };
  const unknown: Measure = { measure: 'hours-saved', days: 9, at_least: 1 };
  const facts = { ...nothing, recipes: [{ recipe: 'r', on: '2026-03-01', url: '/e' }] };

  it.each([
    ['stands when every criterion is met', [met, met], 'met'],
    ['does not stand when one is missed, whatever else is unknown', [met, missed, unknown], 'not-met'],
    ['is unknown when nothing is missed and something is unknown', [met, unknown], 'unknown'],
  ])('%s', (_, criteria, state) => {
    expect(judgeUseCase(sampleUseCase(criteria), false, facts).state).toBe(state);
  });

  it('says where each figure is to be seen', () => {
    const [one] = judgeUseCase(sampleUseCase([met]), true, facts).criteria;
    expect(one?.evidence).toEqual(['/e']);
  });

  const content = {
    icps: [{ id: 'food', title: 'Food', use_cases: ['a', 'b', 'c', 'd', 'e'] }],
    useCases: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => sampleUseCase([met], { id, also: [`old-${id}`] })),
  };
  it.each([
    ['the chosen one comes first', 'food', 'b', 'b* a c d e'],
    ['also under another name', 'food', 'old-f', 'f* a b c d e'],
    ['none is chosen', 'food', null, 'a b c d e'],
    ['one that we do not know', 'food', 'zzz', 'a b c d e'],
    ['a kind of customer that we do not know', 'circus', 'a', 'a*'],
    ['nothing known', null, null, ''],
  ])('of an account: %s', (_, icp, named, expected) => {
    const found = casesOfAccount(content, { icp, useCase: named });
    expect(found.map(({ useCase: { id }, chosen }) => id + (chosen ? '*' : '')).join(' ')).toBe(expected);
    expect(chosenUseCase(content.useCases, named)?.id ?? null).toBe(
      found.find(({ chosen }) => chosen)?.useCase.id ?? null,
    );
  });
});
