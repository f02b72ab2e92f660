/** What a text can promise. */
const promiseKinds = ['deadline', 'fix', 'money', 'guarantee', 'exception'] as const;
export type PromiseKind = (typeof promiseKinds)[number];

/** Words of one meaning, in English, German, French and Spanish. */
type Cue =
  | 'refunds'
  | 'fixes'
  | 'eta'
  | 'prolongs'
  | 'future'
  | 'ours'
  | 'when'
  | 'remedy'
  | 'soft'
  | 'money'
  | 'gift'
  | 'guarantee'
  | 'exception'
  | 'free';

const weekdays =
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo';
const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const amount =
  '(?:\\d+|an?|one|two|three|four|five|six|seven|eight|ten|twelve|(?:a )?few|(?:a )?couple of|einer|einem|zwei|drei|fünf|wenigen|une?|deux|trois|cinq|quelques|una?|dos|tres|cinco|pocas|pocos)';
const span =
  '(?:(?:business|working) )?(?:minutes?|hours?|days?|weeks?|months?|minuten?|stunden?|tage?n?|wochen?|monate?n?|heures?|jours?|semaines?|mois|minutos|horas|días|semanas|meses)';

const words: Readonly<Record<Cue, readonly string[]>> = {
  /** Whole promises in a word or two, as other languages make them. */
  refunds: [
    'consider (?:the|your) \\w+ (?:waived|refunded|credited|paid)|(?:refund|credit|voucher) (?:has been|have been|was|is being)',
    '(?:wir|ich) (?:erstatten?|schenken?|erlassen?)|schenken wir|erstatten wir',
    'nous (?:vous )?(?:rembours|offr)(?:ons|erons|irons)|je (?:vous )?(?:rembourse|offre)(?:rai)?',
    '(?:le|les|te|os) (?:regalamos|reembolsamos|devolvemos)|(?:reembolsa|devolve|abona|compensa|regala)remos',
  ],
  fixes: [
    'wir (?:beheben|lösen|korrigieren|reparieren)',
    'corrigerons|résoudrons|réparerons|livrerons|rétablirons',
    '(?:corregi|soluciona|arregla|resolve|lanza|publica)remos',
  ],
  prolongs: ['ampliaremos|prorrogaremos|prolongerons|verlängern wir|wir verlängern'],
  eta: ['eta(?: is|:)?(?: about| around)? ?[\\w: ]{0,12}\\d'],
  future: [
    "will|\\w+['’]ll|shall|going to|won['’]t",
    '(?:plan|aim|intend|hope|want)(?:s|ning|ing)? to|expect(?:s|ed|ing)?|scheduled|should (?:be|have|work)|commit\\w*|make sure|count on|can confirm|promises?',
    '(?:is|are) (?:coming|on (?:its|the) way|planned|due)|comes?|lands?|launches|arrives?|ships?|goes live|eta',
    'wird|werden|werde|werdet|kommt|erscheint|bekommen|bekommst|erhalten|erhältst|folgt',
    '\\p{L}{2,}(?:rons|rez|ront|rai|ra)|allons|vais|va|arrive|engage\\p{L}*|promets|promettons',
    '\\p{L}{2,}(?:remos|rá|ré|rán|rás)|vamos a|voy a|va a|prometemos|prometo',
  ],
  ours: [
    "we|i|\\w+['’]ll|we['’]\\w+|i['’]\\w+|our \\w+|the team|you|your",
    'wir|ich|unser\\p{L}*|sie|ihnen|ihr',
    "nous|je|j['’]|notre|vous",
    'nosotros|nuestr\\p{L}*|usted|le|les|lo|\\p{L}{2,}(?:emos|amos)',
  ],
  when: [
    'tomorrow|tonight|today|(?:this|next|the coming) (?:morning|noon|afternoon|evening|night|week|month|quarter|year|release|sprint|update)|the next days|soon|shortly|noon|eod|eow|end of (?:the )?(?:day|week|month|quarter)',
    `(?:by|before|on|until|this|next) (?:the )?(?:${weekdays}|${months}|\\d)|in (?:q[1-4]|${months})|at \\d+(?::\\d\\d)? ?(?:am|pm|utc|o['’]clock)?`,
    `(?:within|in|under) (?:the next |about |less than )?(?:${amount} (?:to|or|-) )?${amount}[ -]?${span}`,
    `heute|morgen|übermorgen|in kürze|demnächst|bald|nächste[nrms]? (?:woche|monat|version|release|jahr)|bis (?:spätestens |zum |zur |ende )?(?:${weekdays}|\\d|woche|monats?ende|morgen)|am (?:${weekdays}|\\d)|(?:anfang|mitte|ende) (?:${months}|der woche|des monats)|(?:innerhalb (?:von )?|binnen |in (?:den nächsten )?)${amount} ?${span}`,
    `demain|aujourd['’]hui|bientôt|prochainement|cette semaine|semaine prochaine|(?:d['’]ici|avant|dès|ce|pour) (?:le |la )?(?:${weekdays}|\\d|demain|fin)|(?:sous|dans) (?:les )?${amount} ?${span}`,
    `mañana|hoy|pronto|próximamente|esta semana|(?:la|el) próxim[ao]|(?:antes del?|el|este|para el) (?:${weekdays}|\\d)|en (?:las próximas |los próximos )?${amount} ?${span}`,
  ],
  remedy: [
    'fix(?:ed|es|ing)?|hotfix|patch(?:ed|es)?|correction|resol\\w+|solv\\w+|repair\\w*|ship(?:s|ped|ping)?|releas(?:e|ed|ing)|roll(?:ed|s|ing)? (?:this |it )?out|restor\\w+|deliver\\w*|deploy\\w*|sorted|cancelled',
    'behoben|behebe\\p{L}*|beseitig\\p{L}*|lösen|gelöst|lösung|korrigier\\p{L}*|korrektur|reparier\\p{L}*|ausgeliefert|ausliefern|veröffentlich\\p{L}*|wiederherstell\\p{L}*',
    'correctif|corrig\\p{L}*|résol\\p{L}*|résou\\p{L}*|régl(?:é|ée|és|er|erons)|répar\\p{L}*|livr(?:é|er|erons)\\p{L}*|rétabli\\p{L}*|solution',
    'correg\\p{L}*|solucion\\p{L}*|arregl\\p{L}*|resolver\\p{L}*|resuelt\\p{L}*|parche|lanzar\\p{L}*|publicar\\p{L}*|solución',
  ],
  soft: [
    'answer|reply|update|feature|connector|version|report|hear|get back|call you|respond|look at|ready|done|live|available|back|work(?:s|ing)? again|outage|news|added',
    'antwort\\p{L}*|meld\\p{L}*|kümmer\\p{L}*|verfügbar|fertig|update|funktion',
    'réponse|reviendr\\p{L}*|disponible\\p{L}*|fonction|mise à jour',
    'respuesta|disponible\\p{L}*|list[oa]s?|función|actualización',
  ],
  money: [
    'refund(?:ed|s|ing)?|credit(?:ed|s|ing)?|reimburs\\w+|compensat\\w+|discount(?:ed)?|waiv\\w+|voucher|money|free month|month for free|[\\d.,]+ ?(?:%|percent|per cent) (?:off|less)|[€$£] ?\\d+|\\d+ ?(?:€|\\$|euros?|dollars?|eur|usd)',
    'erstatt\\p{L}*|rückerstatt\\p{L}*|gutschr\\p{L}*|gutgeschrieben|rabatt|nachlass|entschädig\\p{L}*|geld',
    'rembours\\p{L}*|avoir (?:de|sur)|remise|réduction|dédommag\\p{L}*|indemnis\\p{L}*',
    'reembols\\p{L}*|devolver\\p{L}*|abonar\\p{L}*|compensar\\p{L}*|descuento|dinero',
  ],
  gift: [
    "(?:we|i)(?:['’]ve| have|['’]m| am|['’]re| are)?(?: just| already| happy to| able to| can| could)? (?:refund|credit|reimburs|waiv|offer|grant|giv)\\w*|we have added",
    'wir (?:erstatten|schenken|gewähren|geben|schreiben|können|haben)|ich (?:erstatte|schenke|gewähre|gebe|habe)|schenken wir|(?:rückerstattung|gutschrift) (?:wurde|ist)',
    'nous (?:vous )?(?:offrons|accordons|remboursons|avons)|remboursement (?:a été|est en)',
    '(?:le|les|te|os) (?:regalamos|reembolsamos|devolvemos|ofrecemos|hemos)|reembolso (?:ha sido|está en)|hemos reembolsado',
  ],
  guarantee: [
    "(?:we|i)(?: can| do| hereby|['’]ll| will)?(?: \\w+ly)? (?:guarantee|promise|assure you|warrant)|guaranteed|you have (?:my|our) word|rest assured|(?:never|not|n['’]t) (?:happens?|occurs?)(?: to you)? again|never (?:happens?|occurs?)|100 ?% (?:sure|certain|safe|uptime)",
    '(?:wir|ich) (?:garantieren?|versprechen?|versichern?)|garantiert|(?:nie wieder|nicht wieder|nicht mehr) (?:vor|vorkommen|passieren|auftreten)',
    'garantiss?\\p{L}*|promets|promettons|assurons|ne se (?:re)?produira (?:plus|jamais)',
    'garantiza\\p{L}*|garantizo|prometemos|prometo|aseguramos|no volverá a (?:ocurrir|suceder|pasar)',
  ],
  exception: [
    'make an exception|extend (?:your|the) (?:trial|contract|deadline)|upgrade you|lift the limit',
    'ausnahme|verlängern|erlassen',
    'une exception|prolonger\\p{L}+',
    'una excepción',
  ],
  free: [
    'free of charge|for free|at no (?:extra )?(?:cost|charge)|cost you|be charged|have to pay|a free \\w+|one free \\w+',
    'kostenlos|kostenfrei|gratis',
    'gratuit\\p{L}*|sans frais',
    'gratis|gratuit[oa]s?|sin cost[eo]',
  ],
};

