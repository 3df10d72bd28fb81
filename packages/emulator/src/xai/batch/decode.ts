import type { JsonNode } from '../json.ts';
import { type Decoder, list, optional, struct, tagged, text } from '../serde.ts';
import type { Service } from '../service.ts';
import type { BatchRequest } from './batch.ts';
import { readContent } from './content.ts';

interface CreateBody {
  readonly name: string;
  readonly input_file_id?: string | undefined;
}

interface AddBody {
  readonly batch_requests: readonly {
    readonly batch_request_id?: string | undefined;
    readonly batch_request: readonly [tag: 'image_generation' | 'image_edit', node: JsonNode];
  }[];
}

/** The body of `POST /batches`. */
export const decodeCreate: Decoder<CreateBody> = struct<CreateBody>(
  'CreateBatchRequest',
  { name: text, input_file_id: optional(text) },
  { required: ['name'] },
);

const decodeAdd = struct<AddBody>(
  'AddBatchRequestsRequest',
  {
    batch_requests: list(
      struct<AddBody['batch_requests'][number]>(
        'BatchRequest',
        { batch_request_id: optional(text), batch_request: tagged('image_generation', 'image_edit') },
        { required: ['batch_request'] },
      ),
    ),
  },
  { required: ['batch_requests'] },
);

/** The body of `POST /batches/{id}/requests`. */
export function createAddDecoder(service: Service): Decoder<readonly BatchRequest[]> {
  return (node, path) =>
    decodeAdd(node, path).batch_requests.map(({ batch_request_id: id, batch_request: [tag, body] }) => {
      const isEdit = tag === 'image_edit';
      return { id, isEdit, content: readContent(service, isEdit, body) };
    });
}
