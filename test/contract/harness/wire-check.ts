import type { ReceivedRequest } from '@grok-image/emulator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { WireFormat } from './backend-under-test.ts';
import type { RecordedAnswer } from './recorder.ts';

/** Compares what travels with the published schema; each returns what is wrong, nothing when all is well. */
export interface WireCheck {
  request(request: Pick<ReceivedRequest, 'method' | 'path' | 'body'>): readonly string[];
  answer(answer: RecordedAnswer): readonly string[];
}

export function createWireCheck({ schema, requestDefinition, answerDefinition }: WireFormat): WireCheck {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
  ajv.addSchema(schema, 'wire');
  const findings = (definition: string | undefined, body: unknown): readonly string[] => {
    if (definition === undefined) return [];
    const validate = ajv.getSchema(`wire#/$defs/${definition}`);
    if (validate === undefined) return [`The schema has no definition ${definition}.`];
    if (validate(body) === true) return [];
    return [`${definition}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`];
  };
  return {
    request: request => findings(requestDefinition(request), request.body),
    answer: answer => findings(answerDefinition(answer), answer.body),
  };
}
