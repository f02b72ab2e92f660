import { checkpointBatch, type ProposalPicture, proposalStates } from '../../domain/proposal.ts';
import { HoldfastError } from '../../errors.ts';
import { mayDecide } from '../../services/approvals-waiting.ts';
import { describePicture } from '../../services/describe-picture.ts';
import { editOf } from '../../services/digest/edit-digest.ts';
import { getProposal, listProposals } from '../../services/get-proposal.ts';
import { listWaiting, type Waiting } from '../../services/list-waiting.ts';
import { approvalView } from '../../views/approval-view.ts';
import { digestForm } from '../../views/digest-form.ts';
import { formatInstant } from '../../views/format.ts';
import { editForm } from '../../views/proposal-forms.ts';
import { approversOf, distance, nameOf, stateWords, toneOf } from '../../views/proposal-words.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { readPage, readText } from '../read-address.ts';
import { decideForm } from './decide-form.ts';
import { drawInputs, drawView } from './draw-view.ts';
import { chip, empty, pager, table, tabs } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

/** What waits for people, what was decided by whom, and the page on which one decides. */
export const approvalsArea: ConsoleArea = {
  pages: [
    { path: '/console/approvals', nav: 'approvals', needs: 'account', draw: drawList },
    { path: '/console/approvals/*', nav: 'approvals', needs: 'account', draw: drawOne },
  ],
  forms: [decideForm],
};

const pageSize = 25;

const shows = [
  { id: 'mine', label: 'You can decide' },
  { id: 'waiting', label: 'All that wait' },
  { id: 'settled', label: 'Settled' },
] as const;
type Show = (typeof shows)[number]['id'];

async function drawList({ ctx, query }: Asked): Promise<Drawn> {
  const show = shows.find(({ id }) => id === readText(query, 'show'))?.id ?? 'mine';
  const page = readPage(query);
  return {
    title: 'Approvals',
    lead: 'Nothing leaves this house without an answer to one of these. An approval counts for exactly the text that it shows.',
    body: html`${tabs(
      'Approvals',
      shows.map(({ id, label }) => ({ label, href: addressOf(id, 1), isHere: id === show })),
    )}
${show === 'settled' ? await settledList(ctx, page) : await waitingList(ctx, show, page)}`,
  };
}

function addressOf(show: Show, page: number): string {
  return `/console/approvals?show=${show}${page > 1 ? `&page=${page}` : ''}`;
}

async function waitingList(ctx: Asked['ctx'], show: 'mine' | 'waiting', page: number): Promise<Piece> {
  const concerns = (one: Waiting): boolean => show === 'waiting' || mayDecide(ctx.member, one);
  const found = await listWaiting(ctx, { concerns, page, pageSize });
  if (found.total === 0) return nothing(found.considered);
  return html`<p class="quiet">${found.total}${show === 'mine' && ` of ${found.considered} that wait`}, what expires first on top</p>
${waitingTable(found.pictures, ctx.clock.now())}${pager(found.page, found.pages, (target) => addressOf(show, target))}`;
}

async function settledList(ctx: Asked['ctx'], page: number): Promise<Piece> {
  const states = proposalStates.filter((state) => state !== 'proposed');
  const found = await listProposals(ctx, {
    states,
    exceptBatch: checkpointBatch,
    offset: (page - 1) * pageSize,
    limit: pageSize + 1, // whether another page follows
  });
  if (found.length === 0 && page === 1) return empty('Nothing was decided yet.');
  const pages = found.length > pageSize ? page + 1 : page;
  const list =
    found.length === 0 ? empty('Nothing older was decided.') : settledTable(found.slice(0, pageSize));
  return html`${list}${pager(page, pages, (target) => addressOf('settled', target), false)}`;
}

function nothing(waiting: number): Piece {
  if (waiting > 0)
    return empty(
      'Nothing waits for you.',
      html`${waiting} wait for somebody else: <a href="/console/approvals?show=waiting">all that wait</a>.`,
    );
  return empty(
    'Nothing waits for anybody.',
    'Proposals come from people in chat, from playbooks and from Holdfast itself. The approvals channel shows them too.',
  );
}

function whatCell({ proposal }: ProposalPicture): Piece {
  return html`<a href="/console/approvals/${proposal.id}" dir="auto">${proposal.summary.slice(0, 300)}</a><br><small>${proposal.kind}${proposal.version > 1 && `, version ${proposal.version}`}</small>`;
}

function waitingTable(pictures: readonly ProposalPicture[], now: Date): Piece {
  return table(
    'Proposals that wait',
    [
      { label: 'What' },
      { label: 'Customer', minor: true },
      { label: 'Asked by', minor: true },
      { label: 'Risk' },
      { label: 'Approved', minor: true },
      { label: 'Expires', kind: 'date' },
    ],
    pictures.map((picture) => {
      const { proposal, quorum, accountName, haltedBy } = picture;
      return [
        whatCell(picture),
        isolate(accountName ?? '–'),
        nameOf(picture, proposal.requester),
        haltedBy === null ? chip(proposal.risk, toneOf(picture)) : chip('halted', 'bad'),
        `${proposal.approvals.length} of ${quorum}`,
        distance(proposal.expiresAt, now),
      ];
    }),
  );
}

