/**
 * Forms that the app opens: a dialog over the page. The browser keeps the focus inside and closes it with Escape.
 */

/** @type {HTMLDialogElement} */
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#form'));

/**
 * Shows a form, or what took its place.
 * @param {string} viewId @param {string} member
 * @param {(viewId: string, state: Record<string, string>) => Promise<Record<string, string> | string | null>} send
 *   resolves with what is wrong by input, with a sentence, or with null when the form is done
 */
export async function openForm(viewId, member, send) {
  const query = new URLSearchParams({ view: viewId, member });
  const response = await fetch(`/playground/form?${query}`).catch(() => null);
  if (!response?.ok) return;
  dialog.innerHTML = await response.text();
  const form = dialog.querySelector('form');
  if (form === null) return;
  for (const each of dialog.querySelectorAll('[data-close]')) each.addEventListener('click', closeForm);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.dataset.sending === 'true') return;
    form.dataset.sending = 'true';
    const button = form.querySelector('button[type="submit"]');
    button?.toggleAttribute('disabled', true);
    const problems = await send(viewId, stateOf(form));
    form.dataset.sending = 'false';
    button?.toggleAttribute('disabled', false);
    if (problems !== null) complain(form, problems);
  });
  if (!dialog.open) dialog.showModal();
  const first = form.querySelector('.field input, .field textarea, .field select');
  if (first instanceof HTMLElement) first.focus();
  /** @type {HTMLElement | null} */ else form.querySelector('.form-body')?.focus();
}

/** Closes the form that is open, if one is. */
export function closeForm() {
  dialog.close();
  dialog.replaceChildren();
}

// A click beside the form closes it only where nothing can be lost.
dialog.addEventListener('click', (event) => {
  if (event.target === dialog && dialog.querySelector('.field') === null) closeForm();
});

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function stateOf(form) {
  /** @type {Record<string, string>} */
  const state = {};
  for (const field of form.querySelectorAll('[data-field]')) {
    const control = field.querySelector('input, textarea, select');
    const name = field.getAttribute('data-field') ?? '';
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      state[name] = String(control.checked);
    } else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    ) {
      state[name] = control.value;
    }
  }
  return state;
}

/** @param {HTMLFormElement} form @param {Record<string, string> | string} problems */
function complain(form, problems) {
  const byName = typeof problems === 'string' ? {} : problems;
  const general = form.querySelector('.form-problem');
  if (general !== null) {
    general.textContent = typeof problems === 'string' ? problems : '';
    general.toggleAttribute('hidden', typeof problems !== 'string');
  }
  /** @type {{ field: Element, control: HTMLElement } | null} */
  let first = null;
  for (const field of form.querySelectorAll('[data-field]')) {
    const problem = byName[field.getAttribute('data-field') ?? ''] ?? '';
    const place = field.querySelector('.field-error');
    if (place !== null) place.textContent = problem;
    const control = field.querySelector('input, textarea, select');
    if (!(control instanceof HTMLElement)) continue;
    control.setAttribute('aria-invalid', String(problem !== ''));
    if (problem !== '' && first === null) first = { field, control };
  }
  if (first === null) return;
  first.control.focus({ preventScroll: true });
  // Where the input with its message is higher than what is visible, the message wins.
  first.field.scrollIntoView({ block: 'nearest' });
  first.field.querySelector('.field-error')?.scrollIntoView({ block: 'nearest' });
}
