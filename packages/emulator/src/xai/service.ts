import { PictureStore } from '../picture/store.ts';
import type { Exchange } from '../world/backend.ts';
import type { World } from '../world/world.ts';
import type { Site } from '../world/request.ts';
import { createRandom, hash, uuid } from '../world/random.ts';
import { RateLimiter } from '../world/rate-limit.ts';
import { type BodySchemas, createBodySchemas } from './body.ts';
import { FileStore } from './files.ts';
import type { XaiProfile } from './profile.ts';

export class Service {
  readonly profile: XaiProfile;
  readonly world: World;
  readonly schemas: BodySchemas;
  readonly limiter: RateLimiter;
  readonly pictures: PictureStore;
  readonly files: FileStore;
  readonly jobs: Map<string, Job> = new Map();

  constructor(profile: XaiProfile, world: World) {
    this.profile = profile;
    this.world = world;
    this.schemas = createBodySchemas(profile.accepts, world.options.strict, !profile.isGateway);
    this.limiter = new RateLimiter(world.now);
    this.pictures = new PictureStore(world);
    this.files = new FileStore(world);
  }
}

/** A deferred request. Times are milliseconds since 1970. */
export interface Job {
  readonly apiKey: string;
  readonly readyAt: number;
  readonly expiresAt: number;
  /** How often its outcome has been asked for while it was pending. */
  polls: number;
  /** Does the work, once, however often it is called; gives what is answered, with links for who asks. */
  readonly finish: (asker: Site) => Promise<object>;
}

export interface Account {
  readonly apiKey: string;
  /** The team's id, always the same for a key. */
  readonly team: string;
}

/** Reads the key. Any key with the service's prefix is an account of its own, unless it contains `invalid`. */
export function authenticate({ profile }: Service, { request }: Pick<Exchange, 'request'>): Account {
  const { keyPrefix, errors } = profile;
  const apiKey = /^Bearer\s+(\S.*)$/i.exec(request.headers['authorization'] ?? '')?.[1]?.trim();
  if (apiKey === undefined) throw errors.missingKey();
  if (!apiKey.startsWith(keyPrefix) || apiKey.includes('invalid')) throw errors.wrongKey(apiKey);
  return { apiKey, team: uuid(createRandom(hash(apiKey))) };
}
