import { makeCertificates } from "../../scripts/kafka/certificates.ts";

/** A server that speaks TLS, and the authority that has signed its certificate for `localhost` and `127.0.0.1`. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
  /** Path of the authority's PEM file. */
  readonly ca: string;
}

/**
 * Starts a TLS server on a free loopback port; it ends every connection after its handshake.
 *
 * @param options.hostname Where it listens; default `127.0.0.1`.
 */
export async function startTlsServer(
  { hostname = "127.0.0.1" }: { readonly hostname?: string } = {},
): Promise<TlsServer> {
  const folder = await Deno.makeTempDir();
  const pem = `${folder}/certificates`;
  await makeCertificates(pem);
  const [cert, key] = await Promise.all(
    ["server.pem", "server.key"].map((name) => Deno.readTextFile(`${pem}/${name}`)),
  );
  const listener = Deno.listenTls({ hostname, port: 0, cert: cert!, key: key! });
  const accepting = (async () => {
    for await (const connection of listener) {
      // A client that does not trust the certificate ends the handshake.
      await connection.handshake().catch(() => {});
      connection.close();
    }
  })();
  return {
    port: listener.addr.port,
    ca: `${pem}/ca.pem`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
