import { doesNotMatch, equal, match } from "node:assert/strict";
import { basename } from "node:path";
import { canRun, isMissing } from "../servers/requirement.ts";
import { NO_MACHINE, onMachine } from "./machine.ts";
import { buildInFolder, nextPackage, NO_PACKAGES, STAND_IN } from "./packages.ts";

const noSystemd = await canRun("systemd-analyze", ["--version"])
  ? undefined
  : "systemd-analyze is not there (Debian package systemd)";
const ignore = isMissing(NO_PACKAGES ?? NO_MACHINE ?? noSystemd);
const binary = Deno.env.get("LEEXPORT_BIN") ?? STAND_IN;

/** Installs the package, where `$PACKAGE` and `$NEXT` are it and the one after it, and goes on with a script. */
async function installed(script: string, systemd: "absent" | "asked" = "absent"): Promise<string> {
  await using built = await buildInFolder(binary);
  const next = await nextPackage(built);
  const begin = `PACKAGE=/mnt/${basename(built.path)} NEXT=/mnt/${basename(next)}\n`;
  const { code, text } = await onMachine(`${begin}dpkg --install $PACKAGE\n${script}`, {
    folder: built.folder,
    systemd,
  });
  equal(code, 0, text);
  return text;
}

Deno.test({
  name: "the installed program runs, and says how to go on",
  ignore,
  async fn() {
    const text = await installed("leexport --version");
    match(
      text,
      /^leexport is not started yet: .* see \/usr\/share\/doc\/leexport\/README\.Debian$/m,
    );
    match(text, /^(?:leexport|gzip) \d/m);
  },
});

Deno.test({
  name: "man finds the installed pages",
  ignore,
  async fn() {
    const text = await installed("man -w leexport\nman -w leexport.ini\nman leexport.ini");
    match(text, /^\/usr\/share\/man\/man1\/leexport\.1\.gz$/m);
    match(text, /^\/usr\/share\/man\/man5\/leexport\.ini\.5\.gz$/m);
    match(text, /query_period/);
  },
});

Deno.test({
  name: "systemd accepts the installed unit with its pages, and does not start it at boot",
  ignore,
  async fn() {
    const text = await installed(`
      systemd-analyze verify leexport.service 2>&1 | grep leexport || echo "no complaint"
      find /etc/systemd -name 'leexport*'
      echo end`);
    match(text, /^no complaint\nend$/m);
  },
});

Deno.test({
  name: "a config that somebody has changed outlives upgrade and removal, and is gone after purge",
  ignore,
  async fn() {
    const text = await installed(`
      echo '# mine' >>/etc/leexport/config.ini
      dpkg --install --force-confdef --force-confold $NEXT
      grep mine /etc/leexport/config.ini | sed 's/^/upgraded: /'
      dpkg --remove leexport
      grep mine /etc/leexport/config.ini | sed 's/^/removed: /'
      dpkg --purge leexport
      ls /etc/leexport || echo purged`);
    match(text, /^upgraded: # mine$[\s\S]*^removed: # mine$[\s\S]*^purged$/m);
  },
});

Deno.test({
  name: "a config that nobody has changed follows the package",
  ignore,
  async fn() {
    const text = await installed(`
      dpkg --install $NEXT
      tail -n 1 /etc/leexport/config.ini`);
    match(text, /^# What the next version says\.$/m);
  },
});

Deno.test({
  name: "the store outlives removal and is gone after purge, and keys are never removed",
  ignore,
  async fn() {
    const text = await installed(`
      echo key >/etc/leexport/credentials/log-search
      mkdir -p /var/lib/private/leexport
      ln -s private/leexport /var/lib/leexport
      echo rows >/var/lib/leexport/leexport.db
      dpkg --remove leexport
      cat /var/lib/leexport/leexport.db
      dpkg --purge leexport
      find /var/lib -name '*leexport*'
      cat /etc/leexport/credentials/log-search`);
    match(text, /^rows$[\s\S]*^key$/m);
    doesNotMatch(text, /^\/var\/lib\/.*leexport/m);
  },
});

Deno.test({
  name: "no file of the package is left after purge",
  ignore,
  async fn() {
    const text = await installed(`
      dpkg --purge leexport
      find /etc /usr /var/lib -xdev -name '*leexport*' -not -path '/usr/local/*' | sed 's/^/left: /'`);
    doesNotMatch(text, /^left: /m);
  },
});

Deno.test({
  name: "an upgrade asks systemd to start a service anew that runs, and removal to stop it",
  ignore,
  async fn() {
    const text = await installed(
      `
      sed 's/^/installed: /' /tmp/asked
      : >/tmp/asked
      dpkg --install $NEXT
      sed 's/^/upgraded: /' /tmp/asked
      : >/tmp/asked
      dpkg --remove leexport
      sed 's/^/removed: /' /tmp/asked`,
      "asked",
    );
    match(text, /^installed: --system daemon-reload$/m);
    doesNotMatch(text, /^installed: .*(?:start|enable)/m);
    match(text, /^upgraded: --system daemon-reload$/m);
    match(text, /^upgraded: .*try-restart leexport\.service$/m);
    doesNotMatch(text, /^upgraded: .*stop/m);
    match(text, /^removed: .*stop leexport\.service$/m);
  },
});
