/** One thing that customers write about. */
export interface TicketTopic {
  priority: 'P0' | 'P1' | 'P2' | 'P3';
  subject: string;
  body: string;
  tags: readonly string[];
}

/** The everyday questions and faults that reach support; stories add their own tickets. */
export const ticketTopics: readonly TicketTopic[] = [
  {
    priority: 'P3',
    subject: 'How do I share a dashboard with someone outside my team?',
    body: 'I would like our finance lead to see the weekly dashboard. He has a seat but says the page is empty. What does he need?',
    tags: ['how-to', 'dashboards'],
  },
  {
    priority: 'P3',
    subject: 'Can reports go out on the last working day of the month?',
    body: 'The scheduler offers the last day, but when that is a Sunday nobody reads it. Is there a way to send it on the working day before?',
    tags: ['how-to', 'scheduler', 'reports'],
  },
  {
    priority: 'P3',
    subject: 'Difference between an approval and a sign-off step',
    body: 'Both appear in the form editor. Which one keeps a record that our auditor can export?',
    tags: ['how-to', 'approvals'],
  },
  {
    priority: 'P3',
    subject: 'Please add a colleague as administrator',
    body: 'I am going on leave for three weeks and would like my deputy to manage seats while I am away.',
    tags: ['seats', 'admin'],
  },
  {
    priority: 'P3',
    subject: 'Invoice needs our purchase order number',
    body: 'Our accounts team cannot book the invoice without the order number on it. Could you issue it again?',
    tags: ['billing'],
  },
  {
    priority: 'P2',
    subject: 'Dataset refuses yesterday’s file',
    body: 'The import stops with SCHEMA_DRIFT. We added one column at the end of the file and renamed nothing. Can it accept new columns?',
    tags: ['bug', 'datasets'],
  },
  {
    priority: 'P2',
    subject: 'Report export stops at 250,000 rows',
    body: 'EXPORT_TOO_LARGE when we download the quarter. Splitting it by month works but takes us an hour. Is there another way?',
    tags: ['limits', 'reports'],
  },
  {
    priority: 'P2',
    subject: 'Reminder e-mails arrive twice',
    body: 'Since this week everybody in the approval chain receives each reminder two times, a minute apart.',
    tags: ['bug', 'approvals'],
  },
  {
    priority: 'P2',
    subject: 'Sign-in loops back to the first page',
    body: 'Three colleagues are sent back to the sign-in page after the identity provider confirms them. Clearing cookies helps for a day.',
    tags: ['bug', 'sso'],
  },
  {
    priority: 'P2',
    subject: 'Numbers on the dashboard differ from the report',
    body: 'Same filter, same month: the dashboard shows 1,204 orders and the report 1,198. Which one is right?',
    tags: ['bug', 'dashboards', 'reports'],
  },
  {
    priority: 'P2',
    subject: 'API answers 429 during our nightly load',
    body: 'We send one request for each order and reach API_RATE_LIMITED after ten minutes. Is there a bulk endpoint?',
    tags: ['limits', 'api'],
  },
  {
    priority: 'P2',
    subject: 'Form drops the attachment on a phone',
    body: 'Drivers take a picture in the form, press send, and the entry arrives without it. On a laptop it works.',
    tags: ['bug', 'forms'],
  },
  {
    priority: 'P2',
    subject: 'Alert fired although the value is below the threshold',
    body: 'We set the alert to 95 %. It fired at 93.8 % on two days. The history shows the right value.',
    tags: ['bug', 'alerts'],
  },
  {
    priority: 'P1',
    subject: 'Warehouse connection asks to be authorised again',
    body: 'The connection shows SYNC_TOKEN_EXPIRED and today’s data is missing. I authorised it again; it asked once more an hour later.',
    tags: ['bug', 'integration', 'datasets'],
  },
  {
    priority: 'P1',
    subject: 'Pipeline has been waiting in the queue since this morning',
    body: 'Our main pipeline usually takes twelve minutes. It has been queued for three hours and the run cannot be cancelled.',
    tags: ['bug', 'pipelines'],
  },
];
