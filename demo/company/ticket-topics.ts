/** One thing that customers write about. */
export interface TicketTopic {
  priority: 'P0' | 'P1' | 'P2' | 'P3';
  subject: string;
  body: string;
  /** What our support wrote when it was solved; absent = nothing. */
  solution?: string;
  tags: readonly string[];
}

/** The everyday questions and faults that reach support; stories add their own tickets. */
export const ticketTopics: readonly TicketTopic[] = [
  {
    priority: 'P3',
    subject: 'How do I share a dashboard with someone outside my team?',
    body: 'I would like our finance lead to see the weekly dashboard. He has a seat but says the page is empty. What does he need?',
    solution:
      'He had a seat but could not read the two datasets behind the dashboard. Shared again with Share > With datasets; he sees the numbers now.',
    tags: ['how-to', 'dashboards'],
  },
  {
    priority: 'P3',
    subject: 'Can reports go out on the last working day of the month?',
    body: 'The scheduler offers the last day, but when that is a Sunday nobody reads it. Is there a way to send it on the working day before?',
    solution:
      'Set the schedule to Repeat > Monthly, day Last, and If not a working day to The working day before. The next one goes out on the Friday.',
    tags: ['how-to', 'scheduler', 'reports'],
  },
  {
    priority: 'P3',
    subject: 'Difference between an approval and a sign-off step',
    body: 'Both appear in the form editor. Which one keeps a record that our auditor can export?',
    solution:
      'For the auditor it has to be the sign-off step: its record holds name, time and the text that was seen. Exported under Audit log > Export > Sign-offs.',
    tags: ['how-to', 'approvals'],
  },
  {
    priority: 'P3',
    subject: 'Please add a colleague as administrator',
    body: 'I am going on leave for three weeks and would like my deputy to manage seats while I am away.',
    solution:
      "The customer's own administrator did it under Settings > People > Role. The deputy keeps the seat; we advised two administrators at all times.",
    tags: ['seats', 'admin'],
  },
  {
    priority: 'P3',
    subject: 'Invoice needs our purchase order number',
    body: 'Our accounts team cannot book the invoice without the order number on it. Could you issue it again?',
    solution:
      'Issued the invoice again with the order number, under the same date. The number is entered under Settings > Billing > Order number for all later ones.',
    tags: ['billing'],
  },
  {
    priority: 'P2',
    subject: 'Dataset refuses yesterday’s file',
    body: 'The import stops with SCHEMA_DRIFT. We added one column at the end of the file and renamed nothing. Can it accept new columns?',
    solution:
      'Compared the schema with the last file, accepted the new column and chose Load again. The refused file was still there and need not be sent again.',
    tags: ['bug', 'datasets'],
  },
  {
    priority: 'P2',
    subject: 'Report export stops at 250,000 rows',
    body: 'EXPORT_TOO_LARGE when we download the quarter. Splitting it by month works but takes us an hour. Is there another way?',
    solution:
      'Set up a delivery in parts of 250,000 rows instead of the download. The quarter arrives as numbered files with one link.',
    tags: ['limits', 'reports'],
  },
  {
    priority: 'P2',
    subject: 'Reminder e-mails arrive twice',
    body: 'Since this week everybody in the approval chain receives each reminder two times, a minute apart.',
    solution:
      'The chain and the workspace both had a reminder. Kept the one of the chain and switched off Remind approvers under Settings > Notifications.',
    tags: ['bug', 'approvals'],
  },
  {
    priority: 'P2',
    subject: 'Sign-in loops back to the first page',
    body: 'Three colleagues are sent back to the sign-in page after the identity provider confirms them. Clearing cookies helps for a day.',
    solution:
      'All three used a bookmark of the sign-in page. They start from the address of the workspace now, and the administrator accepted the start from the identity provider.',
    tags: ['bug', 'sso'],
  },
  {
    priority: 'P2',
    subject: 'Numbers on the dashboard differ from the report',
    body: 'Same filter, same month: the dashboard shows 1,204 orders and the report 1,198. Which one is right?',
    solution:
      'The report is right: it uses the time zone of the workspace. The dashboard was set to Viewer; with Workspace both show the same number.',
    tags: ['bug', 'dashboards', 'reports'],
  },
  {
    priority: 'P2',
    subject: 'API answers 429 during our nightly load',
    body: 'We send one request for each order and reach API_RATE_LIMITED after ten minutes. Is there a bulk endpoint?',
    solution:
      'They send batches of 500 records now and wait for Retry-After after a 429. The nightly load takes four minutes.',
    tags: ['limits', 'api'],
  },
  {
    priority: 'P2',
    subject: 'Form drops the attachment on a phone',
    body: 'Drivers take a picture in the form, press send, and the entry arrives without it. On a laptop it works.',
    solution:
      'Set the picture size of the form to Reduced. The next twenty entries arrived with their pictures.',
    tags: ['bug', 'forms'],
  },
  {
    priority: 'P2',
    subject: 'Alert fired although the value is below the threshold',
    body: 'We set the alert to 95 %. It fired at 93.8 % on two days. The history shows the right value.',
    solution:
      'The alert was made before 4.36 and compared while a load was running. Opened and saved it once; it compares finished loads only.',
    tags: ['bug', 'alerts'],
  },
  {
    priority: 'P1',
    subject: 'Warehouse connection asks to be authorised again',
    body: 'The connection shows SYNC_TOKEN_EXPIRED and today’s data is missing. I authorised it again; it asked once more an hour later.',
    solution:
      'Authorised the connection as a service user with the right to stay signed in. It has renewed itself since.',
    tags: ['bug', 'integration', 'datasets'],
  },
  {
    priority: 'P1',
    subject: 'Pipeline has been waiting in the queue since this morning',
    body: 'Our main pipeline usually takes twelve minutes. It has been queued for three hours and the run cannot be cancelled.',
    solution:
      'Released the lock of the run in the console and started the pipeline once by hand. It ran within five minutes.',
    tags: ['bug', 'pipelines'],
  },
];
