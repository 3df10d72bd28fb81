import { civitai } from './backends/civitai.ts';
import { describeContract } from './describe-contract.ts';

describeContract(civitai);
