import { z } from 'zod';
import { type ActionKindName, type ConnectorName, connectorNames } from '../../src/domain/action.ts';
import { createClock } from '../../src/domain/clock.ts';
import { type AnyActionKind, actionKinds } from '../../src/guardrail/actions/index.ts';
import type { Delivery } from '../../src/guardrail/connector.ts';
import { createConnectors } from '../../src/guardrail/connectors.ts';
import { code, grouped, page, table } from './markdown.ts';

/** What each kind is for, and how much harm a wrong one does; the harm of some depends on the parameters. */
const notes: Readonly<Record<ActionKindName, readonly [string, string]>> = {
  'message.post': [
    'A stored view to one of our own channels. An answer to whoever asked, in that place, is no action.',
    'low',
  ],
  'message.customer': [
    'An e-mail: text, or with `format` the same lines as HTML too. Every recipient is at a domain of the customer record, and the account is active. Files are refused as long as nothing can attach them.',
    'medium; high to more than 5',
  ],
  'message.member': [
    'An e-mail to our own people: a stored view, as HTML and as text. Every recipient is the address of a member.',
    'low',
  ],
  'ticket.reply': ['A public answer in an open ticket.', 'medium'],
  'ticket.note': ['A note in an open ticket that our own people alone read.', 'low'],
  'ticket.tag': ['Tags added to an open ticket; those that it has stay.', 'low'],
  'ticket.escalate': [
    'An open ticket handed to a tier of support, by the tag `tier_N` and an internal note.',
    'low; medium from tier 3',
  ],
  'task.create': ['A task about an account, for somebody on our side.', 'low'],
  'crm.update': [
    'One field of the account in the CRM; the empty text clears it. Refused when somebody changed the field meanwhile.',
    'medium',
  ],
  'nudge.send': ['A hint to one user inside the product. The account is active.', 'medium'],
  'job.retry': ['A failed job of the product, run again for one customer.', 'low'],
  'playbook.start': [
    'A playbook begun for an active account, as a run in our own store; its steps that reach outside are proposals of their own. The version is filled in when it is proposed.',
    'medium',
  ],
  'concession.grant': [
    'A discount with an end, for an active account. More than 30 % cannot be expressed, whatever a policy says.',
    'medium; high above 10 %',
  ],
  'score.override': [
    'A health score by hand, in hundredths, up to and including a day at most a year ahead.',
    'medium',
  ],
  'sentiment.set': [
    'What a CSM feels about an account, up to and including a day at most a year ahead.',
    'low',
  ],
  'rule.change': ['A policy file replaced.', 'high'],
  'role.grant': [
    'A further role for a member, up to and including a day, or for good; until `now` takes every grant of it back.',
    'high',
  ],
  'kill.flip': [
    'A kill switch: `all`, `model`, `account:ID`, `kind:KIND` or `connector:NAME`.',
    'low to halt; high to let run again',
  ],
};

const deliveryWords: Readonly<Record<Delivery, string>> = {
  idempotent: 'the same key twice is one effect',
  lookup: 'can be asked whether it happened',
  none: 'a lost answer is for a person to settle',
};

const targets: Readonly<Record<ConnectorName, readonly [string, string]>> = {
  holdfast: ['our own store, in the transaction that records it', 'always'],
  outbox: ['one file for each effect in `outbox/` of the data folder', 'always'],
  chat: ['the chat platform', 'a chat platform is connected'],
  smtp: ['a mail server', '`SMTP_URL`'],
  hubspot: ['HubSpot companies and tasks', '`HUBSPOT_TOKEN`'],
  zendesk: ['Zendesk tickets', '`ZENDESK_SUBDOMAIN` and `ZENDESK_TOKEN`'],
  intercom: ['Intercom conversations', '`INTERCOM_TOKEN`'],
};

