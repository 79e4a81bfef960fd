/** What the API answers instead of a result. */
export class ApiError extends Error {
  readonly status: number;
  /** The JSON that is sent. */
  readonly body: object;

  constructor(status: number, body: object) {
    super(`answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  404: "Not Found",
  405: "Method Not Allowed",
  415: "Unsupported Media Type",
};

/** An answer that names nothing but its status: `{"message":"HTTP 404 Not Found"}`. */
export function plainError(status: 404 | 405 | 415): ApiError {
  return new ApiError(status, { message: `HTTP ${status} ${REASONS[status]}` });
}

/** A 400 with a reason; the numbers of the codes are invented but for 101009. */
export function badRequest(message: string, { code = 100001 } = {}): ApiError {
  return new ApiError(400, { id: "IDR", code, message });
}
