export { apiCallErrorArguments, type Explain, type Failure } from './api-error.ts';
export { joinHeaders } from './headers.ts';
export { pathSegment } from './path-segment.ts';
export { requestJson, type JsonRequest, type JsonResponse, type RequestKind } from './request.ts';
