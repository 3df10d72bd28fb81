import { createPictureStore, type PictureStore } from '../picture/store.ts';
import { createRateLimiter, type RateLimiter } from '../world/rate-limit.ts';
import type { World } from '../world/world.ts';
import { createFileStore, type FileStore } from './files.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { XaiProfile } from './profile.ts';
import { type BodySchemas, createBodySchemas } from './body.ts';

/** The state of one service that speaks xAI's wire format. */
export interface Service {
  readonly profile: XaiProfile;
  readonly world: World;
  readonly schemas: BodySchemas;
  readonly limiter: RateLimiter;
  readonly pictures: PictureStore;
  readonly files: FileStore;
  readonly jobs: Jobs;
}

export function createService(profile: XaiProfile, world: World): Service {
  const { rateLimit, strict } = world.options;
  return {
    profile,
    world,
    schemas: createBodySchemas(profile.accepts, strict, profile.has.deferred),
    limiter: createRateLimiter(profile.limitsRate && rateLimit, world.now),
    pictures: createPictureStore(world),
    files: createFileStore(world),
    jobs: createJobs(world),
  };
}
