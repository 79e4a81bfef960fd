import { runTool } from "./tools.ts";

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const DAYS = ["-days", "3650"];

/**
 * Makes an authority, and certificates for the broker on loopback and for one client.
 *
 * @param folder Created; gets `ca.pem`, `server.pem` (with its key), `client.pem` and `client.key`.
 */
export async function makeCertificates(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const authority = ["-keyout", `${folder}/ca.key`, "-out", `${folder}/ca.pem`];
  await runTool("openssl", [
    "req",
    "-x509",
    ...NEW_KEY,
    ...DAYS,
    "-subj",
    "/CN=tests",
    ...authority,
  ]);
  await sign(folder, { name: "server", extensions: "subjectAltName=IP:127.0.0.1,DNS:localhost" });
  await sign(folder, { name: "client", extensions: "extendedKeyUsage=clientAuth" });
  const certificate = await Deno.readTextFile(`${folder}/server.pem`);
  const key = await Deno.readTextFile(`${folder}/server.key`);
  await Deno.writeTextFile(`${folder}/server.pem`, key + certificate);
}

async function sign(
  folder: string,
  { name, extensions }: { readonly name: string; readonly extensions: string },
): Promise<void> {
  const path = `${folder}/${name}`;
  const request = ["-keyout", `${path}.key`, "-out", `${path}.csr`];
  await runTool("openssl", ["req", ...NEW_KEY, "-subj", `/CN=${name}`, ...request]);
  await Deno.writeTextFile(`${path}.ext`, `basicConstraints=CA:FALSE\n${extensions}\n`);
  const authority = ["-CA", `${folder}/ca.pem`, "-CAkey", `${folder}/ca.key`, "-CAcreateserial"];
  const files = ["-in", `${path}.csr`, "-extfile", `${path}.ext`, "-out", `${path}.pem`];
  await runTool("openssl", ["x509", "-req", ...authority, ...DAYS, ...files]);
}
