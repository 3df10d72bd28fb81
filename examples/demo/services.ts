import { createCivitai, imageMetadata as civitaiMetadata } from '@grok-image/civitai';
import type { RunningEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata as xaiMetadata } from '@grok-image/xai';
import type { GenerateImageResult, ImageModel } from 'ai';

/** What the demo shows of an image's metadata. */
export interface ShownMetadata {
  readonly width: number;
  readonly height: number;
  readonly mediaType: string;
  readonly revisedPrompt?: string;
  readonly costUsd?: number;
  readonly costBuzz?: number;
}

/** A service that makes Grok images. */
export interface Service {
  readonly name: string;
  readonly model: ImageModel;
  readonly read: (result: GenerateImageResult) => ShownMetadata[];
}

/**
 * The services to show: both in the emulator, or live those whose key is set.
 *
 * @param onProgress - called with a word for what is going on
 */
export function createServices(
  emulator: RunningEmulator | undefined,
  onProgress: (status: string) => void,
): Service[] {
  const report = ({ status }: { status: string }) => onProgress(status);
  const grok = createGrok({ ...emulator?.xai, onProgress: report });
  const civitai = createCivitai({ ...emulator?.civitai, onProgress: report });
  const services = [
    {
      name: 'xAI',
      variables: ['XAI_API_KEY'],
      model: grok.image('grok-imagine-image'),
      read: xaiMetadata,
    },
    {
      name: 'Civitai',
      variables: ['CIVITAI_API_KEY', 'CIVITAI_API_TOKEN'],
      model: civitai.image('grok-imagine-image'),
      read: civitaiMetadata,
    },
  ];
  return services.filter(({ variables }) => emulator ?? variables.some(variable => process.env[variable]));
}
