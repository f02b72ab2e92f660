import type { RequestContext } from '../../services/context.ts';
import { getHome } from '../../services/get-home.ts';
import { homeView } from '../../views/home-view.ts';
import type { View } from '../../views/view.ts';

/** What a member finds when they open the app: their approvals, alerts and accounts. */
export async function home(ctx: RequestContext): Promise<View> {
  return homeView(await getHome(ctx));
}
