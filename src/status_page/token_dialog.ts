import { byId } from "./by_id.ts";

/**
 * Asks for the token.
 *
 * @param why What was wrong with the one before, if there was one.
 * @returns `undefined` if none was entered.
 */
export function askForToken(why = ""): Promise<string | undefined> {
  const dialog = byId("token-dialog", HTMLDialogElement);
  const input = byId("token", HTMLInputElement);
  byId("token-trouble", HTMLElement).textContent = why;
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const token = input.value.trim();
      input.value = "";
      resolve(dialog.returnValue === "act" && token !== "" ? token : undefined);
    }, { once: true });
  });
}
