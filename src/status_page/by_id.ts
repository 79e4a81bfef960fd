/**
 * Finds a part of the page.
 *
 * @param kind Its class, so that what it can do is known.
 * @throws {TypeError} If the page has none of that id and kind.
 */
export function byId<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new TypeError(`the page has no ${kind.name} "${id}"`);
}
