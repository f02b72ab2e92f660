/** Every page of the console over the demo company; an admin may open them all. */
export const consolePages: readonly string[] = [
  ...['/console', '/console/accounts', '/console/accounts?group=segment&sort=-arr', '/console/accounts/acme'],
  ...['timeline', 'tickets', 'status', 'work', 'files'].map((part) => `/console/accounts/acme?part=${part}`),
  ...['/console/cohorts', '/console/cohorts?by=owner', '/console/retention', '/console/onboarding'],
  ...[
    '/console/onboarding/larkmoor',
    '/console/alerts?show=all',
    '/console/support',
    '/console/support/causes',
  ],
  ...['/console/scorecard', '/console/digests', '/console/value', '/console/value/records', '/console/rules'],
  ...['/console/approvals', '/console/approvals?show=waiting', '/console/approvals?show=settled'],
  ...['/console/switches', '/console/health', '/console/audit', '/console/settings'],
  ...['/checklists/larkmoor', '/status/acme', '/evidence/scores/acme'],
];

/** What the guide shows: one file each, drawn by the proof and by nothing else. */
export const pictures: readonly {
  file: string;
  path: string;
  member: string;
  look: 'light' | 'dark' | 'phone';
}[] = [
  { file: 'console-today', path: '/console', member: 'csm1', look: 'light' },
  { file: 'console-portfolio', path: '/console/accounts', member: 'csm1', look: 'light' },
  { file: 'console-customer-dark', path: '/console/accounts/acme', member: 'csm1', look: 'dark' },
  { file: 'console-phone', path: '/console/accounts', member: 'csm1', look: 'phone' },
  { file: 'console-cohorts', path: '/console/cohorts', member: 'manager1', look: 'light' },
  { file: 'console-onboarding', path: '/console/onboarding', member: 'csm1', look: 'light' },
  { file: 'console-approvals', path: '/console/approvals?show=waiting', member: 'manager1', look: 'light' },
  { file: 'console-scorecard', path: '/console/scorecard', member: 'exec1', look: 'light' },
  { file: 'console-health', path: '/console/health', member: 'admin1', look: 'dark' },
  { file: 'console-audit', path: '/console/audit', member: 'auditor1', look: 'light' },
];

/** One step of a day: a page by its menu, or something pressed; and what has to be read afterwards. */
export interface Step {
  /** A link of the menu. */
  menu?: string;
  /** A link on the page. */
  link?: RegExp;
  /** A button, pressed with the keyboard. */
  press?: RegExp;
  read: RegExp;
}

/** The day of each role, by the member of the demo who has it. */
export const days: readonly { member: string; steps: readonly Step[]; closed: readonly string[] }[] = [
  {
    member: 'csm1',
    steps: [
      { menu: 'Portfolio', read: /As of/ },
      { link: /^Acme Corporation$/, read: /What the score is made of/ },
      { link: /^Timeline$/, read: /Ticket T-acme/ },
      { link: /^Status$/, read: /Integrations/ },
      { menu: 'Alerts', read: /One matter of one customer/ },
      { press: /^I take it$/, read: /It is yours now/ },
      { menu: 'Onboarding', read: /The first thirty days/ },
      { link: /^Larkmoor Clinics$/, read: /Checklist: \d+ of \d+/ },
      { press: /^Tick$/, read: /Ticked/ },
      { menu: 'Digests', read: /snapshot/ },
    ],
    closed: ['/console/audit', '/console/settings'],
  },
  {
    member: 'agent1',
    steps: [
      { menu: 'Support', read: /Promises kept/ },
      { link: /^Where tickets come from$/, read: /root causes/i },
      { menu: 'Portfolio', read: /As of/ },
      { link: /^Kestrel Thorne Insurance$/, read: /Open alerts/ },
      { link: /^Tickets$/, read: /ticket/i },
      { menu: 'System health', read: /Records by type/ },
    ],
    closed: ['/console/audit', '/console/settings'],
  },
  {
    member: 'manager1',
    steps: [
      { menu: 'Cohorts', read: /Customers of today/ },
      { link: /^Owner$/, read: /Maren Castellane/ },
      { menu: 'Scorecard', read: /Customers in green/ },
      { menu: 'Rules', read: /What each rule was worth/ },
      { menu: 'Approvals', read: /what expires first/ },
      { link: /5 %/, read: /Exactly this will happen/ },
      { press: /^Approve$/, read: /You approved it/ },
      { menu: 'Kill switches', read: /Halt something/ },
    ],
    closed: ['/console/audit', '/console/settings'],
  },
  {
    member: 'exec1',
    steps: [
      { menu: 'Scorecard', read: /Net revenue retention/ },
      { link: /^Health score$/, read: /Health score/ },
    ],
    closed: ['/console/audit', '/console/settings'],
  },
  {
    member: 'admin1',
    steps: [
      { menu: 'Value and use', read: /Hours saved/ },
      { menu: 'System health', read: /What runs by the clock/ },
      { menu: 'Settings', read: /How far actions may go/ },
      { menu: 'Audit', read: /session\.began/ },
    ],
    closed: [],
  },
  {
    member: 'auditor1',
    steps: [
      { menu: 'Audit', read: /chained/ },
      { press: /^Verify all of it$/, read: /Verified: all/ },
      { menu: 'Approvals', read: /Nothing leaves this house/ },
    ],
    closed: [],
  },
];
