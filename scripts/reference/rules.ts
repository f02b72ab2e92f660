import {
  type Condition,
  comparisons,
  type FactTest,
  type Rule,
  type RulePack,
} from '../../src/domain/rule-pack.ts';
import { ruleFacts } from '../../src/rules/facts/index.ts';
import type { RuleFact } from '../../src/rules/facts/rule-fact.ts';
import { code, page, table } from './markdown.ts';

/** The rules that come with the product, and every fact that a rule can test. */
export function rulesPage(packs: readonly RulePack[]): string {
  const rules = packs.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })));
  return page('Rules', 'packs/rules/ and src/rules/facts/', [
    'What looks for customers at risk. A rule tests facts against thresholds: `when` is the form in force, `literal` what its source asks for. `form: literal` puts that in force. [How to write, check and back-test rules](../guides/rules.md), [what they were worth on logs of real organisations](../adr/0029-rules.md).',
    'A file of yours in `packs/rules/` of `HOLDFAST_CONFIG` takes the place of ours of the same name. It is read again when it changes; a wrong one is refused with its line, and the last good one stays in force.',
    table(
      ['rule', 'what', 'severity', 'playbook', 'pack'],
      rules.map(({ pack, rule }) => [
        `[${code(rule.id)}](#${rule.id})`,
        rule.title,
        severities(rule),
        rule.playbook === null ? '' : `[${rule.playbook}](playbooks.md#${rule.playbook})`,
        pack.id,
      ]),
    ),
    ...rules.map(({ rule }) => describeRule(rule)),
    '## Facts',
    'A fact that is unknown makes a test unknown: such a rule says nothing of the account.',
    table(['fact', 'the', 'between', 'counted from'], ruleFacts.map(describeFact)),
  ]);
}

function severities({ severity, raises, enabled }: Rule): string {
  const words = [severity, ...raises.map(({ to }) => to)].join(', ');
  return enabled ? words : `${words}; off`;
}

function describeRule(rule: Rule): string {
  const { appliesTo, literal, raises } = rule;
  const limits = [
    appliesTo.stages === 'any' ? '' : `stages ${appliesTo.stages.join(', ')}`,
    appliesTo.segments === 'any' ? '' : `segments ${appliesTo.segments.join(', ')}`,
    appliesTo.tiers === 'any' ? '' : `tiers ${appliesTo.tiers.join(', ')}`,
  ].filter((limit) => limit !== '');
  const lines = [
    ...(limits.length > 0 ? [`- Only for ${limits.join('; ')}.`] : []),
    ...(rule.baseline.length > 0 ? [`- Needs ${rule.baseline.map(testWords).join(' and ')}.`] : []),
    `- Holds when ${conditionWords(rule.when)}.`,
    ...raises.map(({ to, when }) => `- Is ${to} when ${conditionWords(when)}.`),
    ...(literal
      ? [`- Literal form, after "${literal.source.replaceAll('"', '')}": ${conditionWords(literal.when)}.`]
      : []),
    ...(rule.foldsInto
      ? [
          `- A side of the matter of ${code(rule.foldsInto)}: where both hold there is one alert, with the title, sentence and play of the graver.`,
        ]
      : []),
    `- Its alert ends when it has not held for ${rule.clearsAfterDays} days.`,
  ];
  return [`### ${rule.id}`, `${rule.title}: ${rule.text}`, lines.join('\n')].join('\n\n');
}

function conditionWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(conditionWords).join(' and ');
  if ('any' in condition) return `(${condition.any.map(conditionWords).join(' or ')})`;
  return testWords(condition);
}

const words = { atLeast: 'at least', atMost: 'at most', above: 'above', below: 'below' } as const;

function testWords(test: FactTest): string {
  const comparison = comparisons.find((name) => test[name] !== undefined) ?? 'atLeast';
  return `${code(test.fact)} is ${words[comparison]} ${test[comparison]}`;
}

function describeFact({ id, words, least, most, needs }: RuleFact): string[] {
  return [
    code(id),
    words,
    `${least} and ${most}`,
    needs.length === 0 ? 'the contract' : needs.map(code).join(', '),
  ];
}
