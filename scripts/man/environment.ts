/** Environment variables that mean the same, and what they mean. */
export interface Variables {
  readonly names: readonly string[];
  readonly meaning: string;
}

/** Every environment variable that the program heeds; a config may name further ones as `${env:NAME}`. */
export const ENVIRONMENT: readonly Variables[] = [
  {
    names: ["LEEXPORT_STATUS_TOKEN"],
    meaning:
      "The `status_token` for `reload`, `pause`, `resume` and `retry`, where the config's cannot be read.",
  },
  {
    names: ["LOG_SEARCH_API_KEY"],
    meaning: "The log search API key, for a config by `init` that was told of no other place.",
  },
  {
    names: ["STATE_DIRECTORY"],
    meaning: "The folder of the store, unless `state_dir` names one. Set by systemd.",
  },
  {
    names: ["CREDENTIALS_DIRECTORY"],
    meaning: "The folder in which `${credential:NAME}` is looked for. Set by systemd.",
  },
  {
    names: ["XDG_STATE_HOME", "HOME", "USERPROFILE"],
    meaning: "Where the store, the pid file and the log file are, for whoever is not root.",
  },
  {
    names: ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"],
    meaning: "Where and how often a service manager is told that all is well. Set by systemd.",
  },
  {
    names: ["JOURNAL_STREAM"],
    meaning:
      "Whether lines of the log go to the journal, and so begin with their priority. Set by systemd.",
  },
  {
    names: ["COLUMNS"],
    meaning: "Columns of what is drawn where there is no terminal; 80 if it is not set.",
  },
  { names: ["NO_COLOR"], meaning: "If it is set, nothing is coloured." },
  {
    names: ["OTEL_DENO", "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_ENDPOINT"],
    meaning:
      "With `OTEL_DENO=true`, traces of every run are sent by OpenTelemetry, under that name, to that address.",
  },
  {
    names: ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"],
    meaning: "Proxies on the way to other hosts, and hosts that none is used for.",
  },
];
