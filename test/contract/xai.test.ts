import { xai } from './backends/xai.ts';
import { describeContract } from './describe-contract.ts';

describeContract(xai);
