import { describe } from 'vitest';
import { describeAbort } from './cases/abort.ts';
import { describeBadInput } from './cases/bad-input.ts';
import { describeHeaders } from './cases/headers.ts';
import { describeInputs } from './cases/inputs.ts';
import { describeMediaTypes } from './cases/media-types.ts';
import { describeMetadata } from './cases/metadata.ts';
import { describeModels } from './cases/models.ts';
import { describeRefusals } from './cases/refusals.ts';
import { describeRetries } from './cases/retries.ts';
import { describeSplitting } from './cases/splitting.ts';
import { describeVersions } from './cases/versions.ts';
import { describeWarningLog } from './cases/warning-log.ts';
import { describeWarnings } from './cases/warnings.ts';
import type { BackendUnderTest } from './harness/backend-under-test.ts';
import { createStage } from './harness/stage.ts';
import { combinations, createSubject, titleOf } from './harness/subject.ts';

/**
 * Everything a backend has to do for a caller of AI SDK 4, 5, 6 or 7, as every specification version that the major
 * accepts. A backend joins with one line.
 */
export function describeContract(backend: BackendUnderTest): void {
  for (const { sdk, version } of combinations) {
    describe(`${backend.name} in ${titleOf({ sdk, version })}`, () => {
      const subject = createSubject(backend, createStage(backend), sdk, version);
      describeVersions(subject);
      describeSplitting(subject);
      describeMetadata(subject);
      describeRefusals(subject);
      describeRetries(subject);
      describeAbort(subject);
      describeWarnings(subject);
      describeWarningLog(subject);
      describeModels(subject);
      describeInputs(subject);
      describeBadInput(subject);
      describeMediaTypes(subject);
      describeHeaders(subject);
    });
  }
}
