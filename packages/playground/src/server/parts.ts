import type { Hub } from '../make/hub.ts';
import type { ReadSource } from '../make/model-call.ts';
import type { Runner } from '../make/runner.ts';
import type { Services } from '../services/open-services.ts';
import type { Files } from '../store/files.ts';
import type { Library } from '../store/library.ts';

/** What the routes work with. */
export interface Parts {
  readonly services: Services;
  readonly library: Library;
  readonly files: Files;
  readonly hub: Hub;
  readonly runner: Runner;
  readonly readSource: ReadSource;
}
