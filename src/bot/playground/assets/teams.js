/**
 * The Teams side of the page: the cards that the real Teams app sends, drawn by Microsoft's own library, for the person and the
 * conversation that are chosen.
 */

const cards = /** @type {any} */ (globalThis).AdaptiveCards;
// The bundle forgets it.
cards.GlobalRegistry.elements.register('Table', cards.Table, cards.Versions.v1_5);

const pollMs = 2_500;
/** @type {HTMLElement} */
const list = /** @type {HTMLElement} */ (document.querySelector('#teams-messages'));
/** @type {HTMLElement} */
const pane = /** @type {HTMLElement} */ (document.querySelector('#teams'));
/** @type {HTMLElement} */
const toggle = /** @type {HTMLElement} */ (document.querySelector('#teams-toggle'));
/** @type {HTMLDialogElement} */
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#teams-dialog'));

const place = { member: '', channel: '' };

/** @param {string} path @param {Record<string, unknown>} body */
async function post(path, body) {
  const response = await fetch(`/playground/teams/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...place, ...body }),
  }).catch(() => null);
  const answer = response?.ok ? await response.json() : { body: null };
  await refresh();
  return answer.body ?? {};
}

/** Asks for the screen and changes what is different. */
async function refresh() {
  if (pane.hidden || place.channel === '' || place.channel === 'home') return list.replaceChildren();
  const asked = { ...place };
  const response = await fetch(`/playground/teams/api/screen?${new URLSearchParams(asked)}`).catch(
    () => null,
  );
  if (!response?.ok || asked.channel !== place.channel || asked.member !== place.member) return;
  const { messages } = await response.json();
  const old = new Map([...list.children].map((each) => [each.getAttribute('data-id'), each]));
  let grew = false;
  const next = messages.map((/** @type {any} */ message) => {
    const kept = old.get(message.id);
    if (kept?.getAttribute('data-revision') === String(message.revision)) return kept;
    grew = true;
    return draw(message);
  });
  if (!grew && next.length === old.size) return;
  list.replaceChildren(...next);
  next.at(-1)?.scrollIntoView({ block: 'start' });
}

/** @param {any} message */
function draw({ id, revision, card, isOurs, text, isPrivate, isReply }) {
  const item = document.createElement('article');
  item.dataset.id = id;
  item.dataset.revision = revision;
  item.className = ['teams-message', isOurs ? 'ours' : 'own', isReply ? 'reply' : ''].join(' ');
  if (!isOurs) item.textContent = text;
  if (isPrivate) item.append(note('Only you see this'));
  if (card) item.append(drawCard(card, (title, inputs) => press(id, title, inputs)));
  return item;
}

/** @param {string} text */
function note(text) {
  const line = document.createElement('small');
  line.textContent = text;
  return line;
}

/** @param {unknown} content @param {(title: string, inputs: Record<string, string>) => void} onAction */
function drawCard(content, onAction) {
  const card = new cards.AdaptiveCard();
  card.hostConfig = new cards.HostConfig(host());
  card.onExecuteAction = (/** @type {any} */ action) => {
    if (action instanceof cards.OpenUrlAction) return window.open(action.url, '_blank', 'noopener');
    const inputs = Object.fromEntries(
      card.getAllInputs().map((/** @type {any} */ input) => [input.id, input.value ?? '']),
    );
    onAction(action.title, inputs);
  };
  card.parse(content);
  return card.render() ?? note('This card cannot be drawn.');
}

/** Colours of the page, so that cards agree with it. */
function host() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const text = { default: { default: colour('--ink'), subtle: colour('--quiet') } };
  const container = { backgroundColor: colour('--paper'), foregroundColors: text };
  return {
    fontFamily: 'inherit',
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
    spacing: { small: 4, default: 8, medium: 12, large: 20, padding: 12 },
    containerStyles: { default: container, emphasis: { ...container, backgroundColor: colour('--side') } },
    actions: { maxActions: 6, actionsOrientation: 'horizontal', buttonSpacing: 8, actionAlignment: 'left' },
  };
}

/** @param {string} message @param {string} title @param {Record<string, string>} inputs */
async function press(message, title, inputs) {
  open(message, await post('press', { message, title, inputs }));
}

/** @param {string} message @param {any} answer */
function open(message, { task, type, value }) {
  if (type === 'application/vnd.microsoft.activity.message') return tell(value);
  if (task === undefined) return;
  if (task.type === 'message') {
    dialog.close();
    return tell(task.value);
  }
  const content = task.value.card.content;
  const heading = document.createElement('h3');
  heading.textContent = task.value.title;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'control';
  close.textContent = 'Close';
  close.addEventListener('click', () => dialog.close());
  const card = drawCard(content, async (_title, inputs) =>
    open(message, await post('submit', { message, card: content, inputs })),
  );
  dialog.replaceChildren(heading, card, close);
  if (!dialog.open) dialog.showModal();
}

/** @param {string} text */
function tell(text) {
  const said = /** @type {HTMLElement} */ (document.querySelector('#teams-said'));
  said.textContent = text;
  said.hidden = text === '';
}

/** @param {boolean} shown */
function show(shown) {
  pane.hidden = !shown;
  toggle.setAttribute('aria-pressed', String(shown));
  document.body.classList.toggle('with-teams', shown);
  localStorage.setItem('holdfast.teams', shown ? '1' : '0');
  refresh();
}

toggle.addEventListener('click', () => show(pane.hidden));

document.addEventListener('holdfast:went', (event) => {
  Object.assign(place, /** @type {CustomEvent} */ (event).detail);
  tell('');
  refresh();
});

document.addEventListener('holdfast:said', (event) => {
  if (!pane.hidden) post('message', { text: /** @type {CustomEvent} */ (event).detail.text });
});

show(localStorage.getItem('holdfast.teams') === '1');
document.dispatchEvent(new CustomEvent('holdfast:where'));
setInterval(() => {
  if (document.visibilityState === 'visible') refresh();
}, pollMs);
