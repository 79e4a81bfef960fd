/**
 * Removes the socket of a program that has ended without doing so. It has if nobody answers at it; else the socket is
 * left, and to listen there will fail.
 *
 * @param path Where a socket is to be made.
 * @throws {Deno.errors.AlreadyExists} If it is something else than a socket.
 */
export async function clearSocket(path: string): Promise<void> {
  try {
    const connection = await Deno.connect({ transport: "unix", path });
    connection.close();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    // A plain file refuses as well; whoever named one by mistake must not lose it.
    if (!(await Deno.lstat(path)).isSocket) throw new Deno.errors.AlreadyExists();
    await Deno.remove(path);
  }
}
