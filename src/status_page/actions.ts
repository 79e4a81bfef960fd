/**
 * What can be done from the page. The token is kept for this tab alone, and only until it is closed.
 *
 * @module
 */

/** How an action ended. `refused`: the token is not the one in the config. */
export type Outcome =
  | { readonly kind: "done"; readonly sentence: string }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly message: string; readonly hint: string | undefined };

const TOKEN_KEY = "leexport token";

/** The token that was entered; `undefined` if none was. */
export function savedToken(): string | undefined {
  return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
}

/** Keeps a token, or forgets it. */
export function saveToken(token: string | undefined): void {
  if (token === undefined) sessionStorage.removeItem(TOKEN_KEY);
  else sessionStorage.setItem(TOKEN_KEY, token);
}

/**
 * Asks the daemon to do something.
 *
 * @param path Below `/api/`, encoded: `reload`, `searches/errors/run`.
 */
export async function act(path: string, token: string): Promise<Outcome> {
  try {
    const response = await fetch(`/api/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.status === 401) return { kind: "refused" };
    return outcomeOf(await response.json());
  } catch {
    return {
      kind: "failed",
      message: "Cannot reach leexport: it did not answer",
      hint: "see whether it runs: leexport status",
    };
  }
}

function outcomeOf(answer: unknown): Outcome {
  const said = new Map(Object.entries(answer ?? {}));
  const done = said.get("done");
  if (typeof done === "string") return { kind: "done", sentence: done };
  const [message, hint] = [said.get("error"), said.get("hint")];
  if (typeof message === "string") {
    return { kind: "failed", message, hint: typeof hint === "string" ? hint : undefined };
  }
  return {
    kind: "failed",
    message: "Cannot tell what was done: the answer is not understood",
    hint: "see the log of leexport",
  };
}
