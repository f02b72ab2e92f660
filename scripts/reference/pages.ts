import { loadContent } from '../../src/content/content.ts';
import { actionsPage } from './actions.ts';
import { commandsPage } from './commands.ts';
import { environmentPage } from './environment.ts';
import { errorsPage } from './errors.ts';
import { eventsPage } from './events.ts';
import { healthScorePage } from './health-score.ts';
import { jobsPage } from './jobs.ts';
import { limitsPage } from './limits.ts';
import { metricsPage } from './metrics.ts';
import { playbooksPage } from './playbooks.ts';
import { profilesPage } from './profiles.ts';
import { rulesPage } from './rules.ts';

/** Every page of docs/reference/ by file name. The same code gives the same bytes. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const { profiles, playbooks, packs } = await loadContent(null);
  return new Map([
    ['actions.md', actionsPage()],
    ['commands.md', commandsPage()],
    ['environment.md', environmentPage()],
    ['errors.md', errorsPage()],
    ['events.md', eventsPage()],
    ['health-score.md', healthScorePage()],
    ['jobs.md', jobsPage()],
    ['limits.md', limitsPage()],
    ['metrics.md', metricsPage()],
    ['playbooks.md', playbooksPage(playbooks)],
    ['profiles.md', profilesPage(profiles)],
    ['rules.md', rulesPage((await packs.inForce()).packs)],
  ]);
}
