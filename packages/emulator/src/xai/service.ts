import type { BackendName } from '../backends.ts';
import { createPictureStore, type PictureStore } from '../picture/store.ts';
import { createRateLimiter, type RateLimiter } from '../rate-limit.ts';
import type { World } from '../world.ts';
import { createFileStore, type FileStore } from './files.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { XaiProfile } from './profile.ts';
import { type BodyDecoders, createBodyDecoders } from './request.ts';

/** The state of one service that speaks xAI's wire format. */
export interface Service {
  readonly name: BackendName;
  readonly profile: XaiProfile;
  readonly world: World;
  readonly decoders: BodyDecoders;
  readonly limiter: RateLimiter;
  readonly pictures: PictureStore;
  readonly files: FileStore;
  readonly jobs: Jobs;
}

export function createService(name: BackendName, profile: XaiProfile, world: World): Service {
  const { rateLimit, strict } = world.options;
  return {
    name,
    profile,
    world,
    decoders: createBodyDecoders(strict),
    limiter: createRateLimiter(rateLimit, world.now),
    pictures: createPictureStore(world),
    files: createFileStore(world),
    jobs: createJobs(world),
  };
}
