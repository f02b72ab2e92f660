import type { KnowledgeDocument } from '../domain/knowledge.ts';
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

function facts(document: KnowledgeDocument): Html {
  const { audience, product_area, regions, owner, updated_at, reviewed_on, source } = document;
  const readers = audience === 'internal' ? 'Our own people alone' : 'Customers and our own people';
  return factList([
    { label: 'May be read by', value: readers },
    { label: 'Part of the product', value: isolate(product_area) },
    ...issueFacts(document),
    ...(regions ? [{ label: 'Holds for', value: regions.join(', ') }] : []),
    { label: 'Changed', value: formatDay(updated_at) },
    {
      label: 'Reviewed',
      value: html`${formatDay(reviewed_on)} <span class="quiet">by ${isolate(owner)}</span>`,
    },
    { label: 'Learnt from', value: isolate(source) },
  ]);
}

function issueFacts(document: KnowledgeDocument): { label: string; value: Piece }[] {
  if (document.kind !== 'known-issue') return [];
  const { status, severity, versions, fixed_in, superseded_by, error_signatures } = document;
  const state = { open: 'Open', fixed: `Fixed in ${fixed_in}`, superseded: `Superseded by ${superseded_by}` }[
    status
  ];
  const { from, to } = versions;
  const span = from && to ? `${from} to ${to}` : from ? `Since ${from}` : to ? `Up to ${to}` : 'All';
  return [
    { label: 'State', value: state },
    { label: 'Severity', value: severity },
    { label: 'Versions', value: span },
    ...(error_signatures.length > 0
      ? [{ label: 'Shows as', value: error_signatures.map((one) => html`<code>${one}</code> `) }]
      : []),
  ];
}

function examples(document: KnowledgeDocument): Html | false {
  if (document.kind !== 'macro') return false;
  const said = document.examples.map((example) => html`<li>${isolate(example)}</li>`);
  return html`<section aria-labelledby="examples"><h2 id="examples">What customers write</h2><ul class="examples">${said}</ul></section>`;
}
