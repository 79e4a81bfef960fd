/**
 * Writes the module that runs before the program and tells it that it is an executable. Workers do not run it, so what
 * runs in them must not ask.
 *
 * @param path What `Deno.execPath()` is.
 */
export function preloadModule(path: string): string {
  return `const build = Object.freeze({ ...Deno.build, standalone: true });
Object.defineProperty(Deno, "build", { value: build, enumerable: true });
Deno.execPath = () => ${JSON.stringify(path)};
`;
}
