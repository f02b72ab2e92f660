import { join } from 'node:path';
import { demoMembers } from '../../demo/members.ts';
import { createMailWriter } from '../../src/artifacts/email/write-mail.ts';
import { createFolderStorage } from '../../src/artifacts/folder-storage.ts';
import { toPng } from '../../src/charts/png.ts';
import { drawTrend } from '../../src/charts/trend.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { previewDigest, rebuildDigest } from '../../src/services/digest/draw-digest.ts';
import { getScorecard } from '../../src/services/metrics/get-scorecard.ts';
import { makePack } from '../../src/services/packs/make-pack.ts';
import { readArtifact } from '../../src/services/packs/read-artifact.ts';
import { countWeek, readWeek } from '../../src/services/updates/draw-update.ts';
import { keepNewWeek } from '../../src/services/updates/take-week.ts';
import { openStore } from '../../src/store/store.ts';
import { updateSubject, updateView } from '../../src/views/update-view.ts';
import { sampleEvent } from '../suites/sample-events.ts';
import { testArtifacts } from '../support/artifacts.ts';
import { hostilePack } from '../support/packs.ts';
import { ingest, testContext } from '../support/services.ts';

// Makes everything that executives read, or draws again what was made, and says the hash of each. Run in a process of its
// own: the clock's zone and the language are those of its environment.

/** What was made, to be drawn again elsewhere. */
interface Made {
  digest: string;
  week: string;
  artifacts: string[];
  knownAt: number;
}

const [home = '', template = '', told = ''] = process.argv.slice(2);
const store = await openStore({ kind: 'embedded', home, ...(template === '' ? {} : { template }) });
const shipped = await testContext(
  store,
  told === '' ? '2026-11-27T23:30:00.000Z' : '2027-03-29T00:30:00.000Z',
);
const artifacts = testArtifacts(createFolderStorage(join(home, 'artifacts')));
const ctx = { ...shipped, artifacts };
const made = told === '' ? await make() : (JSON.parse(told) as Made);
if (told !== '') await changeAll();

const hashes: Record<string, string> = {};
const note = (name: string, value: unknown): void => {
  hashes[name] = sha256Of(new TextEncoder().encode(JSON.stringify(value)));
};
const { head, details } = await rebuildDigest(ctx, made.digest);
note('digest', { head, details });
const shown = countWeek(await readWeek(ctx, made.week));
const view = updateView(shown);
note('update', view);
const mail = await createMailWriter((path) => `https://cs.example${path}`)({
  kind: 'view',
  subject: updateSubject(shown),
  view,
});
note('e-mail', mail);
for (const id of made.artifacts) {
  const { artifact, bytes } = await readArtifact(ctx, id);
  hashes[`pack as ${artifact.format}`] = sha256Of(bytes);
}
const scorecard = await getScorecard(ctx, { month: '2026-10', knownAt: made.knownAt });
note(
  'scorecard',
  scorecard.lines.map(({ now, before }) => [now, before]),
);
const pack = hostilePack('Öß İi 日本 שלום', ['=1+1', '\u0000x', 'ﷺ']);
const writing = {
  version: 1,
  linkTo: (path: string) => `https://cs.example${path}`,
  linksUntil: '2027-02-25',
};
for (const [format, write] of Object.entries(artifacts.writers))
  hashes[`written as ${format}`] = sha256Of(await write(pack, writing));
const chart = await drawTrend(
  {
    title: 'Score',
    bands: { amber: 40, green: 65 },
    target: { value: 80, label: 'target' },
    events: [],
    points: ['2026-10-25', '2026-11-01', '2026-11-08'].map((day, index) => ({ day, value: 50 + index })),
  },
  { theme: 'light', width: 640 },
);
note('chart', chart.svg);
hashes.picture = sha256Of(await toPng(chart));
await store.close();
process.stdout.write(JSON.stringify({ made, hashes, zone: new Date(0).getTimezoneOffset() }));
process.exit();

async function make(): Promise<Made> {
  await store.writeMembers(demoMembers);
  const contract = { name: 'İstanbul & Söhne', segment: 'smb', owner: 'csm1', domains: ['acme.example'] };
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-03-01', {
      ...contract,
      startsOn: '2025-10-31',
      renewsOn: '2026-12-31',
      seats: 10,
      arr: { amount: 1_234_567_89, currency: 'EUR' },
    }),
    sampleEvent('contract.updated', 'globex', '2026-03-01', { name: 'Globex', segment: 'smb' }),
    ...['2026-10-25T00:30:00Z', '2026-10-31T23:30:00Z', '2026-11-20', '2026-11-26'].map((at) =>
      sampleEvent('feature.used', 'acme', at, { feature: 'reports' }, { user: 'ann@acme.example' }),
    ),
    sampleEvent('ticket.created', 'acme', '2026-11-25', { ticketId: 'T-1', priority: 'P0' }),
    sampleEvent('survey.responded', 'acme', '2026-10-31T22:30:00Z', { kind: 'nps', score: 3 }),
  ]);
  const { id: digest } = await previewDigest(ctx, null);
  const { id: week } = await keepNewWeek(ctx, 'acme');
  const { artifacts: files } = await makePack(ctx, { accountId: 'acme', kind: 'qbr' });
  return { digest, week, artifacts: files.map(({ id }) => id), knownAt: await store.lastSequence() };
}

/** What happens in four months: records, of then too; other names, owners, targets and holidays. */
async function changeAll(): Promise<void> {
  await store.writeMembers(demoMembers.slice(1).map((member) => ({ ...member, name: `${member.name} II` })));
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2027-01-10', {
      name: 'Renamed',
      segment: 'enterprise',
      owner: 'csm2',
    }),
    sampleEvent('contract.updated', 'globex', '2026-11-20', { status: 'ended' }),
    sampleEvent('ticket.resolved', 'acme', '2026-11-25T01:00:00Z', { ticketId: 'T-1' }),
    sampleEvent('survey.responded', 'acme', '2026-10-31T22:00:00Z', { kind: 'nps', score: 10 }),
  ]);
  const { content } = ctx;
  content.digest = { ...content.digest, renewalDays: 7, targets: { greenPercent: 1 } };
}