function settledTable(pictures: readonly ProposalPicture[]): Piece {
  return table(
    'Settled proposals',
    [
      { label: 'What' },
      { label: 'State' },
      { label: 'Who' },
      { label: 'When' },
      { label: 'Customer', minor: true },
    ],
    pictures.map((picture) => {
      const { proposal, accountName } = picture;
      const at = proposal.finishedAt ?? proposal.decidedAt ?? proposal.proposedAt;
      const { word, tone } = stateWords[proposal.state];
      return [
        whatCell(picture),
        chip(word, tone),
        whoOf(picture),
        formatInstant(at),
        isolate(accountName ?? '–'),
      ];
    }),
  );
}

function whoOf(picture: ProposalPicture): string {
  const { proposal } = picture;
  const approvers = approversOf(picture);
  if (approvers !== '') return approvers;
  return proposal.decidedBy === null ? 'policy' : nameOf(picture, proposal.decidedBy);
}

async function drawOne(asked: Asked): Promise<Drawn> {
  const { ctx, rest, query, linkTo } = asked;
  const picture = await getProposal(ctx, rest);
  if (!picture)
    throw new HoldfastError('HF_PROPOSAL_UNKNOWN', 'There is no such proposal, or you may not see it', {
      next: 'Go back to the list of approvals.',
    });
  const { proposal } = picture;
  if (readText(query, 'edit') !== undefined) return drawEdit(asked, picture);
  const view = approvalView(picture, describePicture(picture), ctx.clock.now());
  return {
    title: proposal.summary.slice(0, 200),
    kicker: html`<a href="/console/approvals">Approvals</a> · ${proposal.kind}`,
    body: html`<div class="panel card">${drawView({ blocks: view.blocks.slice(1) }, linkTo)}
<details><summary>The bytes that are approved, run and kept</summary><pre dir="auto">${picture.text}</pre><p class="quiet">SHA-256 <code>${proposal.digest}</code></p></details></div>
${buttonsOf(asked, picture)}`,
  };
}

function buttonsOf({ ctx, csrf }: Asked, picture: ProposalPicture): Piece {
  const { proposal, isForged, button } = picture;
  const press = (verb: string, label: string, tone: string): Piece =>
    html`<form class="press" method="post" action="/console/approvals">${csrf}<input type="hidden" name="button" value="${button}"><input type="hidden" name="id" value="${proposal.id}"><button type="submit" name="verb" value="${verb}" class="${tone}">${label}</button></form>`;
  switch (proposal.state) {
    case 'proposed': {
      const mine = proposal.requester === ctx.member.id && press('cancel', 'Take it back', '');
      if (!mayDecide(ctx.member, picture) && !isForged)
        return html`<div class="decide">${mine}<p class="quiet">You cannot decide this one. It needs ${picture.approvingRoles.join(' or ') || 'a change of policy'}.</p></div>`;
      return html`<div class="decide">${!isForged && press('approve', 'Approve', 'primary')}
${!isForged && html`<a class="button" href="/console/approvals/${proposal.id}?edit=1">Edit…</a>`}${mine}</div>
<form class="fields reject" method="post" action="/console/approvals">${csrf}<input type="hidden" name="button" value="${button}"><input type="hidden" name="id" value="${proposal.id}">
<div><label for="reason">Or reject it, and say why: it stands on the card and in the audit</label><textarea id="reason" name="reason" maxlength="1000" required></textarea></div>
<div><button type="submit" name="verb" value="reject" class="danger">Reject</button></div></form>`;
    }
    case 'approved':
      return html`<div class="decide">${press('cancel', 'Stop it', 'danger')}</div>`;
    case 'unknown':
      return html`<div class="decide">${press('settle-done', 'It happened', '')}${press('settle-failed', 'It did not happen', '')}</div>`;
    case 'done':
      return picture.canUndo && html`<div class="decide">${press('undo', 'Undo', '')}</div>`;
    default:
      return null;
  }
}

function drawEdit({ csrf, linkTo }: Asked, picture: ProposalPicture): Drawn {
  const { proposal } = picture;
  const digest = editOf(picture.action);
  const form = digest ? digestForm(picture, digest) : editForm(picture);
  const back = html`<a class="button" href="/console/approvals/${proposal.id}">Back</a>`;
  return {
    title: 'Edit the proposal',
    kicker: html`<a href="/console/approvals/${proposal.id}">${proposal.summary.slice(0, 120)}</a>`,
    body: form
      ? html`<form class="panel" method="post" action="/console/approvals">${csrf}<input type="hidden" name="button" value="${picture.button}"><input type="hidden" name="id" value="${proposal.id}"><input type="hidden" name="verb" value="edit">
${drawView({ blocks: form.intro }, linkTo)}${drawInputs(form.inputs)}
<p class="decide"><button type="submit" class="primary">Propose this version</button>${back}</p></form>`
      : html`${empty('Nothing of it can be edited in a form.', 'Reject it, and propose it anew.')}<p>${back}</p>`,
  };
}
