import { isRecord } from '../../src/bot/playground/slack-answers.ts';

/** What a part of a card may hold: names of properties, by type. Source: the schema of Adaptive Cards 1.5. */
const known: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'version', 'body', 'fallbackText', 'refresh', 'msteams'],
  RichTextBlock: ['inlines', 'spacing', 'separator', 'horizontalAlignment'],
  TextRun: ['text', 'weight', 'isSubtle', 'fontType', 'size', 'selectAction'],
  Container: ['items', 'style', 'spacing', 'separator'],
  Table: ['columns', 'rows', 'firstRowAsHeaders', 'showGridLines', 'separator'],
  TableRow: ['cells'],
  TableCell: ['items'],
  Image: ['url', 'altText', 'size', 'msteams', 'separator'],
  ActionSet: ['actions', 'separator'],
  'Action.Execute': ['title', 'verb', 'data', 'fallback', 'style'],
  'Action.Submit': ['title', 'data', 'style'],
  'Action.OpenUrl': ['url'],
  'Input.Text': ['id', 'label', 'value', 'isMultiline', 'maxLength', 'isRequired', 'errorMessage'],
  'Input.Number': ['id', 'label', 'value', 'isRequired', 'errorMessage'],
  'Input.Date': ['id', 'label', 'value', 'isRequired', 'errorMessage'],
  'Input.Toggle': ['id', 'label', 'title', 'value', 'valueOn', 'valueOff', 'isRequired', 'errorMessage'],
  'Input.ChoiceSet': [
    ...['id', 'label', 'value', 'style', 'choices', 'placeholder', 'isRequired', 'errorMessage', 'separator'],
  ],
};

const must: Readonly<Record<string, string>> = {
  RichTextBlock: 'inlines',
  Container: 'items',
  Table: 'rows',
  TableRow: 'cells',
  TableCell: 'items',
  ActionSet: 'actions',
  'Input.ChoiceSet': 'choices',
};

/** What is wrong with a card, one sentence each: what Teams would refuse, drop or read as markup. */
export function checkCard(card: unknown, messageBytes = 24_000): string[] {
  const problems: string[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > messageBytes) problems.push(`the card has ${bytes} bytes`);
  if (!isRecord(card) || card.type !== 'AdaptiveCard' || card.version !== '1.5')
    problems.push('no card of version 1.5');
  walk(card, 'card', problems);
  return problems;
}

function walk(part: unknown, place: string, problems: string[]): void {
  if (Array.isArray(part)) {
    part.forEach((item, index) => {
      walk(item, `${place}[${index}]`, problems);
    });
    return;
  }
  if (!isRecord(part) || typeof part.type !== 'string') return;
  const { type } = part;
  const allowed = known[type];
  if (!allowed) problems.push(`${place} is a ${type}, which we never send`);
  for (const [name, value] of Object.entries(part)) {
    if (name === 'type') continue;
    if (allowed && !allowed.includes(name)) problems.push(`${place} has a '${name}', which ${type} has not`);
    if (name !== 'data' && name !== 'msteams') walk(value, `${place}.${name}`, problems);
  }
  const list = must[type];
  if (list !== undefined && (!Array.isArray(part[list]) || part[list].length === 0))
    problems.push(`${place} has no ${list}`);
  if (type === 'TextRun' && (typeof part.text !== 'string' || part.text === ''))
    problems.push(`${place} is empty`);
  if (type === 'ActionSet' && Array.isArray(part.actions) && part.actions.length > 6)
    problems.push(`${place} has ${part.actions.length} actions`);
  if (type.startsWith('Action.') && type !== 'Action.OpenUrl') {
    if (typeof part.title !== 'string' || part.title.trim() === '') problems.push(`${place} has no title`);
  }
}