/** Each cue as one pattern. */
export const cuePatterns = Object.fromEntries(
  Object.entries(words).map(([cue, forms]) => [
    cue,
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'giu'),
  ]),
) as Readonly<Record<Cue, RegExp>>;

/** A sentence with all the cues of a line, near each other, promises this. */
export const promiseRules: readonly (readonly [PromiseKind, readonly Cue[]])[] = [
  ['guarantee', ['guarantee']],
  ['money', ['refunds']],
  ['fix', ['fixes']],
  ['deadline', ['eta']],
  ['money', ['money', 'future']],
  ['money', ['money', 'gift']],
  ['money', ['gift', 'free']],
  ['money', ['gift', 'when']],
  ['fix', ['remedy', 'future']],
  ['deadline', ['remedy', 'when']],
  ['deadline', ['soft', 'when', 'future']],
  ['deadline', ['soft', 'when', 'ours']],
  ['deadline', ['ours', 'when', 'future']],
  ['exception', ['prolongs']],
  ['exception', ['exception', 'ours']],
  ['exception', ['free', 'future']],
];

/**
 * Sentences that speak of such things and promise none: what cannot be said or done, what is past, what comes again and
 * again, what the reader has to do, where something is written.
 */
export const noPromise =
  /(?<!\p{L})(?:cannot|can['’]?t|can not|unable|(?:do|does) ?n[o'’]t know|don['’]t have|not yet known|no date|whether|(?:was|were|wurde|wurden|fue|se corrigió|a été corrigé|été corrigée?) (?!processed)|every|each|per call|expires?|to (?:ask|request|apply) for|please|if you|when you|policy|code|(?:is|are) (?:described|shown|listed|decided|entered|counted|kept|sent|retried)|(?:können|kann) (?:wir|ich|\p{L}+)? ?nicht|nicht nennen|bitte|beantrag\p{L}*|rabattcode|jede[nrs]?|gültig|ne pouvons pas|s['’]il vous|veuillez|pour demander|chaque|vérifiez|no podemos|no sabemos|por favor|para pedir|cada)(?!\p{L})/iu;
