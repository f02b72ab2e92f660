import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateDemo } from '../../../demo/generate.ts';
import { demoMembers } from '../../../demo/members.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Scorecard } from '../../domain/metric.ts';
import { jsonRecord } from '../../domain/raw-record.ts';
import { importEvents } from '../import-events.ts';
import { getScorecard } from './get-scorecard.ts';

const now = '2026-11-27T12:00:00.000Z';
const months = ['2026-11', '2026-10', '2026-08', '2026-02'];

/** Part and whole by metric, and by currency where it is money: `grr EUR`. */
type Figures = Record<string, [part: number | null, whole: number | null]>;

describeEngines('the demo company, counted by SQL that knows the reference page alone', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  beforeAll(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, now);
    await opened.store.writeMembers(demoMembers);
    const events = [...generateDemo({ anchorOn: '2026-11-27' })];
    async function* records() {
      for (const [index, event] of events.entries())
        yield jsonRecord(index + 1, Buffer.from(JSON.stringify(event)));
    }
    await importEvents(ctx, {
      source: 'demo',
      key: 'demo',
      name: 'demo',
      records: records(),
      restart: false,
    });
  }, 120_000);
  afterAll(() => opened.close());

  it.each(months)('%s says the same', async (month) => {
    const card = await getScorecard(ctx, { month });
    const counted = await countBySql(opened.database.queries, card);
    expect(figuresOf(card)).toEqual(counted);
    expect(Object.keys(counted).length).toBeGreaterThan(4);
  });
});

/** What SQL does not count again: scores, promises and questions have tests of their own, and nobody is watched here. */
const countedElsewhere = [
  'health',
  'health-score',
  'adoption',
  'surprise-churn',
  'sla',
  'deflection',
  'automation',
];

function figuresOf(card: Scorecard): Figures {
  const all: Figures = {};
  for (const { definition, now: value } of card.lines) {
    if (countedElsewhere.includes(definition.id)) continue;
    const { breakdown, denominator } = value;
    if (breakdown?.by === 'currency')
      for (const { label, numerator, denominator: whole } of breakdown.parts)
        all[`${definition.id} ${label}`] = [numerator, whole];
    else if (denominator !== null) all[definition.id] = [value.numerator ?? value.hundredths, denominator];
  }
  return all;
}

