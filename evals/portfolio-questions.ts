/** A question with the exact query that it means: every part in the words of `describeQuery`, in any order. */
export interface LabelledQuestion {
  question: string;
  /** Empty = no answer may be given: it cannot be known what is meant. */
  parts: readonly string[];
  ask?: 'list' | 'count' | 'sum';
}

const byScore = 'lowest score first';
const next = 'next renewal first';
const largest = 'largest ARR first';

/** Asked on Saturday 28 November 2026, by Ada, of a company with these segments, tiers, regions and people. */
export const asked = {
  today: '2026-11-28',
  me: 'ada',
  values: {
    segment: ['enterprise', 'mid-market', 'smb', 'public sector'],
    tier: ['gold', 'silver', 'bronze'],
    region: ['emea', 'apac', 'latam'],
    useCase: ['payroll', 'field service'],
  },
  members: [
    { id: 'ada', name: 'Ada Quist' },
    { id: 'bo', name: 'Bo Lindqvist' },
    { id: 'kim.p', name: 'Kim Park' },
    { id: 'kim.r', name: 'Kim Rossi' },
  ],
};

/** Written as people ask, before the reader was held against them; slips are theirs. */
export const labelledQuestions: readonly LabelledQuestion[] = [
  { question: 'show me all red accounts', parts: ['band is red', byScore] },
  {
    question: 'Which gold customers are amber or red?',
    parts: ['tier is gold', 'band is amber or red', byScore],
  },
  { question: 'enterprise accounts in EMEA', parts: ['segment is enterprise', 'region is emea', byScore] },
  { question: 'what are my red accounts', parts: ['owner is ada', 'band is red', byScore] },
  {
    question: "Bo's accounts renewing next month",
    parts: ['owner is bo', 'renews 1 Dec 2026 to 31 Dec 2026', next],
  },
  {
    question: 'accounts owned by Bo Lindqvist that are at risk',
    parts: ['owner is bo', 'at risk: an alert is open', byScore],
  },
  { question: "Kim's accounts", parts: [] },
  { question: 'renewals in the next 60 days', parts: ['renews 28 Nov 2026 to 27 Jan 2027', next] },
  { question: 'customers up for renewal in January', parts: ['renews 1 Jan 2027 to 31 Jan 2027', next] },
  { question: 'who renews in Q2 2027', parts: ['renews 1 Apr 2027 to 30 Jun 2027', next] },
  { question: 'renewals before 15 Feb 2027', parts: ['renews 28 Nov 2026 to 14 Feb 2027', next] },
  { question: 'accounts renewing by year end', parts: ['renews 28 Nov 2026 to 31 Dec 2026', next] },
  { question: 'contracts ending this quarter', parts: ['renews 1 Oct 2026 to 31 Dec 2026', next] },
  { question: 'which accounts have no renewal date?', parts: ['no renewal date', byScore] },
  { question: 'accounts without an owner', parts: ['no owner', byScore] },
  { question: 'unowned enterprise accounts', parts: ['no owner', 'segment is enterprise', byScore] },
  { question: 'accounts with ARR above 100k', parts: ['ARR over 100,000', byScore] },
  { question: 'customers paying more than €250,000 a year', parts: ['ARR over EUR 250,000', byScore] },
  { question: 'accounts below $20k', parts: ['ARR under USD 20,000', byScore] },
  {
    question: 'accounts between 10k and 50k ARR',
    parts: ['ARR at least 10,000 and at most 50,000', byScore],
  },
  { question: 'accounts worth at least 1.5m', parts: ['ARR at least 1,500,000', byScore] },
  {
    question: 'score under 50 and more than 200 seats',
    parts: ['score under 50', 'seats over 200', byScore],
  },
  { question: 'accounts scoring below 35', parts: ['score under 35', byScore] },
  { question: 'top 5 accounts', parts: [largest, 'the first 5'] },
  { question: 'the 10 largest customers in apac', parts: [largest, 'the first 10', 'region is apac'] },
  { question: 'worst 3 accounts by score', parts: [byScore, 'the first 3'] },
  {
    question: 'top 10 by ARR renewing this year',
    parts: [largest, 'the first 10', 'renews 1 Jan 2026 to 31 Dec 2026'],
  },
  { question: 'bottom five by usage', parts: ['largest loss of use first', 'the first 5'] },
  { question: 'how many green accounts do we have', parts: ['band is green', byScore], ask: 'count' },
  { question: 'number of customers at risk', parts: ['at risk: an alert is open', byScore], ask: 'count' },
  { question: 'how much ARR is at risk?', parts: ['at risk: an alert is open', byScore], ask: 'sum' },
  {
    question: 'total ARR of red enterprise customers',
    parts: ['band is red', 'segment is enterprise', byScore],
    ask: 'sum',
  },
  { question: 'accounts by segment', parts: ['grouped by segment', byScore] },
  { question: 'red accounts per owner', parts: ['band is red', 'grouped by owner', byScore] },
  { question: 'all accounts grouped by region sorted by ARR', parts: ['grouped by region', largest] },
  {
    question: 'renewals this year by month',
    parts: ['renews 1 Jan 2026 to 31 Dec 2026', 'grouped by month of renewal', next],
  },
  { question: 'list accounts alphabetically', parts: ['by name'] },
  { question: 'smb accounts, highest score first', parts: ['segment is smb', 'highest score first'] },
  {
    question: 'which accounts dropped this week?',
    parts: ['score fell since 23 Nov 2026', 'largest loss of score first'],
  },
  {
    question: 'accounts whose health score fell in the last 30 days',
    parts: ['score fell since 29 Oct 2026', 'largest loss of score first'],
  },
  {
    question: 'who improved since 1 October',
    parts: ['score rose since 1 Oct 2026', 'largest gain of score first'],
  },
  {
    question: 'customers with declining usage this month',
    parts: [
      'use fell, 1 Nov 2026 to 27 Nov 2026 against 5 Oct 2026 to 31 Oct 2026',
      'largest loss of use first',
    ],
  },
  {
    question: 'not enterprise and not gold',
    parts: ['not: segment is enterprise', 'not: tier is gold', byScore],
  },
  { question: 'all accounts except smb', parts: ['not: segment is smb', byScore] },
  {
    question: 'red accounts not renewing this quarter',
    parts: ['band is red', 'not: renews 1 Oct 2026 to 31 Dec 2026', next],
  },
  { question: 'non-gold customers in latam', parts: ['not: tier is gold', 'region is latam', byScore] },
  { question: 'public sector accounts', parts: ['segment is public sector', byScore] },
  { question: 'accounts using field service', parts: ['use case is field service', byScore] },
  { question: 'accounts in onboarding', parts: ['stage is onboarding', byScore] },
  { question: 'customers that churned', parts: ['status is ended', byScore] },
  { question: 'customers who joined this quarter', parts: ['started 1 Oct 2026 to 31 Dec 2026', byScore] },
  { question: 'enterprse acounts wth red health', parts: ['segment is enterprise', 'band is red', byScore] },
  { question: 'goldd customers renewing nxt month', parts: [] },
  { question: 'mid market customres', parts: ['segment is mid-market', byScore] },
  { question: 'segment=smb tier=silver', parts: ['segment is smb', 'tier is silver', byScore] },
  { question: 'platinum tier accounts', parts: [] },
  { question: 'red or enterprise accounts', parts: [] },
  { question: 'accounts over 40', parts: [] },
  {
    question: 'healthy enterprise accounts expiring in the next 2 months',
    parts: ['band is green', 'segment is enterprise', 'renews 28 Nov 2026 to 27 Jan 2027', next],
  },
  { question: 'overdue renewals over 10k', parts: ['renews up to 27 Nov 2026', 'ARR over 10,000', next] },
  {
    question: 'emea and apac accounts with open alerts',
    parts: ['region is emea or apac', 'at risk: an alert is open', byScore],
  },
  { question: 'sort gold customers by renewal date', parts: ['tier is gold', next] },
];
