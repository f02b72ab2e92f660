/** What people do in the product, with the module that it belongs to. */
export const features = [
  { feature: 'pipelines', module: 'build' },
  { feature: 'dashboards', module: 'see' },
  { feature: 'datasets', module: 'build' },
  { feature: 'approvals', module: 'run' },
  { feature: 'scheduler', module: 'run' },
  { feature: 'reports', module: 'see' },
  { feature: 'forms', module: 'run' },
  { feature: 'alerts', module: 'run' },
  { feature: 'templates', module: 'build' },
  { feature: 'forecasts', module: 'see' },
  { feature: 'audit-log', module: 'govern' },
  { feature: 'api', module: 'build' },
] as const;

/** Faults that the product reports, with the feature that they happen in. */
export const faults = [
  { code: 'PIPELINE_TIMEOUT', feature: 'pipelines', limit: '900 s' },
  { code: 'SCHEMA_DRIFT', feature: 'datasets' },
  { code: 'SYNC_TOKEN_EXPIRED', feature: 'datasets' },
  { code: 'EXPORT_TOO_LARGE', feature: 'reports', limit: 250_000 },
  { code: 'FORM_REJECTED', feature: 'forms' },
  { code: 'API_RATE_LIMITED', feature: 'api', limit: 600 },
] as const;

/** The code of a fault of the product. */
export type FaultCode = (typeof faults)[number]['code'];

/** Guided recipes that end in something the customer can show. */
export const recipes = [
  'first-dashboard',
  'nightly-sync',
  'approval-chain',
  'weekly-report',
  'threshold-alert',
] as const;

/** What the product suggests to a person who has not tried it. */
export const nudges = ['unused-feature', 'share-dashboard', 'schedule-report', 'invite-colleague'] as const;

/** Settings that administrators change now and then. */
export const settings = [
  { key: 'retention.days', from: 180, to: 365 },
  { key: 'pipelines.parallel', from: 4, to: 8 },
  { key: 'sso.required', from: false, to: true },
  { key: 'exports.allowed', from: 'members', to: 'admins' },
  { key: 'alerts.quiet_hours', from: null, to: '20:00-07:00' },
] as const;

/** Switches that Brightweir turns on for its customers, with the release train that brings them. */
export const launches = [
  { flag: 'forecasts-v2', daysAgo: 232 },
  { flag: 'bulk-approvals', daysAgo: 148 },
  { flag: 'dashboard-comments', daysAgo: 64 },
] as const;

/** A release goes out to every account on these days, counted back from the anchor: every second week. */
export const releaseTrain: readonly { daysAgo: number; version: string }[] = Array.from(
  { length: 26 },
  (_, index) => ({ daysAgo: 8 + index * 14, version: `4.${40 - index}.0` }),
);

/** Faults at Brightweir that several customers felt. Days are counted back from the anchor. */
export const outages = [
  {
    daysAgo: 263,
    hours: 2,
    severity: 'major',
    title: 'Sign-in slow for European customers',
    regions: ['eu'],
  },
  {
    daysAgo: 171,
    hours: 5,
    severity: 'minor',
    title: 'Scheduled reports sent late',
    regions: ['us', 'apac'],
  },
  {
    daysAgo: 97,
    hours: 1,
    severity: 'major',
    title: 'Dashboards unavailable',
    regions: ['eu', 'us', 'apac'],
  },
] as const;
