import type { LabelledQuestion } from './portfolio-questions.ts';

const byScore = 'lowest score first';
const next = 'next renewal first';
const largest = 'largest ARR first';

/** As people type in a hurry: short forms, no nouns, slips, other languages. Asked on the day and of the company of the others. */
export const typedQuestions: readonly LabelledQuestion[] = [
  { question: 'whats red in emea', parts: ['band is red', 'region is emea', byScore] },
  { question: 'any gold accts renewing b4 xmas', parts: [] },
  { question: 'show me my ambers', parts: ['owner is ada', 'band is amber', byScore] },
  { question: "who's up for renewal next qtr", parts: ['renews 1 Jan 2027 to 31 Mar 2027', next] },
  { question: 'accts > 100k arr w/o owner', parts: ['ARR over 100,000', 'no owner', byScore] },
  { question: 'biggest 5 at risk', parts: ['at risk: an alert is open', 'the first 5', largest] },
  {
    question: 'enterprise custs renewing in nxt 90d',
    parts: ['segment is enterprise', 'renews 28 Nov 2026 to 26 Feb 2027', next],
  },
  {
    question: 'list of customers whose usage tanked this month',
    parts: [
      'use fell, 1 Nov 2026 to 27 Nov 2026 against 5 Oct 2026 to 31 Oct 2026',
      'largest loss of use first',
    ],
  },
  { question: 'which accounts went red this week', parts: [] },
  { question: 'total arr renewing in Q1', parts: ['renews 1 Jan 2027 to 31 Mar 2027', next], ask: 'sum' },
  {
    question: 'arr at risk by segment',
    parts: ['at risk: an alert is open', 'grouped by segment', byScore],
    ask: 'sum',
  },
  { question: 'whats our arr in apac', parts: ['region is apac', byScore], ask: 'sum' },
  { question: 'avg score of enterprise accounts', parts: [] },
  { question: 'which of bos accounts are red', parts: ['owner is bo', 'band is red', byScore] },
  {
    question: 'reds and ambers renewing this quarter',
    parts: ['band is red or amber', 'renews 1 Oct 2026 to 31 Dec 2026', next],
  },
  { question: 'accounts with no activity in the last 2 weeks', parts: [] },
  { question: 'accts with open p1 tickets', parts: [] },
  { question: 'which customers have overdue invoices', parts: [] },
  { question: 'accounts with low adoption', parts: [] },
  { question: 'customers with csat below 3', parts: [] },
  { question: 'churned accounts this year by segment', parts: [] },
  {
    question: 'everything red that renews before end of feb',
    parts: ['band is red', 'renews 28 Nov 2026 to 27 Feb 2027', next],
  },
  {
    question: 'enterprise + gold + red',
    parts: ['segment is enterprise', 'tier is gold', 'band is red', byScore],
  },
  { question: 'red accts pls', parts: ['band is red', byScore] },
  { question: 'five lowest scoring gold accounts', parts: ['tier is gold', 'the first 5', byScore] },
  { question: 'top 5 scoring smb accounts', parts: ['segment is smb', 'the first 5', 'highest score first'] },
  { question: 'contracts that end in 2027', parts: ['renews 1 Jan 2027 to 31 Dec 2027', next] },
  {
    question: 'which accounts improved most this month',
    parts: ['score rose since 1 Nov 2026', 'largest gain of score first'],
  },
  { question: 'gold accounts in emea, biggest first', parts: ['tier is gold', 'region is emea', largest] },
  {
    question: 'show the next 10 renewals',
    parts: ['renews from 28 Nov 2026 on', 'the first 10', next],
  },
  { question: 'accounts w score <40', parts: ['score under 40', byScore] },
  { question: 'ent accounts red', parts: ['segment is enterprise', 'band is red', byScore] },
  { question: 'gold customers with score below 40 or no owner', parts: [] },
  { question: 'welche enterprise kunden sind rot', parts: [] },
  { question: 'wie viele kunden haben wir', parts: [] },
  { question: 'clientes en rojo que renuevan este trimestre', parts: [] },
  { question: 'cuantos clientes tenemos', parts: [] },
  { question: 'clients rouges par segment', parts: [] },
];
