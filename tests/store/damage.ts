const PAGE = 4096;

/** Overwrites the page of a file that a text is on. */
export async function spoilPageOf(
  text: string,
  { path }: { readonly path: string },
): Promise<void> {
  const content = await Deno.readFile(path);
  const offset = indexOf(new TextEncoder().encode(text), content);
  if (offset < 0) throw new Error(`${text} is not in ${path}`);
  await overwrite(path, { offset: Math.floor(offset / PAGE) * PAGE, bytes: PAGE });
}

/** Overwrites a stretch of a file. */
export async function overwrite(
  path: string,
  { offset, bytes }: { readonly offset: number; readonly bytes: number },
): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.seek(offset, Deno.SeekMode.Start);
  await file.write(new Uint8Array(bytes).fill(0xa5));
}

function indexOf(wanted: Uint8Array, content: Uint8Array): number {
  for (let offset = 0; offset + wanted.length <= content.length; offset++) {
    if (wanted.every((byte, index) => content[offset + index] === byte)) return offset;
  }
  return -1;
}
