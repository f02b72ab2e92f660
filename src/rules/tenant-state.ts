import type { TenantHealth, TenantState, TenantTrouble } from '../domain/tenant-health.ts';

type Facts = Pick<TenantHealth, 'integrations' | 'limits' | 'incidents' | 'clocks' | 'errors'>;

/** Errors are many when they are at least so many, and twice as many as in the week before. */
const manyErrors = 20;
const growth = 2;
/** Percent of a limit from which its end is near. Source: FEATURES H1, 80/90/100 %. */
const nearPercent = 90;

/**
 * What is wrong for one customer, the gravest first. An integration that failed, a limit that is reached and a critical
 * incident let something stand still; what is degraded, near its limit, late or more faulty than before is a warning.
 * @param pageUrl - the page of what a count stands on
 */
export function judgeTenant(
  facts: Facts,
  pageUrl: string,
): { state: TenantState; troubles: TenantTrouble[] } {
  const { integrations, limits, incidents, clocks, errors } = facts;
  const troubles: TenantTrouble[] = [
    ...incidents.map(({ title, severity, url }): TenantTrouble => {
      const isGrave = /^(?:critical|sev-?1|p0|p1|high)$/i.test(severity ?? '');
      return { state: isGrave ? 'down' : 'degraded', text: `Incident: ${title}`, url, isOurs: false };
    }),
    ...integrations.flatMap(({ name, state, url }): TenantTrouble[] => {
      if (state === 'failed')
        return [{ state: 'down', text: `Integration ${name} failed`, url, isOurs: false }];
      return state === 'degraded'
        ? [{ state, text: `Integration ${name} is degraded`, url, isOurs: false }]
        : [];
    }),
    ...limits.flatMap(({ limit, percent, url }): TenantTrouble[] => {
      if (percent >= 100)
        return [{ state: 'down', text: `The limit ${limit} is reached`, url, isOurs: false }];
      return percent >= nearPercent
        ? [{ state: 'degraded', text: `${percent} % of the limit ${limit} are used`, url, isOurs: false }]
        : [];
    }),
    ...(clocks.breached > 0
      ? [
          {
            state: 'degraded' as const,
            text: `${clocks.breached} promises about tickets are broken`,
            url: pageUrl,
            isOurs: true,
          },
        ]
      : []),
    ...(errors.now >= manyErrors && errors.now >= growth * errors.before
      ? [
          {
            state: 'degraded' as const,
            text: `${errors.now} errors in seven days, ${errors.before} before`,
            url: errors.codes[0]?.url ?? pageUrl,
            isOurs: false,
          },
        ]
      : []),
  ];
  const grave = troubles.filter(({ state }) => state === 'down');
  const sorted = [...grave, ...troubles.filter(({ state }) => state !== 'down')];
  return { state: sorted[0]?.state ?? 'ok', troubles: sorted };
}
