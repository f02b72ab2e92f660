/** What a text can promise. */
export const promiseKinds = ['deadline', 'fix', 'money', 'guarantee', 'exception'] as const;
export type PromiseKind = (typeof promiseKinds)[number];

/** Somebody, or something, is said to do what is still to come. */
const ours =
  "(?:will|shall|\\w+['’]ll|(?:am|is|are|\\w+['’](?:m|re|s)) going to|(?:we|i) (?:promise|commit|plan|intend) to)(?: \\w+ly| also| then| now)?";
const soon = [
  'tomorrow|tonight|today|shortly|soon|this (?:week|month|quarter)|next (?:week|month|quarter|year|release|sprint|update)',
  'by (?:the )?(?:end of|eod|eow|tomorrow|tonight|noon|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|\\d)',
  '(?:within|in) (?:the next |a |an |a few |the coming |about |less than )?(?:\\d+|few|couple of|two|three|four|five|six|seven|eight|ten|twelve|\\w+ )?[ -]?(?:business |working )?(?:minutes?|hours?|days?|weeks?|months?)',
  'on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:a|the) (?:coming|next) (?:days|weeks)',
].join('|');
const fixed =
  '(?:fix|resolve|solve|ship|release|deliver|deploy|roll ?out|restore|patch|repair|add|build|implement)';
const fixedDone =
  '(?:fixed|resolved|solved|shipped|released|delivered|deployed|rolled out|restored|patched|repaired|added|available|live|back|implemented)';
const money =
  '(?:refund(?:ed)?|credit(?:ed)?|reimburse[d]?|compensat(?:e|ed|ion)|discount(?:ed)?|waive[d]?|voucher|money back)';

/**
 * How promises are worded. A pattern asks for a commitment and what is promised: `to ask for a refund, open Billing` is none.
 * Measured on the cases of find-promises.test.ts.
 */
