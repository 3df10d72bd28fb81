import type { Effect, Expectations, Expected, FaultRow, Point } from './row.ts';

const answersAtOnce = 'It answers at once, so that nothing is polled.';
const carriesImages = 'The answer itself carries the images, so that nothing is downloaded.';
const hasNoBase64 = 'It answers with addresses, so that there is no base64 to be wrong.';
const hasNoWorkflow = 'Workflows and their blobs are of Civitai alone.';
const hasNoJob = 'There is no job that could have a status.';
const startsJob = 'The answer to the submit is the id of a job; its images are faulty at the poll.';
const isOneWorkflow = 'However many images are asked for, it is one workflow and one request.';

export function everywhere(all: Expected): Expectations {
  return { url: all, b64: all, deferred: all, civitai: all };
}

export function xaiAndCivitai(xai: Expected, civitai: Expected): Expectations {
  return { ...everywhere(xai), civitai };
}

/** For faults in the list of images that answers a submit. */
export function immediate(url: Expected, b64: Expected, civitai: Expected): Expectations {
  return { url, b64, deferred: startsJob, civitai };
}

/** For faults while something is polled. */
export function polled(deferred: Expected, civitai: Expected): Expectations {
  return { url: answersAtOnce, b64: answersAtOnce, deferred, civitai };
}

/** For faults in the status of a job. */
export function ofJob(deferred: Expected, civitai: Expected): Expectations {
  return { url: hasNoJob, b64: hasNoJob, deferred, civitai };
}

/** For faults while an image is downloaded. */
export function downloaded(xai: Expected, civitai: Expected = xai): Expectations {
  return { ...everywhere(xai), b64: carriesImages, civitai };
}

export function ofWorkflow(civitai: Expected): Expectations {
  return { url: hasNoWorkflow, b64: hasNoWorkflow, deferred: hasNoWorkflow, civitai };
}

export function ofBase64(b64: Expected): Expectations {
  return { url: hasNoBase64, b64, deferred: hasNoBase64, civitai: hasNoBase64 };
}

/** For calls that are split into several requests. */
export function ofSplit(xai: Expected): Expectations {
  return { ...everywhere(xai), civitai: isOneWorkflow };
}

/** For polls of calls that are split. */
export function ofSplitPoll(deferred: Expected): Expectations {
  return { url: answersAtOnce, b64: answersAtOnce, deferred, civitai: isOneWorkflow };
}

/** For downloads of calls that are split. */
export function ofSplitDownload(xai: Expected): Expectations {
  return { ...ofSplit(xai), b64: carriesImages };
}

/** A row of faults at one point, which last for one request and, if that is another matter, for all. */
export type MakeRow = (name: string, once: Expectations, always?: Expectations) => FaultRow;

/** @param effects - what the names of faults stand for */
export function rowsAt(at: Point, effects: Readonly<Record<string, Effect>>): MakeRow {
  return (name, once, always) => {
    const effect = effects[name];
    if (effect === undefined) throw new TypeError(`Failed to make a row: there is no effect '${name}'.`);
    return { name, at, effect, once, ...(always && { always }) };
  };
}
