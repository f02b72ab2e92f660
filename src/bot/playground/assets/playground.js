/**
 * The playground's page. It keeps who you are and where, sends what you type and press, and shows the screen that
 * the server draws. Everything is chosen by event delegation, because messages come and go.
 */

import { closeForm, openForm } from './form.js';

/** How often the screen is asked for again while it is visible; answers to your own requests come at once. */
const pollMs = 2_500;

/** @typedef {{channel: string, text: string, blocks: {type: string}[]}} Message */

/** @template {Element} T @param {string} selector @returns {T} */
const one = (selector) => /** @type {T} */ (document.querySelector(selector));

/** @type {HTMLTextAreaElement} */
const line = one('#line');
/** @type {HTMLElement} */
const list = one('#messages');
/** @type {HTMLElement} */
const scroll = one('#scroll');

const place = {
  member: remembered('member', '[data-member]'),
  channel: remembered('channel', '[data-channel]'),
  /** @type {string | null} */
  thread: null,
};
let etag = '';
let waiting = 0;

/** @param {'member' | 'channel'} key @param {string} selector */
function remembered(key, selector) {
  const known = [...document.querySelectorAll(selector)].map(
    (each) => each.getAttribute(`data-${key}`) ?? '',
  );
  const kept = localStorage.getItem(`holdfast.${key}`);
  return kept !== null && known.includes(kept) ? kept : (known[0] ?? '');
}

/** The direct conversation is a different channel for everybody. */
function channelId() {
  if (place.channel !== 'direct') return place.channel;
  return one(`[data-member="${place.member}"]`).getAttribute('data-direct') ?? '';
}

