export { redisCache } from './redis-cache.ts';
export { redisLedger, type RedisLedgerOptions } from './redis-ledger.ts';
export { redisSlots } from './redis-slots.ts';
export type { IoredisClient, NodeRedisClient, RedisClient, UpstashClient } from './client.ts';
export type { RedisStoreOptions } from './key-prefix.ts';
export { StoreSetupError } from '../store-setup-error.ts';
