/**
 * A config of ten searches, each with a question of its own and two destinations, as people have it who put numbers on a
 * dashboard and keep them: a status page, a store on disk.
 *
 * @param url Address of the log search API.
 * @param stateDir Where windows and payloads are kept.
 */
export function tenSearches(url: string, stateDir: string): string {
  const head = `[LE]
    x_api_key = 00000000-0000-4000-8000-000000000001
    url = ${url}

[Leexport]
    status_address = 127.0.0.1:0
    state_dir = ${stateDir}

[Services]
    [[geckoboard]]
        api_key = 0123456789abcdef0123456789abcdef
    [[hosted_graphite]]
        api_key = 00000000-0000-4000-8000-000000000002

[Searches]
`;
  return head + Array.from({ length: 10 }, (_, index) => search(url, index)).join("");
}

function search(url: string, index: number): string {
  return `
    [[Errors of shop ${index}]]
        [[[query]]]
            logs = 00000000-0000-4000-8000-000000000003
            statement = where(status>=500 AND shop=${index}) calculate(count) timeslice(60)
            query_range = 3600
            query_period = 60
        [[[destination]]]
            service = geckoboard
            push_url = ${url}/v1/send/${index}
            widget_type = line_chart
            name = errors
        [[[destination_history]]]
            service = hosted_graphite
            push_url = ${url}/api/v1/sink
            metric_name = shop.errors.${index}
`;
}
