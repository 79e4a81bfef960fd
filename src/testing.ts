/**
 * For the tests of a service of one's own: import everything from `leexport/testing`.
 *
 * Answers are what the log search API sends, a receiver is a destination that keeps what it gets, and an opened service
 * is treated as the program treats it: its keys are read by the rules of the config file, its payloads are written down
 * as JSON, its pushes have a time limit.
 *
 * ```ts
 * import { openService, seriesAnswer, startReceiver } from "leexport/testing";
 * import { MyApplicationService } from "./my_application_service.ts";
 *
 * Deno.test("the total is posted", async () => {
 *   await using receiver = startReceiver();
 *   await using service = openService(MyApplicationService, {
 *     destination: { push_url: receiver.url, metric_name: "errors" },
 *   });
 *   const result = await service.run(seriesAnswer([30, 12]));
 *   console.assert(result.outcome === "accepted");
 *   console.assert(receiver.requests[0]?.body === `{"name":"errors","value":42}`);
 * });
 * ```
 *
 * @module
 */

export { groupsAnswer, seriesAnswer } from "./testing/answers.ts";
export type {
  AnswerOptions,
  GroupedValues,
  SeriesOptions,
  ValueOrNone,
} from "./testing/answers.ts";
export { openService } from "./testing/open_service.ts";
export type {
  OpenedService,
  OpenServiceOptions,
  PushRequest,
  RunResult,
  TransformResult,
} from "./testing/open_service.ts";
export type { PushResult } from "./service_host/service_host.ts";
export type { WrittenKeys } from "./testing/written_keys.ts";
export { accept, hang, refuse, startReceiver } from "./testing/receiver.ts";
export type { ReceivedRequest, Receiver, ReceiverOptions } from "./testing/receiver.ts";
