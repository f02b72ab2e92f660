import { fieldErrorLength } from '../../views/view.ts';

/**
 * Every number of Slack's that an answer has to respect, in one table. Text lengths are UTF-16 units, which is never
 * less than what Slack counts.
 */
export const slackLimits = {
  /** Source: https://docs.slack.dev/reference/block-kit/blocks */
  blocks: 50,
  /**
   * Slack refuses longer messages with msg_blocks_too_long, does not document how it counts, and counts more than
   * the text alone: see `weightOf`. Source: https://github.com/slackapi/bolt-js/issues/2509 and issues/2867
   */
  messageWeight: 12_000,
  /** What one rich text element or object adds to the weight beside its text; an allowance of ours. */
  elementWeight: 20,
  /** Source: https://docs.slack.dev/reference/methods/chat.postMessage (recommended; cut by Slack at 40,000) */
  fallbackText: 4_000,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/header-block */
  headerText: 150,
  /** Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
  text: 3_000,
  /** No number is documented for rich text; we keep to the text object's. */
  richText: 3_000,
  /** Rows of one list; no number is documented, a longer list becomes several. */
  listItems: 50,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actionElements: 25,
  /** Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  buttonValue: 2_000,
  actionId: 255,
  /** Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
  placeholder: 150,
  options: 100,
  /** Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
  optionText: 75,
  optionValue: 150,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/table-block */
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/image-block */
  imageUrl: 3_000,
  imageAlt: 2_000,
  /** Of forms. Source: https://docs.slack.dev/reference/views/modal-views */
  viewTitle: 24,
  viewSubmit: 24,
  viewBlocks: 100,
  viewMetadata: 3_000,
  viewBytes: 250_000,
  callbackId: 255,
  /** A trigger opens one form within this time. Source: https://docs.slack.dev/interactivity/handling-user-interaction */
  triggerSeconds: 3,
  /** Source: https://docs.slack.dev/reference/block-kit/blocks/input-block */
  inputLabel: 2_000,
  inputHint: 2_000,
  blockId: 255,
  /** Source: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  inputText: 3_000,
  /** Source: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
  checkboxes: 10,
  /** Characters of a message's metadata; ours, far below Slack's. Source: https://docs.slack.dev/messaging/message-metadata */
  metadataKey: 200,
  /** Characters of one form error; no number is documented. */
  fieldError: fieldErrorLength,
  /** Characters of one link's address. Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  url: 3_000,
  /** Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
  responseUrlUses: 5,
  responseUrlMinutes: 30,
  /** Source: https://docs.slack.dev/authentication/verifying-requests-from-slack */
  signatureAgeSeconds: 300,
  /** Ours: no request of Slack's comes near it; larger ones are refused before any work is done on them. */
  requestBytes: 1_048_576,
  /** Ours: nesting of a request; Slack's deepest is a message's blocks, about ten levels. */
  requestDepth: 64,
} as const;
