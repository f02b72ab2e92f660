import type { AnswerSource, AnswerVerdict, CitedSentence, Passage, SolvedBefore } from '../domain/answer.ts';
import type { AnswerPage, SaidOfAnswer } from '../services/get-answer-page.ts';
import { formatDay, formatPercent } from '../views/format.ts';
import { shortenLine } from '../views/shorten-line.ts';
import { sourceWords } from '../views/source-words.ts';
import { type Html, html, markdown, type Piece } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { writingSection } from './writing-section.ts';

/** The whole question stands below a heading that had to be cut. */
const longestHeading = 240;

/** The page of an answer: what was asked, what was said, and everything that it stood on, as it was then. */
export function renderAnswerPage(page: AnswerPage, linkTo: LinkTo): string {
  const { answer } = page.stored;
  const heading = shortenLine(answer.question, longestHeading);
  const isCut = Array.from(answer.question).length > longestHeading;
  return renderPage(
    {
      title: `Answer: ${shortenLine(answer.question, 80)}`,
      kicker: html`Answer of the knowledge · <code>${answer.id}</code>`,
      heading,
      body: [
        isCut &&
          html`<div class="panel"><p class="text long" dir="auto" tabindex="0">${answer.question}</p></div>`,
        facts(page, linkTo),
        answer.kind === 'answer'
          ? [
              section('answer', 'What was answered', said(answer.sentences, answer.passages)),
              section('cited', 'What it stands on', citedPassages(answer.passages, linkTo)),
            ]
          : section(
              'answer',
              'What was answered',
              html`<div class="panel"><p><b>Not covered:</b> nothing that was written down answered this.</p></div>`,
            ),
        solved(answer.solvedBefore, linkTo),
        close(page.close, linkTo),
        notCited(page.notCited, linkTo),
        writingSection(page.writing, answer.kind === 'answer'),
        people(page.said),
        html`<p class="note">Passages stand here as they were when the question was asked; their links open the documents as they are now. An answer is never changed. ⟨U+…⟩ marks a character that would not be seen.</p>`,
      ],
    },
    linkTo,
  );
}

function facts({ stored, by, account, ticket }: AnswerPage, linkTo: LinkTo): Html {
  const at = stored.at.toISOString();
  const readers = stored.audience === 'internal' ? 'Our own people' : 'A customer';
  return factList([
    { label: 'Asked', value: instant(at, exactInstant(at)) },
    { label: 'By', value: by === null ? 'The terminal of this installation' : isolate(by) },
    { label: 'To be read by', value: readers },
    ...(account === null
      ? []
      : [{ label: 'For', value: html`<a href="${linkTo(account.url)}">${isolate(account.name)}</a>` }]),
    ...(ticket === null ? [] : [{ label: 'Ticket', value: linked(isolate(ticket.id), ticket.url, linkTo) }]),
    ...(stored.topic === null ? [] : [{ label: 'Part of the product', value: isolate(stored.topic) }]),
    { label: 'Confidence', value: formatPercent(stored.answer.confidence) },
  ]);
}

function linked(words: Piece, url: string | null, linkTo: LinkTo): Html {
  return url === null ? html`${words}` : html`<a href="${linkTo(url)}">${words}</a>`;
}

/** Sentences with the numbers of the passages below. */
function said(sentences: readonly CitedSentence[], passages: readonly Passage[]): Html {
  const words = sentences.map(({ text, passageIds }) => {
    const places = passageIds.map((id) => 1 + passages.findIndex((passage) => passage.id === id));
    const numbers = places
      .filter((place) => place > 0)
      .map((place) => html` <a href="#cited-${place}">[${place}]</a>`);
    return html`${isolate(text)}${numbers} `;
  });
  return html`<div class="panel"><p>${words}</p></div>`;
}

function citedPassages(passages: readonly Passage[], linkTo: LinkTo): Html {
  const shown = passages.map(
    (passage, index) =>
      html`<div class="passage" id="cited-${index + 1}"><p class="label">[${index + 1}] ${passageName(passage, linkTo)}</p>${markdown(passage.text)}</div>`,
  );
  return html`<div class="document">${shown}</div>`;
}

function passageName(passage: Passage, linkTo: LinkTo): Html {
  const { title, heading } = passage;
  const place = heading !== null && heading !== title && html` · ${isolate(heading)}`;
  return html`${linked(isolate(title), passageUrl(passage), linkTo)}${place}`;
}

/** A record is a page of its own; a document has a place for each passage. */
function passageUrl({ id, documentId, url }: Passage): string | null {
  if (url === null || url === documentId) return url;
  return `${url}#passage-${id.slice(id.lastIndexOf('#') + 1)}`;
}

function solved(tickets: readonly SolvedBefore[], linkTo: LinkTo): Html | false {
  if (tickets.length === 0) return false;
  const items = tickets.map(
    ({ ticketId, title, sentences, url }) =>
      html`<li><a href="${linkTo(url)}">Ticket ${isolate(ticketId)}: ${isolate(title)}</a><br>${sentences.map(({ text }) => html`${isolate(text)} `)}</li>`,
  );
  return section('solved', 'Solved for them before', html`<ul class="found">${items}</ul>`);
}

function close(sources: readonly AnswerSource[], linkTo: LinkTo): Html | false {
  if (sources.length === 0) return false;
  const items = sources.map(({ title, kind, status, url, reviewedOn, isStale }) => {
    const what = sourceWords(kind, status);
    const reviewed = reviewedOn === null ? 'never reviewed' : `reviewed ${formatDay(reviewedOn)}`;
    const words = kind === 'record' ? what : `${what} · ${reviewed}${isStale ? ' · may be out of date' : ''}`;
    return html`<li><a href="${linkTo(url)}">${isolate(title)}</a> <span class="quiet">· ${words}</span></li>`;
  });
  return section('close', 'What came close', html`<ul class="found">${items}</ul>`);
}

function notCited(passages: readonly Passage[], linkTo: LinkTo): Html | false {
  if (passages.length === 0) return false;
  const shown = passages.map(
    (passage) =>
      html`<details><summary>${isolate(passage.title)}${passage.heading !== null && html` · ${isolate(passage.heading)}`}</summary><div class="passage">${markdown(passage.text)}</div><p>${linked('The document as it is now', passageUrl(passage), linkTo)}</p></details>`,
  );
  return section('found', 'Found and not cited', html`<div class="panel">${shown}</div>`);
}

const verdictWords: Readonly<Record<AnswerVerdict, string>> = {
  helpful: 'It helped',
  not_helpful: 'It did not help',
  wrong_article: 'Wrong article',
};

function people(words: readonly SaidOfAnswer[]): Html | false {
  if (words.length === 0) return false;
  const items = words.map(({ at, by, verdict, article, note }) => {
    const which = article !== null && html`: ${isolate(article)}`;
    return html`<li>${instant(at, exactInstant(at))}, ${isolate(by)}: <b>${verdictWords[verdict]}</b>${which}${note.trim() !== '' && html` – ${isolate(note)}`}</li>`;
  });
  return section('people', 'What people said of it', html`<ul class="found">${items}</ul>`);
}
