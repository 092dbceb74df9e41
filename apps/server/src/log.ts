import { type DestinationStream, type Logger, pino } from 'pino'

/** Structured logs on standard error. Requests are logged by route and status: no path, no query, no body, no token. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['req.headers', 'headers', '*.authorization', '*.cookie', '*.secret', '*.password', '*.token'],
    },
    destination,
  )
}
