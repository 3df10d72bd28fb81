export { migrate, migrationSql } from './migrate.ts';
export { postgresLedger } from './postgres-ledger.ts';
export { postgresSlots } from './postgres-slots.ts';
export type { PostgresPool, PostgresStoreOptions } from './client.ts';
export { StoreSetupError } from '../store-setup-error.ts';
