import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { teamsPackage } from './teams/package.ts';

// Writes the package that an admin uploads to Teams: the manifest and the two icons.

const { values } = parseArgs({
  options: {
    'app-id': { type: 'string' },
    url: { type: 'string' },
    out: { type: 'string', default: 'holdfast-teams.zip' },
  },
});
const { url, out } = values;
const appId = values['app-id'];
if (!appId || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId) || !url?.startsWith('https://')) {
  process.stderr.write(
    'Say which bot and where it is: npm run teams-package -- --app-id 3f2504e0-4f89-41d3-9a0c-0305e82c3301 --url https://holdfast.example.com\n',
  );
  process.exit(2);
}
await writeFile(out, await teamsPackage({ appId: appId.toLowerCase(), url }));
console.log(`${out}: upload it in Teams, under Apps, Manage your apps.`);