/** The kinds of action, and what carries them out. */
export function actionsPage(): string {
  return page('Actions', 'src/guardrail/actions/ and src/guardrail/clients/', [
    'Everything that changes something outside is one of these. It is proposed, judged by policy, approved where policy asks for it, carried out once, and audited. What is approved is the exact bytes: what a kind does not name is refused, and numbers are whole.',
    '## Connectors',
    'A proposal is bound to the first connector of its kind that is configured; an approval for one is none for another.',
    table(
      ['connector', 'leads to', 'there when'],
      connectorNames.map((name) => [code(name), ...targets[name]]),
    ),
    '## Kinds',
    table(
      ['kind', 'risk', 'connectors', 'can be undone'],
      [...actionKinds.values()].map((kind) => [
        `[${code(kind.kind)}](#${kind.kind.replace('.', '')})`,
        notes[kind.kind][1],
        kind.connectors.map(code).join(', '),
        undoWords(kind),
      ]),
    ),
    ...[...actionKinds.values()].map(describeKind),
  ]);
}

/** `delivery` is the connectors' own word; those made elsewhere are in our process or say so themselves. */
function describeKind(kind: AnyActionKind): string {
  const connectors = createConnectors(
    {
      smtp: { url: 'smtp://localhost', from: 'a@b.example' },
      hubspot: { token: 'none', accountProperty: 'x' },
      zendesk: { subdomain: 'x', token: 'none' },
      intercom: { token: 'none' },
    },
    { home: '.', clock: createClock() },
  );
  const deliveries = kind.connectors.flatMap((name) => {
    const connector = connectors.get(name);
    return connector ? [`${code(name)}: ${deliveryWords[connector.delivery(kind.kind)]}`] : [];
  });
  const facts = [
    notes[kind.kind][0],
    kind.needsAccount ? 'About one account.' : 'About an account or none.',
    kind.connectors.includes('holdfast') ? 'Happens in our own store, so it is never in doubt.' : '',
    deliveries.length > 0 ? `Delivery: ${deliveries.join('; ')}.` : '',
  ];
  const schema = z.toJSONSchema(kind.schema) as JsonSchema;
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => [
    code(key),
    schema.required?.includes(key) ? 'yes' : '',
    describeValue(kind.kind, key, value),
  ]);
  return [
    `### ${kind.kind}`,
    facts.filter(Boolean).join(' '),
    table(['parameter', 'required', 'value'], rows),
  ].join('\n\n');
}

function undoWords(kind: AnyActionKind): string {
  if (!kind.undo) return '';
  if (kind.kind === 'kill.flip') return 'by the opposite';
  return kind.kind === 'role.grant' ? 'by taking it back' : 'where the earlier value is known';
}

/** The part of JSON Schema that parameters use. */
interface JsonSchema {
  type?: string;
  enum?: readonly string[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

/** What a schema's own checks say in code, which JSON Schema has no word for. */
const further: Readonly<Record<string, string>> = {
  'message.customer.to': 'bare e-mail addresses, each once',
  'message.customer.format': '`letter`: the same lines are set as HTML too',
  'message.customer.optOut':
    'the path of the page on which its readers stop weekly letters; there with `format` alone',
  'message.member.to': 'bare e-mail addresses of members, each once',
  'message.member.view': 'a view without buttons',
  'message.post.view': 'a view: `summary` and `blocks`; links to our own pages alone, buttons that only ask',
  'ticket.tag.tags': 'lower-case letters, digits, `-` and `_`, each once',
  'rule.change.file': '`policies/NAME.cedar`',
  'kill.flip.scope': 'see above',
  'message.post.channel': "a channel's id or name",
  'crm.update.field': "the CRM's own name of a property",
  'role.grant.member': 'the id of a member',
};

function describeValue(kind: ActionKindName, key: string, schema: JsonSchema): string {
  const own = further[`${kind}.${key}`];
  if (schema.type === 'array') {
    const { minItems = 0, maxItems = 0, items = {} } = schema;
    return `list of ${minItems} to ${maxItems}: ${own ?? describeValue(kind, `${key}[]`, items)}`;
  }
  if (own) return own;
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.type === 'boolean') return '`true` or `false`';
  if (schema.type === 'integer') {
    return `whole number, ${grouped(schema.minimum ?? 0)} to ${grouped(schema.maximum ?? 0)}`;
  }
  return schema.maxLength === undefined
    ? 'day, `YYYY-MM-DD`'
    : `text, at most ${grouped(schema.maxLength)} characters`;
}
