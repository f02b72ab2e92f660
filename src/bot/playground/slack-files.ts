import type { Ids } from '../../domain/ids.ts';
import { failed, isRecord, jsonOf, type Method, textOf } from './slack-answers.ts';
import { type Workspace, workspaceIds } from './workspace.ts';

/** A file on its way to a channel, or there. */
export interface StoredFile {
  id: string;
  name: string;
  bytes: number;
  content: Buffer | null; // null = announced, and not there yet
  /** Where it was shared; null = nowhere */
  sharedIn: { channel: string; ts: string } | null;
}

/** Files, seen from Slack's side: announced, uploaded to an address of their own, and then shared. */
export interface SlackFiles {
  methods: Record<string, Method>;
  /** Takes the bytes that were sent to an upload address; false = it is none, or they are not what was announced. */
  upload(id: string, content: Buffer): boolean;
  files: ReadonlyMap<string, StoredFile>;
}

/** Source: https://docs.slack.dev/messaging/working-with-files#uploading_files */
const bytesAtMost = 1_073_741_824;

/** @param addressOf - where the bytes of a file are sent to */
export function createFiles(workspace: Workspace, addressOf: (id: string) => string, ids: Ids): SlackFiles {
  const files = new Map<string, StoredFile>();
  return {
    files,
    upload(id, content) {
      const file = files.get(id);
      if (!file || file.content !== null || content.length !== file.bytes) return false;
      file.content = content;
      return true;
    },
    methods: {
      'files.getUploadURLExternal': (given) => {
        const [name, bytes] = [textOf(given.filename), Number(given.length)];
        if (name === '') return failed('missing_argument');
        if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > bytesAtMost)
          return failed('invalid_arguments');
        const id = `F0${ids.trace().toUpperCase()}`;
        files.set(id, { id, name, bytes, content: null, sharedIn: null });
        return { ok: true, upload_url: addressOf(id), file_id: id };
      },
      'files.completeUploadExternal': (given) => {
        const named = jsonOf(given.files);
        const list = (Array.isArray(named) ? named : [])
          .filter(isRecord)
          .map(({ id }) => files.get(textOf(id)));
        const whole = list.filter((file) => file?.content).filter((file) => file !== undefined);
        if (list.length === 0 || whole.length < list.length) return failed('file_not_found');
        const channel = textOf(given.channel_id);
        if (channel !== '') {
          if (workspace.conversation(channel) === null) return failed('channel_not_found');
          const { ts } = workspace.add({
            channel,
            user: workspaceIds.botUser,
            blocks: [],
            onlyFor: null,
            text: textOf(given.initial_comment) || whole.map(({ name }) => name).join(', '),
            threadTs: textOf(given.thread_ts) || null,
          });
          for (const file of whole) file.sharedIn = { channel, ts };
        }
        return { ok: true, files: whole.map(({ id, name }) => ({ id, title: name })) };
      },
    },
  };
}
