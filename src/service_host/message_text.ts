/**
 * How a message is written: its head as JSON and, where it carries one, a line feed and a text as it is, which whoever
 * passes the message on need neither read nor escape. JSON that the program writes holds no line feed.
 *
 * @module
 */

import type { PushRequest, Reply, Request, TransformRequest } from "./messages.ts";

/** The two parts of a message. */
export interface MessageParts {
  /** Should be JSON. */
  readonly head: string;
  /** `undefined` if the message carries no text. */
  readonly text: string | undefined;
}

/** Takes a message apart. */
export function splitMessage(message: string): MessageParts {
  const end = message.indexOf("\n");
  if (end === -1) return { head: message, text: undefined };
  return { head: message.slice(0, end), text: message.slice(end + 1) };
}

/** Writes what the program says to a sandbox. */
export function writeRequest(request: Request): string {
  if (request.type === "transform") {
    const { body, ...head } = request;
    return `${JSON.stringify(head)}\n${body}`;
  }
  if (request.type === "push") {
    const { payload, ...head } = request;
    return `${JSON.stringify(head)}\n${payload}`;
  }
  return JSON.stringify(request);
}

type RequestHead =
  | Exclude<Request, TransformRequest | PushRequest>
  | Omit<TransformRequest, "body">
  | Omit<PushRequest, "payload">;

/** Reads what {@linkcode writeRequest} wrote; it comes from the program and is not checked. */
export function readRequest(message: string): Request {
  const { head, text = "" } = splitMessage(message);
  const request: RequestHead = JSON.parse(head);
  if (request.type === "transform") return { ...request, body: text };
  if (request.type === "push") return { ...request, payload: text };
  return request;
}

/** Writes what a sandbox says to the program. */
export function writeReply(reply: Reply): string {
  if (reply.type !== "transformed") return JSON.stringify(reply);
  const { payload, ...head } = reply;
  return `${JSON.stringify(head)}\n${payload}`;
}
