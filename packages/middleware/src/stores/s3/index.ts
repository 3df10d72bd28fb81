export { s3 } from './s3.ts';
export { S3Error } from './s3-error.ts';
export type { S3Credentials, S3Options } from './settings.ts';
