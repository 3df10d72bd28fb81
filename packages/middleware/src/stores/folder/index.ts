export { folderBlobs, type FolderBlobsOptions } from './folder-blobs.ts';
export { folderCache } from './folder-cache.ts';
