import { html, type TemplateResult } from "lit-html";
import type { ProgramStatus } from "../status/status.ts";

/** What the buttons for the whole program do. */
export interface ProgramActions {
  readonly askForToken: () => void;
  readonly forgetToken: () => void;
  /** @param path Below `/api/`. */
  readonly act: (path: "reload" | "retry") => void;
}

/** The buttons of those who may act, or how to become one of them. */
export function actionsView(
  { program, token, actions }: {
    readonly program: ProgramStatus;
    readonly token: string | undefined;
    readonly actions: ProgramActions;
  },
): TemplateResult {
  if (program.actions === "none") {
    return html`<p class="meta">Only to look at: to act from here, add <code>status_token</code> to
      <code>[Leexport]</code> in <code>${program.configFile}</code></p>`;
  }
  const button = (words: string, click: () => void) =>
    html`<button type="button" @click=${click}>${words}</button>`;
  if (token === undefined) return button("Enter token to act …", actions.askForToken);
  return html`
    ${button("Reload config", () => actions.act("reload"))}
    ${button("Retry all rejected", () => actions.act("retry"))}
    ${button("Forget token", actions.forgetToken)}
  `;
}
