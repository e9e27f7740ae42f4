/** Figures for Prometheus, behind one module. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly answered: (dialect: string, operation: string, status: number, seconds: number) => void
  readonly failed: (dialect: string, code: string) => void
  readonly eventsCommitted: (count: number) => void
  /** A stream was opened, or ended for this reason. */
  readonly streamOpened: () => void
  readonly streamEnded: (reason: string) => void
  readonly text: () => Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'muster_request_seconds',
    help: 'Time from request to answer.',
    labelNames: ['dialect', 'operation', 'status'],
    // From a point read to a bulk call of 10,000 people.
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'muster_failures_total',
    help: 'Failures told to callers, by code.',
    labelNames: ['dialect', 'code'],
    registers: [registry],
  })
  const events = new Counter({
    name: 'muster_events_total',
    help: 'Events committed.',
    registers: [registry],
  })
  const streams = new Gauge({
    name: 'muster_streams',
    help: 'Answers that go on now: streams, lists and uploads of lines.',
    registers: [registry],
  })
  const streamsEnded = new Counter({
    name: 'muster_streams_ended_total',
    help: 'Answers that went on and have ended, by why: done, gone, dropped, stopping, key, refused or fault.',
    labelNames: ['reason'],
    registers: [registry],
  })
  return {
    answered: (dialect, operation, status, seconds) =>
      requests.observe({ dialect, operation, status }, seconds),
    failed: (dialect, code) => failures.inc({ dialect, code }),
    eventsCommitted: (count) => events.inc(count),
    streamOpened: () => streams.inc(),
    streamEnded(reason) {
      streams.dec()
      streamsEnded.inc({ reason })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
