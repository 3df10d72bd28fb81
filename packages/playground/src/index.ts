export { startPlayground, type RunningPlayground } from './start.ts';
export type { PlaygroundSettings, ServiceName, ServiceSetting } from './settings/settings.ts';
export { PlaygroundStartError, type StartProblem } from './settings/start-error.ts';
