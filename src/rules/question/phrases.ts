/**
 * The forms that people type, first fit first. `a|b` = one of these words, `?` after a word = it may be missing, `*` =
 * the account (no words: the account of the conversation). `*'s` = the account, with or without its possessive `'s`.
 * `*~` = the account up to the first word that tells what happened to it ("dropped", "red", "so low").
 */
export interface Phrases {
  kind: 'health' | 'timeline' | 'why';
  /** What follows a bare command is taken as typed; no period is looked for unless "since" or "last" says so. */
  command?: boolean;
  forms: readonly string[];
}

const be = 'is|are|was|were';
const have = 'has|have|had';
const place = 'at|with|for|on|in|to|about|of';
const doing = 'doing|going|looking|performing|faring|feeling|trending';
const noun = 'health|score|status|state|rating|condition|standing|risk';
const record = 'timeline|history|activity|activities|events|log|feed|news|updates';
const fresh = 'full|whole|recent|latest|last|current|new|customer|account';
const change = 'change|changed|changes|changing|moved|shifted|evolved|differs|different';

/** Everything that is understood without a model. */
export const phrases: readonly Phrases[] = [
  {
    kind: 'why',
    forms: [
      `why did|does|do|${be}|${have} the|their|its? health? ${noun} of|for|at *~`,
      `why did|does|do|didn't|${be}|isn't|${have} *~`,
      `what ${have} been? ${change} ${place} *`,
      `what ${have} ${change} there? *`,
      `what ${be}? ${change} ${place}? *`,
      `what did ${change} ${place}? *`,
      `what did * change`,
      `what went wrong ${place}? *`,
      `what caused|made|drove|explains|moved the? change|drop|fall|dip|rise? ${place}? *~`,
      `what is behind the? change|drop|fall|dip|rise? ${place}? *~`,
      `how ${have}|did * ${change}`,
      `how much ${have}|did * ${change}`,
      `how ${have} *'s health|score score? ${change}`,
      `explain the? ${noun} score? ${place} *`,
      `explain *'s ${noun} score?`,
      `explain the? change|drop|fall|dip|rise ${place} *`,
      `explain *'s change|drop|fall|dip|rise`,
      `changes ${place} *`,
      `*'s changes`,
    ],
  },
  {
    kind: 'timeline',
    forms: [
      `what ${have}? been? happened|happening ${place}? *`,
      `what ${have} been going on ${place}? *`,
      `what ${be} happening|new|recent ${place}? *`,
      `what ${be} going on ${place}? *`,
      `what ${be} the? ${fresh}? ${record} ${place} *`,
      `what ${be} *'s ${fresh}? ${record}`,
      `anything|something happening|happened|new|recent ${place} *`,
      `${be} there? any|anything ${fresh}? ${record}? ${place} *`,
      `any ${fresh}? ${record} from|${place} *`,
      `the? ${fresh} ${record} ${place}? *`,
      `the? ${record} ${place} *`,
    ],
  },
  { kind: 'timeline', command: true, forms: [`timeline|tl|history|events *`] },
  {
    kind: 'health',
    forms: [
      `how healthy|well|happy|safe|risky ${be}|does|do * doing|do?`,
      `how ${be} *'s ${noun} score|level? ${doing}?`,
      `how ${be} things|stuff|everything|it|life going? over? ${place} *`,
      `how ${be} things|stuff|everything going? over? ${place} * ${doing}`,
      `how ${be} * holding|getting up|on|along`,
      `how ${be} * ${doing}?`,
      `how ${have} * been ${doing}?`,
      `how does|do|did|about * look|feel|do|perform?`,
      `how do things look|stand ${place} *`,
      `how * ${be}|has|have been? ${doing}?`,
      `${be}|does|do * look|looking|feeling|doing? still|so|very|really|all|too? ok|okay|fine|good|healthy|happy|well|safe|right|alright`,
      `${be} * still|so|very|really|too? bad|unhealthy|unhappy|green|amber|yellow|orange|red|risky|sick|churning|leaving|stable|slipping|failing|struggling`,
      `${be} * still? at risk`,
      `${be} everything|things|all still? ok|okay|fine|good|well|right|alright ${place} *`,
      `${be} * in trouble|danger`,
      `${be} * going|likely|about to churn|leave|renew|cancel`,
      `will * churn|leave|renew|cancel`,
      `${be} there? a|any risk|risks|problem|problems|trouble|issue|issues ${place} *`,
      `anything wrong ${place} *`,
      `what ${be} up ${place}? *`,
      `what ${be} wrong ${place} *`,
      `what ${be} the? deal|matter|situation|story|word|outlook ${place} *`,
      `what ${be} the? ${fresh}? health? ${noun} level? ${place} *`,
      `what ${be} *'s ${fresh}? health? ${noun} level?`,
      `what about *`,
      `where ${be}|does|do * stand?`,
      `the? ${fresh}? health|customer? ${noun}|score|check|card|report|overview|summary ${place} *`,
    ],
  },
  {
    kind: 'health',
    command: true,
    forms: ['health score|status|check|report *', 'health|h *', 'score|status *'],
  },
  {
    kind: 'why',
    command: true,
    forms: ['why *~'],
  },
  { kind: 'timeline', forms: [`*'s ${fresh}? ${record}`] },
  { kind: 'health', forms: [`*'s ${fresh}? health? ${noun}|check|card|report|overview|summary level?`] },
];

