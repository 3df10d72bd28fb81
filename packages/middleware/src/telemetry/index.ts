export type {
  TelemetryCall,
  TelemetryCost,
  TelemetryEvent,
  TelemetryFailure,
  TelemetryOutcome,
} from './events.ts';
export type { MeterLike, TelemetryOptions, TracerLike } from './options.ts';
export { telemetryMiddleware, type TelemetryMiddleware } from './telemetry-middleware.ts';
