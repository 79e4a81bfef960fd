/** An address of this machine where nobody listens: `127.0.0.1:port`. */
export function closedHost(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${listener.addr.port}`;
}
