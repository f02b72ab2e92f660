import type { SearchableDocument } from '../domain/searchable-document.ts';
import type { KnowledgePage } from '../services/knowledge-page.ts';
import { capitalize, formatDay } from '../views/format.ts';
import { type Html, html, markdown, type Piece } from './escape.ts';
import { factList, isolate, type LinkTo, renderPage } from './layout.ts';

/** The page of a document: the passages one by one, so that a citation can point at its own. */
export function renderKnowledgePage({ document, passages }: KnowledgePage, linkTo: LinkTo): string {
  const text = passages.map(({ heading, text: words }, ordinal) => [
    heading !== (passages[ordinal - 1]?.heading ?? '') && html`<h2>${heading}</h2>`,
    html`<div class="passage" id="passage-${ordinal}">${markdown(words)}</div>`,
  ]);
  return renderPage(
    {
      title: document.title,
      kicker: html`${capitalize(kindWords(document.kind))} · ${document.id}`,
      heading: document.title,
      body: [facts(document), html`<article class="document">${text}</article>`, examples(document)],
    },
    linkTo,
  );
}

/** `known-issue` as people say it. */
export function kindWords(kind: string): string {
  return kind.replaceAll('-', ' ');
}

function facts(document: SearchableDocument): Html {
  const { audience, productArea, regions, owner, updatedOn, reviewedOn, learntFrom, account, url } = document;
  const readers = audience === 'internal' ? 'Our own people alone' : 'Customers and our own people';
  const by = owner !== null && html` <span class="quiet">by ${isolate(owner)}</span>`;
  return factList([
    { label: 'May be read by', value: readers },
    ...(account === null ? [] : [{ label: 'Solved for', value: isolate(account) }]),
    ...(productArea === null ? [] : [{ label: 'Part of the product', value: isolate(productArea) }]),
    ...issueFacts(document),
    ...(regions ? [{ label: 'Holds for', value: regions.join(', ') }] : []),
    ...(updatedOn === null ? [] : [{ label: 'Changed', value: formatDay(updatedOn) }]),
    ...(reviewedOn === null ? [] : [{ label: 'Reviewed', value: html`${formatDay(reviewedOn)}${by}` }]),
    ...(learntFrom === null ? [] : [{ label: 'Learnt from', value: isolate(learntFrom) }]),
    ...(url === null ? [] : [{ label: 'Stands at', value: isolate(url) }]),
  ]);
}

function issueFacts(document: SearchableDocument): { label: string; value: Piece }[] {
  const { status, severity, versions, fixedIn, supersededBy, signatures } = document;
  if (status === null) return [];
  const state = {
    open: 'Open',
    fixed: fixedIn === null ? 'Fixed' : `Fixed in ${fixedIn}`,
    superseded: `Superseded by ${supersededBy}`,
  }[status];
  const { from, to } = versions;
  const span = from && to ? `${from} to ${to}` : from ? `Since ${from}` : to ? `Up to ${to}` : 'All';
  return [
    { label: 'State', value: state },
    ...(severity === null ? [] : [{ label: 'Severity', value: severity }]),
    { label: 'Versions', value: span },
    ...(signatures.length > 0
      ? [{ label: 'Shows as', value: signatures.map((one) => html`<code>${one}</code> `) }]
      : []),
  ];
}

function examples({ examples: given }: SearchableDocument): Html | false {
  if (given.length === 0) return false;
  const said = given.map((example) => html`<li>${isolate(example)}</li>`);
  return html`<section aria-labelledby="examples"><h2 id="examples">What customers write</h2><ul class="examples">${said}</ul></section>`;
}
