const PREFIX = "#search=";

/** The address of a search on the page. */
export function linkTo(search: string): string {
  return PREFIX + encodeURIComponent(search);
}

/** Which search an address names; `undefined` if none. */
export function searchOf(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined;
  try {
    return decodeURIComponent(hash.slice(PREFIX.length));
  } catch {
    return undefined;
  }
}

/** The address of what a destination last got, drawn. */
export function pictureAddress(
  { search, destination, picture, scheme }: {
    readonly search: string;
    readonly destination: string;
    readonly picture: number;
    readonly scheme: "light" | "dark";
  },
): string {
  const path = [search, destination].map(encodeURIComponent).join("/");
  return `/api/pictures/${path}?picture=${picture}&scheme=${scheme}`;
}
