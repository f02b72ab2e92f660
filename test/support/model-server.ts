import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readPrompts } from '../../src/content/prompts.ts';
import { createOpenAiModel } from '../../src/copilot/model/openai-model.ts';
import type { ModelPrice } from '../../src/domain/model.ts';
import type { AnswerWriter } from '../../src/services/rewrite-answer.ts';

/** A request as the endpoint saw it. */
export interface SeenCompletion {
  headers: Readonly<Record<string, unknown>>;
  body: CompletionRequest;
  /** The bytes, to look for what must not leave. */
  text: string;
}

interface CompletionRequest {
  model: string;
  messages: readonly { role: string; content: string | readonly { text?: string }[] | null }[];
  tools?: readonly { function: { name: string; parameters: unknown } }[];
  response_format?: unknown;
}

/** What a model says: text, or calls of tools. */
export type Said = string | { calls: readonly { name: string; input: unknown }[] };

/** How the endpoint behaves. */
export type ModelBehaviour =
  /** Answers with what this returns. An obedient model is one whose `say` does what the texts in its prompt tell it. */
  | {
      kind: 'says';
      say: (seen: SeenCompletion) => Said;
      usage?: unknown;
      finish?: string;
      refusal?: string;
      model?: string;
    }
  /** Begins to answer, and goes on a byte at a time without an end. */
  | { kind: 'slow' }
  /** Takes the request and never says anything. */
  | { kind: 'silent' }
  /** Closes the connection. */
  | { kind: 'dead' }
  /** Answers with these bytes. */
  | { kind: 'garbled'; body: string; contentType?: string }
  /** Sends megabytes for as long as anybody reads. */
  | { kind: 'endless' }
  | { kind: 'status'; status: number; headers?: Record<string, string> };

/** An OpenAI-compatible endpoint on this machine. */
export interface ModelServer {
  /** Base of its API. */
  url: string;
  /** How it behaves from now on; a list is used up one by one, its last one stays. */
  behave(...behaviours: ModelBehaviour[]): void;
  seen: SeenCompletion[];
  /** Bytes that it could get rid of. */
  sent(): number;
  close(): Promise<void>;
}

/** What writes answers by an endpoint, with our own prompts. */
export async function writerAt(url: string, price: ModelPrice | null = null): Promise<AnswerWriter> {
  const settings = { name: 'small-1', url, key: null, price };
  const model = createOpenAiModel(settings, { callMs: 3_000, retries: 0 });
  return { model, settings, prompts: await readPrompts(null) };
}

/** Starts one that says `{}` until it is told otherwise. */
export async function startModelServer(): Promise<ModelServer> {
  let behaviours: ModelBehaviour[] = [{ kind: 'says', say: () => '{}' }];
  let sent = 0;
  const seen: SeenCompletion[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const every = (ms: number, response: ServerResponse, act: () => void): void => {
    const timer = setInterval(act, ms);
    timers.add(timer);
    response.on('close', () => clearInterval(timer));
  };

  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const one: SeenCompletion = {
      headers: request.headers,
      body: JSON.parse(text) as CompletionRequest,
      text,
    };
    seen.push(one);
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    if (!request.url?.endsWith('/chat/completions')) return void response.writeHead(404).end();
    switch (behaviour?.kind) {
      case 'slow':
        response.writeHead(200, json);
        return every(5, response, () => response.write(' '));
      case 'silent':
        return;
      case 'garbled':
        return void response
          .writeHead(200, { 'content-type': behaviour.contentType ?? json['content-type'] })
          .end(behaviour.body);
      case 'endless': {
        response.writeHead(200, json).write('{"choices":[{"message":{"content":"');
        const chunk = 'A'.repeat(65_536);
        const pour = (): void => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on('drain', pour);
        return pour();
      }
      case 'status':
        return void response
          .writeHead(behaviour.status, { ...json, ...behaviour.headers })
          .end('{"error":{"message":"No"}}');
      case 'says':
        return void response
          .writeHead(200, json)
          .end(JSON.stringify(completionOf(one, behaviour, seen.length)));
      default:
        request.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    behave: (...given) => {
      behaviours = given;
    },
    seen,
    sent: () => sent,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = { 'content-type': 'application/json' };

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Every id is another one: with a constant id a client may take two messages for one. */
function completionOf(
  seen: SeenCompletion,
  { say, usage, finish, refusal, model }: Extract<ModelBehaviour, { kind: 'says' }>,
  count: number,
) {
  const said = say(seen);
  const message =
    typeof said === 'string'
      ? { role: 'assistant', content: refusal === undefined ? said : null, refusal: refusal ?? null }
      : { role: 'assistant', content: null, refusal: null, tool_calls: said.calls.map(callOf(count)) };
  return {
    id: `chatcmpl-${count}`,
    object: 'chat.completion',
    created: 0,
    model: model ?? seen.body.model,
    choices: [
      {
        index: 0,
        message,
        logprobs: null,
        finish_reason: finish ?? (typeof said === 'string' ? 'stop' : 'tool_calls'),
      },
    ],
    usage:
      usage === undefined ? { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 } : usage,
  };
}

function callOf(count: number) {
  return ({ name, input }: { name: string; input: unknown }, index: number) => ({
    id: `call_${count}_${index}`,
    type: 'function',
    function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
  });
}

/** Everything that a model was given, as one text. */
export function givenText({ body }: SeenCompletion): string {
  return body.messages
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : (content ?? []).map(({ text }) => text ?? ''),
    )
    .join('\n');
}