/** Shows who and where you are. A channel of others is not there. */
function showPlace() {
  for (const each of document.querySelectorAll('[data-only]')) {
    const visible = (each.getAttribute('data-only') ?? '').split(' ').includes(place.member);
    each.toggleAttribute('hidden', !visible);
    if (!visible && each.getAttribute('data-channel') === place.channel) place.channel = 'direct';
  }
  for (const each of document.querySelectorAll('[data-member], [data-channel]')) {
    const chosen =
      each.getAttribute('data-member') === place.member ||
      each.getAttribute('data-channel') === place.channel;
    each.setAttribute('aria-current', String(chosen));
  }
  for (const each of document.querySelectorAll('nav [aria-current="true"]')) {
    each.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
  const channel = one(`[data-channel="${place.channel}"]`);
  const isChannel = place.channel !== 'direct' && !isHome();
  one('#name').textContent = `${isChannel ? '# ' : ''}${channel.getAttribute('data-name')}`;
  one('#about').textContent = channel.getAttribute('data-about');
  one('#thread').toggleAttribute('hidden', place.thread === null);
  one('#composer').toggleAttribute('hidden', isHome());
}

/** Their own page of the app: nothing can be said there, and every look at it asks the app to draw it. */
function isHome() {
  return place.channel === 'home';
}

/** @param {Partial<typeof place>} to */
function go(to) {
  Object.assign(place, { thread: null }, to);
  localStorage.setItem('holdfast.member', place.member);
  localStorage.setItem('holdfast.channel', place.channel);
  showPlace();
  tellPlace();
  list.replaceChildren();
  etag = '';
  one('#answered').toggleAttribute('hidden', true);
  if (isHome()) post('home', {});
  else refresh();
}

/** Says who and where, to whatever else is on the page. */
function tellPlace() {
  const detail = { member: place.member, channel: channelId() };
  document.dispatchEvent(new CustomEvent('holdfast:went', { detail }));
}

document.addEventListener('holdfast:where', tellPlace);

/** Asks for the screen and changes what is different. */
async function refresh() {
  const channel = channelId();
  const query = new URLSearchParams({ channel, member: place.member });
  const response = await fetch(`/playground/screen?${query}`, { headers: { 'if-none-match': etag } }).catch(
    () => null,
  );
  if (response === null) return complain('Holdfast does not answer. Is it still running?');
  if (response.status === 304 || channel !== channelId()) return;
  if (!response.ok) return complain('The messages could not be read. Reload the page.');
  etag = response.headers.get('etag') ?? '';
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  const grew = update(await response.text());
  one('#welcome').toggleAttribute('hidden', isHome() || list.childElementCount > 0);
  if (grew && atEnd && !isHome()) scroll.scrollTo({ top: scroll.scrollHeight });
}

/** Puts new and changed messages in, takes others out, and leaves the rest alone. @param {string} html */
function update(html) {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  const old = new Map([...list.children].map((each) => [each.getAttribute('data-id'), each]));
  let grew = false;
  const next = [...fresh.content.children].map((message) => {
    const kept = old.get(message.getAttribute('data-id'));
    if (kept?.getAttribute('data-revision') === message.getAttribute('data-revision')) return kept;
    grew = true;
    for (const time of message.querySelectorAll('time')) localise(time);
    return message;
  });
  if (grew || next.length !== old.size) list.replaceChildren(...next);
  return grew;
}

/** The server draws UTC; whoever reads it has a clock of their own. @param {HTMLTimeElement} time */
function localise(time) {
  const at = new Date(time.dateTime);
  time.textContent = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  time.title = at.toLocaleString();
}

/**
 * Does something as the chosen person, and shows what came of it.
 * @param {string} path @param {Record<string, unknown>} body
 * @returns {Promise<{errors?: Record<string, string>, view?: {id: string}, path?: string, failed?: string, messages?: Message[]}>}
 */
async function post(path, body) {
  waiting++;
  complain('');
  const before = new Set([...list.children].map((each) => each.getAttribute('data-id')));
  one('#working').removeAttribute('hidden');
  if (!isHome()) scroll.scrollTo({ top: scroll.scrollHeight });
  // Your own line shows before the answer does.
  const early = setTimeout(refresh, 60);
  try {
    const response = await fetch(`/playground/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ member: place.member, ...body }),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    const failed = [answer.error.message, answer.error.next].filter(Boolean).join(' ');
    complain(failed);
    return { failed };
  } catch {
    const failed = 'Holdfast does not answer. Is it still running?';
    complain(failed);
    return { failed };
  } finally {
    clearTimeout(early);
    waiting--;
    one('#working').toggleAttribute('hidden', waiting === 0);
    await refresh();
    // A long answer is read from its start.
    const first = [...list.children].find((each) => !before.has(each.getAttribute('data-id')));
    first?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }
}

/**
 * What is answered to a click on Home stands in the direct conversation: a sentence is said here too, and a card with
 * something to press is gone to.
 * @param {Message[]} [messages]
 */
function showAnswer(messages = []) {
  const own = messages.filter(({ channel }) => channel.startsWith('D0'));
  if (!isHome() || own.length === 0) return;
  if (own.some(({ blocks }) => blocks.some(({ type }) => type === 'actions')))
    return go({ channel: 'direct' });
  one('#answered span').textContent = own.map(({ text }) => text).join(' ');
  one('#answered').toggleAttribute('hidden', false);
}

/** @param {string} problem */
function complain(problem) {
  const place = one('#problem');
  place.textContent = problem;
  place.toggleAttribute('hidden', problem === '');
}

/** @param {string} text */
function say(text) {
  if (text.trim() === '') return;
  document.dispatchEvent(new CustomEvent('holdfast:said', { detail: { text } }));
  const thread = place.thread === null ? {} : { thread: place.thread };
  post('message', { channel: channelId(), text, ...thread }).then(({ view }) => {
    if (view !== undefined) openForm(view.id, place.member, submit);
  });
}

one('#composer').addEventListener('submit', (event) => {
  event.preventDefault();
  say(line.value);
  line.value = '';
  growLine();
});

line.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  one('#send').dispatchEvent(new MouseEvent('click', { bubbles: true }));
});

line.addEventListener('input', growLine);

function growLine() {
  line.style.height = 'auto';
  line.style.height = `${Math.min(line.scrollHeight, 160)}px`;
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('button') : null;
  if (target === null) return;
  const { member, channel, example, action, thread, shortcut, react } = target.dataset;
  if (member !== undefined) go({ member });
  else if (channel !== undefined) go({ channel });
  else if (example !== undefined) say(example);
  else if (thread !== undefined || target.id === 'thread') {
    place.thread = thread ?? null;
    showPlace();
    line.focus();
  } else if (shortcut !== undefined) call(target, shortcut);
  else if (react !== undefined) {
    closeMenus();
    post('react', { messageId: messageOf(target), emoji: react });
  } else if (target.id === 'console') openConsole();
  else if (action !== undefined) press(target, action);
});

/** @param {Element} control */
function messageOf(control) {
  return control.closest('[data-id]')?.getAttribute('data-id') ?? '';
}

/** Calls a shortcut of the app, on the message that it stands under or from anywhere. @param {Element} control @param {string} callback */
async function call(control, callback) {
  const messageId = messageOf(control);
  closeMenus();
  const { view } = await post('shortcut', { callback, ...(messageId === '' ? {} : { messageId }) });
  if (view !== undefined) await openForm(view.id, place.member, submit);
}

async function openConsole() {
  const { path } = await post('console', {});
  if (path !== undefined) location.assign(path);
}

/** @param {Element | null} [but] */
function closeMenus(but = null) {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (menu !== but) menu.removeAttribute('open');
}

// A menu closes where something else is pressed, and with Escape, which goes back to what opened it.
document.addEventListener('pointerdown', (event) => {
  closeMenus(event.target instanceof Element ? event.target.closest('details.menu') : null);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details.menu[open]');
  closeMenus();
  if (open?.contains(document.activeElement)) open.querySelector('summary')?.focus();
});
// At the end of the screen a menu opens upwards.
document.addEventListener(
  'toggle',
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.open) return;
    const room = scroll.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom;
    const items = menu.querySelector('.menu-items');
    menu.classList.toggle('upwards', room < (items?.clientHeight ?? 0) + 16);
  },
  true,
);

document.addEventListener('change', (event) => {
  const select = event.target;
  if (!(select instanceof HTMLSelectElement) || select.dataset.action === undefined) return;
  press(select, select.dataset.action, select.value);
});

/** @param {Element} control @param {string} actionId @param {string} [value] */
async function press(control, actionId, value) {
  const messageId = messageOf(control);
  const { view, messages } = await post('click', {
    messageId,
    actionId,
    ...(value === undefined ? {} : { value }),
  });
  if (view !== undefined) await openForm(view.id, place.member, submit);
  else showAnswer(messages);
}

/** @param {string} viewId @param {Record<string, string>} state */
async function submit(viewId, state) {
  const { errors, view, failed, messages } = await post('submit', { viewId, state });
  if (failed !== undefined) return failed;
  if (errors !== undefined) return errors;
  if (view === undefined) {
    closeForm();
    showAnswer(messages);
  } else await openForm(view.id, place.member, submit);
  return null;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.setAttribute('data-theme', dark.matches ? 'dark' : 'light');
dark.addEventListener('change', paint);
paint();
showPlace();
if (isHome()) post('home', {});
else refresh();
setInterval(() => {
  if (document.visibilityState === 'visible' && waiting === 0) refresh();
}, pollMs);
