import { agtcloud, crazyrouter } from './backends/gateways.ts';
import { describeContract } from './describe-contract.ts';

describeContract(crazyrouter);
describeContract(agtcloud);
