/** What the app package says, apart from what is the operator's. */
export interface PackageSettings {
  /** The application id of the bot registration. */
  appId: string;
  /** Where the installation is reached, `https://`. */
  url: string;
  version: string;
}

/** The version of the manifest's schema. */
export const manifestVersion = '1.24';

const scopes = ['personal', 'team', 'groupChat'] as const;

/** Words that Teams offers while somebody writes to us. */
const words: readonly (readonly [string, string])[] = [
  ['health', 'How is a customer? Add its name: health acme'],
  ['why', 'What moved its score: why acme since 1 Nov'],
  ['timeline', 'What happened there: timeline acme'],
  ['ask', 'The fix for an error, with where it is written'],
  ['alerts', 'What is open at your customers'],
  ['approvals mine', 'What waits for your decision'],
  ['book', 'What changed in your accounts'],
  ['digest', 'The week of all customers'],
  ['review', 'Risks that are due, one at a time'],
  ['help', 'What I answer'],
];

const commands = words.map(([title, description]) => ({ title, description }));

/** Begun from a message, and from the line to write in. */
const actions = [
  ['note', 'Note to the timeline', 'Note to a timeline', "Notes it on an account's timeline"],
  ['ask', 'Ask about this', 'Ask Holdfast', 'Asks about a customer, or for a fix'],
  ['alert', 'Create an alert', 'Raise an alert', 'Raises an alert about an account'],
] as const;

const extension = actions.flatMap(([id, fromMessage, fromAnywhere, description]) => {
  const common = { type: 'action', fetchTask: true, description };
  return [
    { ...common, id: `${id}-message`, context: ['message'], title: fromMessage },
    { ...common, id, context: ['compose', 'commandBox'], title: fromAnywhere },
  ];
});

/** The manifest of the app, as Teams takes it in its package. */
export function teamsManifest({ appId, url, version }: PackageSettings): Record<string, unknown> {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
    manifestVersion,
    version,
    id: appId,
    developer: { name: 'Holdfast', websiteUrl: url, privacyUrl: url, termsOfUseUrl: url },
    name: { short: 'Holdfast', full: 'Holdfast, the customer success bot' },
    description: {
      short: 'Sees customers drifting, and acts with evidence.',
      full: 'Holdfast answers how a customer is, why that changed and what to do, each figure with its record. It raises alerts, proposes what to do about them, and carries out what a person approved.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0F6B5C',
    bots: [
      {
        botId: appId,
        scopes,
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [{ scopes, commands }],
      },
    ],
    composeExtensions: [{ botId: appId, commands: extension }],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(url).host],
  };
}

/** The sign of the app: in colours, and as an outline for dark and light. */
export const signs = {
  color: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#0f6b5c"/>${anchor(0.72, 4.5)}</svg>`,
  outline: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${anchor(1, 0)}</svg>`,
};

function anchor(scale: number, shift: number): string {
  return `<g transform="translate(${shift} ${shift}) scale(${scale})" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><circle cx="16" cy="9" r="2.6"/><path d="M16 11.6V25M11 15h10M7 18c0 4.5 4 7 9 7s9-2.5 9-7"/></g>`;
}
