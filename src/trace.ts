import type { Attributes, Context, ContextManager, Span } from "@opentelemetry/api";
import { openTracer } from "./span_guard.ts";

/** `SpanStatusCode.ERROR`; of the package only the types are used. */
const FAILED = 2;

/** How a step ended that threw no error; a `failure` marks it as failed, and says why. */
export interface StepEnd {
  readonly outcome: string;
  readonly failure?: string;
}

/** One step of a run. */
export interface Step<Value> {
  readonly name: "run" | "query" | "post" | "poll" | "transform" | "push";
  /** Without secrets; names begin with `leexport.`. Called only if somebody wants traces. */
  readonly attributes?: () => Attributes;
  /** What {@linkcode carryTrace} was called with: the step belongs to the run that did that, not to its caller. */
  readonly of?: object;
  /** Says how the step ended, if not by an error. */
  readonly ended?: ((value: Value) => StepEnd) | undefined;
}

const tracer = openTracer();
const carried = new WeakMap<object, Context>();

/**
 * Does a step and, if `OTEL_DENO` asks for traces, tells how long it took. Otherwise it only calls the work.
 *
 * @param step What is done; steps within it become its children.
 * @param work Does it.
 */
export function traced<Value>(step: Step<Value>, work: () => Promise<Value>): Promise<Value> {
  if (tracer === undefined) return work();
  const { name, attributes, of, ended } = step;
  const context = (of && carried.get(of)) ?? contexts().active();
  return tracer.startActiveSpan(
    name,
    { attributes: attributes?.() ?? {} },
    context,
    (span) => follow(span, { ended, work }),
  );
}

/** Whether traces are asked for in vain: they are built into an executable by `deno compile`, or they are not. */
export function lacksTraces(): boolean {
  return Deno.build.standalone && tracer === undefined && Deno.env.get("OTEL_DENO") === "true";
}

/** Has a step that is done for this thing, perhaps much later, belong to the step of now. */
export function carryTrace(thing: object): void {
  if (tracer !== undefined) carried.set(thing, contexts().active());
}

function contexts(): ContextManager {
  return Deno.telemetry.contextManager;
}

async function follow<Value>(
  span: Span,
  { ended, work }: Pick<Step<Value>, "ended"> & { readonly work: () => Promise<Value> },
): Promise<Value> {
  try {
    const value = await work();
    if (ended !== undefined) tell(span, ended(value));
    return value;
  } catch (error) {
    span.setStatus({ code: FAILED, message: error instanceof Error ? error.message : "" });
    throw error;
  } finally {
    span.end();
  }
}

function tell(span: Span, { outcome, failure }: StepEnd): void {
  span.setAttribute("leexport.outcome", outcome);
  if (failure !== undefined) span.setStatus({ code: FAILED, message: failure });
}