/** Words before a question that do not change it; taken off one form at a time, longest first. */
export const leads: readonly string[] = [
  'do you know|remember if|whether?',
  'can|could|would|will you please? just? tell|show|give|get|send|fetch|find|check|explain me|us? about|for|on|if?',
  'can|could|would|will you please?',
  'can|could|may i|we please? just? see|get|have|check|know about?',
  `i|we want|need|like|wanna to? see|know|check|understand? about|if?`,
  `i|we would like to see|know|check|understand about|if?`,
  `i'd|we'd like to? see|know|check|understand? about|if?`,
  'i wonder|wondering if|whether|about?',
  'any idea|clue about|on|if|whether?',
  'let me|us see|know|check about|if?',
  'tell|show|give|get|send|fetch|bring me|us about|on|for?',
  'pull|look|bring up',
  'check in? up? on',
  'quick question',
  'tell about',
  'show|display|view|see|check|lookup|find|get|give|open|list',
  'please|pls|plz|kindly|just|also|so|and|but|well|ok|okay',
];

/** Greetings before a question; a lone greeting asks for help, and `Hello Fresh` is a name. */
export const greetings: readonly string[] = [
  'hi|hey|hello|hiya|yo|howdy|dear there|team|all|everyone|folks|bot|again?',
  'good morning|afternoon|evening|day all|team|everyone?',
];

/** Whole messages that ask what can be asked. */
export const helpForms: readonly string[] = [
  'hi|hey|hello|hiya|yo|howdy|hallo|hola there|team|all|everyone|folks|bot|again?',
  'good morning|afternoon|evening|day all|team|everyone?',
  'help|hepl|hlep|helpp|commands|usage|menu|examples|man|ping|start|about|info me? please?',
  'help *',
  'i need help',
  'i am lost|stuck|new',
  `i'm lost|stuck|new`,
  'can|could you help me|us?',
  'what can|could|do|should you|i|we do|ask|say|type|answer|know|see? here|you|for? me|us?',
  'what are you|your|the commands|options?',
  'what are|is you|this|your for?',
  'what commands|questions *',
  'who are you',
  'how do|does|can|should i|we|you|this|it|that use|work|start|begin|ask this|you|it|that|holdfast?',
  'how are you doing|today? today?',
  'how is it|everything|life going',
  'how are things going?',
  'how to use|start this|it|holdfast?',
  'thanks|thx|ty|cheers|cool|great|nice|ok|okay|perfect|bye a? lot?',
  'thank you so|very? much?',
];