async function countBySql(
  database: Awaited<
    ReturnType<Parameters<Parameters<typeof describeEngines>[1]>[0]['open']>
  >['database']['queries'],
  { month, asOf }: Scorecard,
): Promise<Figures> {
  const from = sql`(${`${month}-01`}::timestamp at time zone 'Europe/Berlin')`;
  const to = sql`${asOf}::timestamptz`;
  const yearAgo = sql`((${to} at time zone 'Europe/Berlin' - interval '12 months') at time zone 'Europe/Berlin')`;
  const { rows } = await sql<{ key: string; part: number | null; whole: number | null }>`
    with told as (
      select account_id, at, source, event_id, payload from events where type = 'contract.updated'),
    known as (
      select e.account_id, coalesce((select min(payload->>'startsOn')::date from told t where t.account_id = e.account_id),
        (min(e.at) at time zone 'UTC')::date) as begins
      from events e group by e.account_id),
    then_ as (${standing(yearAgo)}), opening as (${standing(from)}), at_end as (${standing(to)}),
    month as (select * from events where at >= ${from} and at < ${to}),
    nps as (select (payload->>'score')::int as score from month where type = 'survey.responded' and payload->>'kind' = 'nps'),
    stars as (
      select (payload->>'csat')::int as stars from month where type = 'ticket.resolved' and payload ? 'csat'
      union all select (payload->>'score')::int from month where type = 'survey.responded' and payload->>'kind' = 'csat'),
    first_value as (
      select account_id, min(at) as at from events
      where type = 'milestone.reached' and payload->>'milestone' = 'first_value' group by account_id),
    ttv as (
      select greatest(0, (f.at at time zone 'UTC')::date - k.begins) as days from first_value f join known k using (account_id)
      where f.at >= ${from} and f.at < ${to}),
    decisions as (
      select distinct on (account_id, payload->>'opportunityId') account_id, payload->>'opportunityId' as id, type, at,
        payload->'arr' as arr
      from events where type in ('expansion.won', 'expansion.lost') and at < ${to}
      order by account_id, payload->>'opportunityId', at, seq),
    openings as (
      select distinct on (account_id, payload->>'opportunityId') account_id, payload->>'opportunityId' as id, at, payload->'arr' as arr
      from events where type = 'expansion.opened' and at < ${to} order by account_id, payload->>'opportunityId', at, seq),
    decided as (
      select d.account_id, d.type, d.at, coalesce(d.arr, o.arr) as arr, round(extract(epoch from d.at - o.at) / 86400) as days
      from decisions d left join openings o using (account_id, id)),
    won as (
      select arr->>'currency' as currency, sum((arr->>'amount')::bigint) as amount from decided
      where type = 'expansion.won' and at >= ${yearAgo} and arr is not null group by 1),
    base as (
      select arr->>'currency' as currency, sum((arr->>'amount')::bigint) as amount from then_
      where status = 'active' and arr is not null group by 1),
    resolved as (
      select r.at - (select min(o.at) from events o where o.type = 'incident.opened' and o.account_id = r.account_id
        and o.payload->>'incidentId' = r.payload->>'incidentId' and o.at <= r.at) as took
      from month r where r.type = 'incident.resolved'),
    owned as (select owner, arr from at_end where status = 'active' and owner is not null),
    wishes as (
      select distinct m.account_id from month m join at_end a using (account_id) where a.status = 'active' and (
        (m.type = 'feature.requested' and m.payload ? 'tier' and lower(m.payload->>'tier') is distinct from lower(a.tier))
        or (m.type = 'usage.limit' and (m.payload->>'used')::bigint >= (m.payload->>'allowed')::bigint))),
    kept as (
      select t.account_id, t.arr->>'currency' as currency, (t.arr->>'amount')::bigint as was,
        case when a.status = 'active' then coalesce((a.arr->>'amount')::bigint, 0) else 0 end as now
      from then_ t join at_end a using (account_id) where t.status = 'active' and (t.arr->>'amount')::bigint > 0),
    figures (key, part, whole) as (
      select 'logo-retention', count(*) filter (where a.status = 'active'), count(*)
        from then_ t join at_end a using (account_id) where t.status = 'active'
      union all select 'churn', count(*) filter (where a.status = 'ended'), count(*)
        from opening o join at_end a using (account_id) where o.status = 'active'
      union all select 'grr ' || currency, sum(least(was, now)), sum(was) from kept group by currency
      union all select 'nrr ' || currency, sum(now), sum(was) from kept group by currency
      union all select 'expansion ' || base.currency, coalesce(won.amount, 0), base.amount
        from base left join won using (currency)
      union all select 'nps', count(*) filter (where score >= 9) - count(*) filter (where score <= 6), count(*) from nps having count(*) > 0
      union all select 'csat', sum(stars), count(*) from stars having count(*) > 0
      union all select 'ttv', round(100 * percentile_cont(0.5) within group (order by days)), count(*) from ttv having count(*) > 0
      union all select 'conversion', count(*) filter (where type = 'expansion.won'), count(*)
        from decided where at >= ${from} having count(*) > 0
      union all select 'time-to-expand', round(100 * percentile_cont(0.5) within group (order by days)), count(*)
        from decided where at >= ${from} and type = 'expansion.won' and days is not null having count(*) > 0
      union all select 'pipeline ' || (o.arr->>'currency'), sum((o.arr->>'amount')::bigint), 1 from openings o
        join at_end a on a.account_id = o.account_id and a.status = 'active'
        where o.arr is not null and not exists (select from decisions d where d.account_id = o.account_id and d.id = o.id)
        group by o.arr->>'currency'
      union all select 'mttr', round(sum(extract(epoch from took) * 1000)), count(*) from resolved where took is not null having count(*) > 0
      union all select 'upgrade-intent', (select count(*) from wishes), count(*) from at_end where status = 'active'
      union all select 'coverage', count(*), count(distinct owner) from owned having count(*) > 0
      union all select 'arr-coverage ' || (arr->>'currency'), sum((arr->>'amount')::bigint),
        (select count(distinct owner) from owned) from owned where (arr->>'amount')::bigint > 0 group by arr->>'currency')
    select key, part::float8 as part, whole::float8 as whole from figures order by key`.execute(database);
  return Object.fromEntries(rows.map(({ key, part, whole }) => [key, [part, whole]]));
}

/** Everybody who had begun right before an instant, with what their contract said. */
function standing(instant: RawBuilder<unknown>): RawBuilder<unknown> {
  const latest = (
    key: string,
  ) => sql`(select t.payload->${key} from told t where t.account_id = k.account_id and t.payload ? ${key}
      and (t.at < ${instant} or (t.at, t.source, t.event_id) = (select f.at, f.source, f.event_id from told f
        where f.account_id = k.account_id order by f.at, f.source, f.event_id limit 1))
      order by t.at desc, t.source desc, t.event_id desc limit 1)`;
  return sql`select k.account_id, ${latest('arr')} as arr, ${latest('tier')} #>> '{}' as tier, ${latest('owner')} #>> '{}' as owner,
      case when exists (select from told t where t.account_id = k.account_id and t.at < ${instant})
        then coalesce(${latest('status')} #>> '{}', 'active') else 'active' end as status
    from known k where k.begins <= ((${instant} - interval '1 millisecond') at time zone 'Europe/Berlin')::date`;
}
