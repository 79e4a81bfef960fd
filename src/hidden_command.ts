/** The command by which the executable becomes the process of a service; nobody types it. */
export const SERVICE_PROCESS_COMMAND = "service-host";
