/**
 * Returns the address where a reply may go, or null. Only https on Slack's own hosts, and the origin of a configured
 * API (an emulator): the address comes with the request, and following it elsewhere would let its sender make this
 * server call any host, itself included.
 */
export function allowedResponseUrl(responseUrl: string | null, apiUrl: string): URL | null {
  if (responseUrl === null || !URL.canParse(responseUrl)) return null;
  const url = new URL(responseUrl);
  if (url.username !== '' || url.password !== '') return null;
  const allowed = ['https://hooks.slack.com', 'https://slack.com', new URL(apiUrl).origin];
  return allowed.includes(url.origin) ? url : null;
}