export const promiseCues: readonly (readonly [PromiseKind, RegExp])[] = (
  [
    ['money', `${ours} (?:[\\w']+ ){0,5}${money}`],
    ['money', `${money} (?:has been|have been|was|is being|is on its way|will be|of [^.]{1,20} will)`],
    [
      'money',
      `(?:we|i)(?:['’]ve| have|['’]m| am|['’]re| are)? (?:can |could |just |already |happy to |able to )?(?:refund(?:ed|ing)?|credit(?:ed|ing)|reimburs(?:ed|ing)|waiv(?:e|ed|ing)|offer(?:ed|ing)?|grant(?:ed|ing)?|giv(?:e|ing)) (?:[\\w'%€$]+ ){0,5}(?:${money}|invoice|charge|fee|account|month|free)`,
    ],
    [
      'money',
      `${ours} (?:grant|give|offer|get|receive|have|be given|be granted|allow|take|apply)(?: [\\w']+){0,3} (?:[\\d.,]+ ?(?:%|percent|per cent|€|\\$|eur|usd|euros?|dollars?)|[€$£] ?\\d)`,
    ],
    ['fix', `${ours} (?:[\\w']+ ){0,2}(?:${fixed}|${fixedDone})`],
    [
      'fix',
      `(?:a|the) (?:fix|patch|solution|release|feature) (?:is coming|is on (?:its|the) way|comes|arrives|lands|ships|is planned|is scheduled)`,
    ],
    ['deadline', `${ours} [^.;]{0,60}?(?:${soon})`],
    [
      'deadline',
      `(?:eta|estimated time|expected|scheduled|planned|due|available|fixed|resolved|released|ready|back|done|live)(?: is| are|:| for| to be [\\w]+)?(?: around| about)? ?(?:${soon})`,
    ],
    ['deadline', `(?:eta|expected by|deadline)(?: is|:)? [^.;]{0,20}\\d`],
    [
      'guarantee',
      `(?:we|i)(?: can| do| hereby|['’]ll| will)?(?: \\w+ly)? (?:guarantee|promise|assure you|warrant|commit)|guaranteed(?! delivery)|you have (?:my|our) word|rest assured|will never (?:happen|occur)|won['’]t (?:happen|occur) again|100 ?% (?:sure|certain|safe|uptime)`,
    ],
    [
      'exception',
      `(?:we|i)(?:['’]ll| will| can| have|['’]ve) (?:[\\w']+ ){0,3}(?:make an exception|free of charge|for free|at no (?:extra )?(?:cost|charge)|extend (?:your|the) (?:trial|contract|deadline)|upgrade you|lift the limit)`,
    ],
    ['exception', `(?:you (?:will|['’]ll|won['’]t) (?:not |never )?(?:be charged|pay|have to pay))`],
    // German
    [
      'money',
      '(?:wir|ich) (?:werden |haben |können |erstatten|schreiben|gewähren|geben)[^.;]{0,50}(?:erstatt\\p{L}*|rückerstatt\\p{L}*|gutschr\\p{L}*|gutgeschrieben|gut(?= |\\.|$)|rabatt|nachlass|entschädig\\p{L}*)|(?:wir|ich) erstatten? (?:ihnen|den|die|das|dir)|(?:sie|ihr) (?:erhalten|bekommen|werden)[^.;]{0,40}(?:gutschrift|rückerstattung|erstattet|rabatt|entschädigung)|(?:rückerstattung|gutschrift|erstattung) (?:wurde|wird|ist)',
    ],
    [
      'fix',
      '(?:wir|unser team|unsere \\p{L}+) (?:werden?|wird)[^.;]{0,60}(?:beheben|lösen|reparieren|korrigieren|ausliefern|veröffentlichen|bereitstellen|wiederherstellen)|wir (?:beheben|lösen|liefern|veröffentlichen|reparieren)|wird [^.;]{0,50}(?:behoben|gelöst|repariert|korrigiert|ausgeliefert|veröffentlicht|verfügbar) ?(?:sein)?',
    ],
    [
      'deadline',
      '(?:wir|wird|werden|erhalten|bekommen|melden|folgt|kommt|verfügbar|behoben)[^.;]{0,60}?(?:bis (?:spätestens |zum |zur |ende |morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|\\d)|innerhalb von|binnen|morgen|in kürze|demnächst|nächste[rnms]? (?:woche|monat|version|release)|in den nächsten)',
    ],
    [
      'guarantee',
      '(?:wir|ich) (?:garantieren?|versprechen?|versichern?|sichern? [^.;]{0,20}zu)|garantiert|(?:wird|werden) (?:nie wieder|nicht wieder|nicht mehr) (?:vorkommen|passieren|auftreten)',
    ],
    [
      'exception',
      '(?:wir|ich) (?:werden|können|machen|verlängern|erlassen)[^.;]{0,40}(?:ausnahme|kostenlos|kostenfrei|verlängern|testphase|gebühr)|(?:wir|ich) (?:erlassen?|verlängern?)',
    ],
    // French
    [
      'money',
      '(?:nous|je) (?:vous )?(?:allons|vais|avons|ai|rembours\\p{L}*|accord\\p{L}*|offr\\p{L}*)[^.;]{0,50}(?:rembours\\p{L}*|avoir|crédit\\p{L}*|remise|réduction|dédommag\\p{L}*|indemnis\\p{L}*)|(?:nous|je) (?:vous )?rembours(?:erons|erai|ons)|vous (?:recevrez|serez|allez)[^.;]{0,40}(?:rembours\\p{L}*|avoir|crédit|remise)|remboursement (?:sera|a été|est en)',
    ],
    [
      'fix',
      '(?:nous|notre équipe) (?:allons|va|corriger\\p{L}+|résoudr\\p{L}+|livrer\\p{L}+|réparer\\p{L}+|publier\\p{L}+)[^.;]{0,60}|(?:sera|seront) (?:bientôt |rapidement )?(?:corrigée?s?|résolue?s?|réparée?s?|livrée?s?|disponibles?|rétablie?s?)',
    ],
    [
      'deadline',
      "(?:nous|sera|seront|recevrez|aurez|serez|arrive)[^.;]{0,60}?(?:d[’']ici|avant (?:le|la|lundi|mardi|mercredi|jeudi|vendredi|demain)|demain|dans (?:les|la|un|une|\\d+|quelques) ?(?:prochaine?s? )?(?:\\d+ )?(?:minutes?|heures?|jours?|semaines?|mois|journée)|sous \\d+|(?:la )?semaine prochaine|prochainement|bientôt)",
    ],
    [
      'guarantee',
      '(?:nous|je) (?:vous )?(?:garantissons|garantis|promettons|promets|assurons|assure)|garantie? à 100|ne se (?:re)?produira (?:plus|jamais)',
    ],
    [
      'exception',
      '(?:nous|je) (?:vous )?(?:ferons|ferai|prolonger\\p{L}+|offr(?:ons|irons|e|irai))[^.;]{0,40}(?:exception|gratuit\\p{L}*|essai|frais|mois)',
    ],
    // Spanish
    [
      'money',
      '(?:le|te|les|os)? ?(?:vamos a|voy a|hemos|he|podemos)[^.;]{0,30}(?:reembols\\p{L}*|devolver\\p{L}*|abonar\\p{L}*|compensar\\p{L}*|descuento)|(?:reembolsaremos|devolveremos|abonaremos|compensaremos)|(?:recibirá|recibirás|tendrá)[^.;]{0,40}(?:reembolso|abono|crédito|descuento|compensación)|reembolso (?:será|ha sido|está en)',
    ],
    [
      'fix',
      '(?:vamos a|nuestro equipo va a) [^.;]{0,20}(?:corregir|solucionar|arreglar|resolver|lanzar|publicar)|(?:corregiremos|solucionaremos|arreglaremos|resolveremos|lanzaremos|publicaremos)|(?:será|serán|estará|quedará) [^.;]{0,20}(?:corregid|solucionad|arreglad|resuelt|disponible|list)\\p{L}*',
    ],
    [
      'deadline',
      '(?:vamos a|\\p{L}+remos|será|serán|estará|recibirá|tendrá|llegará)[^.;]{0,60}?(?:mañana|hoy|antes del?|en (?:las próximas |los próximos |un plazo de )?(?:\\d+ )?(?:minutos|horas|días|semanas)|la próxima semana|el próximo|próximamente|pronto|para el (?:lunes|martes|miércoles|jueves|viernes|\\d))',
    ],
    [
      'guarantee',
      '(?:le |te |les )?(?:garantizamos|garantizo|prometemos|prometo|aseguramos|aseguro)|garantizado|no volverá a (?:ocurrir|suceder|pasar)',
    ],
    [
      'exception',
      '(?:haremos|haré|ampliaremos|ofreceremos|vamos a hacer)[^.;]{0,40}(?:excepción|gratis|gratuit\\p{L}*|prueba|sin coste|sin costo)',
    ],
  ] as const
).map(([kind, source]) => [kind, new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?!\\p{L})`, 'giu')] as const);
