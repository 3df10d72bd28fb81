import { production } from '@grok-image/middleware';
import { behind } from './backends/behind.ts';
import { civitai } from './backends/civitai.ts';
import { xai } from './backends/xai.ts';
import { describeContract } from './describe-contract.ts';

for (const backend of [xai, civitai]) {
  describeContract(behind(backend, 'production()', () => production({ limit: false })));
}
