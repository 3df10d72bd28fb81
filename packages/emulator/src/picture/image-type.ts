/** Media types of the images that the services take and make. */
export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp';
